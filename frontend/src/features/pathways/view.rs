use leptos::prelude::*;
use shared::ids::PathwayId;
use shared::pathways::api::PathwayView;

use super::change::History;
use super::facts::{Actions, Facts, Services, Unserved};
use super::findings::Findings;
use super::picture::Picture;
use super::standards::Standards;
use super::steps::Steps;
use crate::api::{Sending, in_words, load, open};
use crate::dates;
use crate::features::plans::moment::{self, AsAtBanner};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonLink, EmptyState, ErrorSummary, FormErrors,
    InsetText, Load, NavItem, Notice, NoticeKind, Notices, PageHeading,
};

/// One pathway: as a picture and as a list, with what it is judged by and what stands around it.
#[component]
pub fn PathwayPage(plan: String, pathway: PathwayId) -> impl IntoView {
    let errors = FormErrors::new();
    let moment = moment::here();
    let asked = plan.clone();
    let resource = load(move |client| {
        let (plan, as_at) = (asked.clone(), moment.get().as_at);
        async move { client.pathway(&plan, pathway, as_at).await }
    });
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let title = Signal::derive(move || {
        known.with(|pathway| {
            pathway
                .as_ref()
                .map_or_else(|| "Pathway".to_owned(), |pathway| pathway.name.clone())
        })
    });
    let caption = Signal::derive(move || {
        known.with(|pathway| Some(pathway.as_ref()?.kind.label().to_owned()))
    });
    let again = Callback::new(move |()| resource.refetch());
    let list = Route::Pathways { plan: plan.clone() }.href();
    view! {
        <Breadcrumbs items=vec![NavItem::new("Pathways", list)] />
        <ErrorSummary errors />
        <PageHeading title caption />
        <AsAtBanner as_at=Signal::derive(move || moment.get().as_at) />
        <Load
            resource
            children=move |view: PathwayView| view! { <Pathway plan=plan.clone() view errors again /> }
        />
    }
}

#[component]
fn Pathway(
    plan: String,
    view: PathwayView,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let may_change = open(&view.allowed, "update");
    let summary = (!view.summary.is_empty())
        .then(|| view! { <p class="govuk-body-l tl-prose">{view.summary.clone()}</p> });
    let example = view.worked_example.then(|| {
        view! {
            <InsetText>
                <strong>"Worked example, not from the papers. "</strong>
                "Its stages were made up to show what a complete pathway looks like."
            </InsetText>
        }
    });
    let shape = if view.graph.stages.is_empty() {
        let text = if may_change {
            "Nobody has said yet through which stages this pathway leads. Change it to add them."
        } else {
            "Nobody has said yet through which stages this pathway leads. The plan's coordinator can add them."
        };
        view! {
            <EmptyState title="No stages yet">
                <p>{text}</p>
            </EmptyState>
            <Steps view=view.clone() />
        }
        .into_any()
    } else {
        view! {
            <Picture view=view.clone() />
            <Steps view=view.clone() />
        }
        .into_any()
    };
    let id = view.id;
    view! {
        <Ends view=view.clone() />
        {example}
        {summary}
        <Acts plan=plan.clone() view=view.clone() errors again />
        <Findings plan=plan.clone() view=view.clone() may_change />
        {shape}
        <Standards view=view.clone() />
        <Unserved view=view.clone() />
        <Services view=view.clone() />
        <Actions plan=plan.clone() view=view.clone() />
        <Facts view />
        <History plan pathway=id />
    }
}

#[component]
fn Ends(view: PathwayView) -> impl IntoView {
    let because = view
        .closed_because
        .map(|reason| view! { " " <span class="tl-prose">{reason}</span> });
    view.valid_to.map(|last| {
        let words = if last < dates::today() {
            "This pathway is closed. Its last day was "
        } else {
            "This pathway closes. Its last day is "
        };
        view! { <InsetText>{words} {dates::day(last)} "." {because}</InsetText> }
    })
}

#[component]
fn Acts(plan: String, view: PathwayView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let pathway = view.id;
    let may = |act| open(&view.allowed, act);
    let (update, close, reopen) = (may("update"), may("close"), may("reopen"));
    (update || close || reopen).then(|| {
        let edit = Route::PathwayEdit {
            plan: plan.clone(),
            pathway,
        }
        .href();
        let end = Route::ClosePathway {
            plan: plan.clone(),
            pathway,
        }
        .href();
        view! {
            <ButtonGroup>
                {update
                    .then(|| {
                        view! {
                            <ButtonLink href=edit kind=ButtonKind::Secondary>
                                "Change the pathway"
                            </ButtonLink>
                        }
                    })}
                {close
                    .then(|| {
                        view! {
                            <ButtonLink href=end kind=ButtonKind::Secondary>
                                "Close"
                            </ButtonLink>
                        }
                    })}
                {reopen.then(|| view! { <Reopen plan=plan.clone() view=view.clone() errors again /> })}
            </ButtonGroup>
        }
    })
}

#[component]
fn Reopen(
    plan: String,
    view: PathwayView,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let (pathway, version) = (view.id, view.version);
    let press = Callback::new(move |_| {
        errors.clear();
        let plan = plan.clone();
        sending.send(
            move |client| {
                let plan = plan.clone();
                async move { client.reopen_pathway(&plan, pathway, version).await }
            },
            move |answer| match answer {
                Ok(pathway) => {
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::Success,
                            text: format!("{} is open again.", pathway.name),
                        });
                    }
                    again.run(());
                }
                Err(fault) => errors.set(in_words(&fault)),
            },
        );
    });
    view! {
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=press>
            "Open again"
        </Button>
    }
}
