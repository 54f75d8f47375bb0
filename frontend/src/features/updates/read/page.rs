use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::ids::UpdateId;
use shared::updates::UpdateState;
use shared::updates::api::{StartUpdate, UpdateView};

use super::endorse::{Answer, Partners};
use super::history::History;
use super::review::{ReviewBox, Verdict};
use super::words::Words;
use crate::api::{self, Sending, load};
use crate::dates;
use crate::features::updates::status::StateTag;
use crate::live::{Changes, Unseen};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonKind, ButtonLink, ErrorSummary, FormErrors, InsetText, Load,
    NavItem, PageHeading, SummaryList, SummaryRow,
};

/// Shows one update, what happened to it, and to a reviewer the box to decide in.
#[component]
pub fn UpdatePage(update: UpdateId) -> impl IntoView {
    let errors = FormErrors::new();
    let (verdict, answer) = (Verdict::new(), Answer::new());
    let resource = load(move |client| async move { client.update(update).await });
    let stale = Callback::new(move |()| resource.refetch());
    let known = Memo::new(move |_| {
        resource.with(|answer| {
            answer
                .as_ref()
                .and_then(|answer| answer.as_ref().ok())
                .cloned()
        })
    });
    let title = Signal::derive(move || {
        known.with(|view| {
            view.as_ref().map_or_else(
                || "Progress update".to_owned(),
                |view| format!("Update on {}", view.action.reference),
            )
        })
    });
    let caption = Signal::derive(move || {
        known.with(|view| view.as_ref().map(|view| view.cycle.name.clone()))
    });
    view! {
        {move || known.with(|view| view.as_ref().map(|view| view! { <Breadcrumbs items=way(view) /> }))}
        <ErrorSummary errors />
        <PageHeading title caption errors />
        <Load resource=resource let:view>
            <Standing view=view.clone() />
            <Act view=view.clone() errors />
            <div class="tl-split">
                <div class="tl-words">
                    <Words
                        content=view.content.clone()
                        milestones=view.milestones.clone()
                        implied=view.implied.clone()
                    />
                </div>
                <div class="tl-facts">
                    <Facts view=view.clone() />
                </div>
            </div>
            <Partners view=view.clone() answer errors stale />
            <ReviewBox view=view.clone() verdict errors stale />
            <h2 class="govuk-heading-m">"What happened to it"</h2>
            <History author=view.author steps=view.steps />
        </Load>
        <Changes
            unseen=Unseen::of(move |event| event.data.kind == "update" && event.data.id == update.0)
            show=Callback::new(move |()| resource.refetch())
        />
    }
}

fn way(view: &UpdateView) -> Vec<NavItem> {
    let plan = view.plan.slug.clone();
    let action = view.action.id.to_string();
    vec![
        NavItem::new("Actions", Route::Register { plan: plan.clone() }.href()),
        NavItem::new(
            format!("Action {}", view.action.reference),
            Route::Action { plan, action }.href(),
        ),
    ]
}

/// Where it stands, before anything else is read.
#[component]
fn Standing(view: UpdateView) -> impl IntoView {
    let action = Route::Action {
        plan: view.plan.slug,
        action: view.action.id.to_string(),
    }
    .href();
    view! {
        <p class="govuk-body-l tl-editor__action">
            <a href=action>{view.action.title}</a>
        </p>
        <p class="tl-words__standing">
            <StateTag state=view.state />
            <span class="tl-muted">{view.agency.name}</span>
        </p>
        {view
            .superseded
            .then(|| {
                view! {
                    <InsetText>
                        "A later edition has taken the place of this update. It stays here as it was accepted."
                    </InsetText>
                }
            })}
    }
}

#[component]
fn Facts(view: UpdateView) -> impl IntoView {
    let corrects = view
        .corrects
        .map(|earlier| Route::Update { update: earlier }.href());
    let edition = match view.edition {
        1 => "First".to_owned(),
        edition => format!("{edition}, a correction"),
    };
    let changed = format!(
        "{} by {}",
        dates::instant(view.changed_at),
        view.last_editor.name
    );
    view! {
        <SummaryList>
            <SummaryRow name="Cycle">{view.cycle.name}</SummaryRow>
            <SummaryRow name="Due">{dates::day(view.due)}</SummaryRow>
            <SummaryRow name="May be quoted">{view.content.audience.label()}</SummaryRow>
            <SummaryRow name="Begun by">{view.author.name}</SummaryRow>
            <SummaryRow name="Last changed">{changed}</SummaryRow>
            <SummaryRow name="Edition">
                {edition}
                {corrects
                    .map(|href| {
                        view! {
                            <br />
                            <a href=href>"The edition before"</a>
                        }
                    })}
            </SummaryRow>
        </SummaryList>
    }
}

/// What its author or a colleague can do next with it.
#[component]
fn Act(view: UpdateView, errors: FormErrors) -> impl IntoView {
    let update = view.id;
    let editable = api::open(&view.allowed, "update");
    let correctable = view.state == UpdateState::Accepted && api::open(&view.allowed, "correct");
    let words = match view.state {
        UpdateState::Returned => "Answer the comment",
        _ => "Go on writing",
    };
    view! {
        {editable.then(|| view! { <p><ButtonLink href=Route::UpdateEditor { update }.href()>{words}</ButtonLink></p> })}
        {correctable.then(|| view! { <Correction view errors /> })}
    }
}

#[component]
fn Correction(view: UpdateView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let navigate = use_navigate();
    let form = StartUpdate {
        action: view.action.id,
        cycle: view.cycle.id,
        agency: Some(view.agency.id),
        corrects: Some(view.id),
    };
    let start = Callback::new(move |_| {
        let (form, navigate) = (form.clone(), navigate.clone());
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.start_update(&form).await }
            },
            move |answer| match answer {
                Ok(view) => navigate(
                    &Route::UpdateEditor { update: view.id }.href(),
                    leptos_router::NavigateOptions::default(),
                ),
                Err(fault) => api::show(errors, &fault),
            },
        );
    });
    view! {
        <p>
            <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=start>
                "Correct this update"
            </Button>
        </p>
    }
}
