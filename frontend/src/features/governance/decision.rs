use leptos::prelude::*;
use shared::governance::DecisionProgress;
use shared::governance::api::{DecisionStep, DecisionUse, DecisionView};

use super::record::RecordForm;
use super::status::Standing;
use crate::api::{load, open};
use crate::dates;
use crate::features::plans::link::ActionLink;
use crate::features::plans::moment::{self, AsAtBanner};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, ButtonKind, ButtonLink, ErrorSummary, FormErrors, Load, NavItem, PageHeading,
    SummaryList, SummaryRow, Timeline, TimelineItem,
};

/// One decision: its words, where it stands, what it is about, and what happened to it.
#[component]
pub fn DecisionPage(plan: String, decision: String) -> impl IntoView {
    let errors = FormErrors::new();
    let moment = moment::here();
    let (asked, word) = (plan.clone(), decision.clone());
    let resource = load(move |client| {
        let (plan, decision, as_at) = (asked.clone(), word.clone(), moment.get().as_at);
        async move { client.decision(&plan, &decision, as_at).await }
    });
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let title = Signal::derive(move || {
        known.get().map_or_else(
            || "Decision".to_owned(),
            |view| format!("Decision {}", view.reference),
        )
    });
    let caption = Signal::derive(move || known.get().map(|view| view.meeting.board.name));
    let as_at = Signal::derive(move || known.get().and_then(|view| view.as_at));
    let back = moment::href(
        &Route::Decisions { plan: plan.clone() }.href(),
        moment.get_untracked(),
    );
    view! {
        <Breadcrumbs items=vec![NavItem::new("Decisions", back)] />
        <ErrorSummary errors />
        <PageHeading title caption errors />
        <AsAtBanner as_at />
        <Load
            resource
            children=move |view: DecisionView| {
                view! {
                    <p class="govuk-body-l tl-prose tl-measure">{view.words.clone()}</p>
                    <Facts plan=plan.clone() view=view.clone() />
                    <Change plan=plan.clone() view=view.clone() />
                    <RecordForm plan=plan.clone() view=view.clone() resource errors />
                    <Used plan=plan.clone() used=view.used />
                    <Steps steps=view.steps />
                }
            }
        />
    }
}

#[component]
fn Facts(plan: String, view: DecisionView) -> impl IntoView {
    let moment = moment::here();
    let met = Route::Meeting {
        plan: plan.clone(),
        meeting: view.meeting.id,
    }
    .href();
    let who: Vec<String> = view
        .owner
        .map(|owner| owner.name)
        .into_iter()
        .chain((!view.owner_note.is_empty()).then_some(view.owner_note))
        .collect();
    let who = if who.is_empty() {
        view! { <span class="tl-muted">"Nobody is named"</span> }.into_any()
    } else {
        who.join(", ").into_any()
    };
    let due = view.due.map_or_else(
        || view! { <span class="tl-muted">"No date"</span> }.into_any(),
        |due| dates::day(due).into_any(),
    );
    let about = view
        .actions
        .into_iter()
        .map(|action| {
            view! {
                <li>
                    <ActionLink plan=plan.clone() action />
                </li>
            }
        })
        .collect_view();
    view! {
        <SummaryList>
            <SummaryRow name="Where it stands">
                <Standing outcome=view.outcome progress=view.progress overdue=view.overdue />
            </SummaryRow>
            <SummaryRow name="Meeting">
                <a href=move || moment::href(&met, moment.get())>
                    {format!("{}, {}", view.meeting.title, dates::day(view.meeting.date))}
                </a>
            </SummaryRow>
            <SummaryRow name="Who sees to it">{who}</SummaryRow>
            <SummaryRow name="Due">{due}</SummaryRow>
            {(!about.is_empty())
                .then(|| {
                    view! {
                        <SummaryRow name="About">
                            <ul class="tl-plain-list">{about}</ul>
                        </SummaryRow>
                    }
                })}
        </SummaryList>
    }
}

#[component]
fn Change(plan: String, view: DecisionView) -> impl IntoView {
    open(&view.allowed, "update").then(|| {
        let href = Route::DecisionEdit {
            plan,
            decision: view.reference,
        }
        .href();
        view! {
            <p>
                <ButtonLink href kind=ButtonKind::Secondary>
                    "Change"
                </ButtonLink>
            </p>
        }
    })
}

/// The actions that were paused, stopped or deferred by it.
#[component]
fn Used(plan: String, used: Vec<DecisionUse>) -> impl IntoView {
    if used.is_empty() {
        return ().into_any();
    }
    let items = used
        .into_iter()
        .map(|used| {
            let word = match used.event.as_str() {
                "pause" => "paused",
                "stop" => "stopped",
                _ => "deferred",
            };
            let when = format!(" was {word} on {}", dates::day_of(used.at));
            view! {
                <li>
                    <ActionLink plan=plan.clone() action=used.action />
                    {when}
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="used">
            <h2 class="govuk-heading-m" id="used">
                "What was done by it"
            </h2>
            <ul class="govuk-list govuk-list--bullet">{items}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Steps(steps: Vec<DecisionStep>) -> impl IntoView {
    let items = steps
        .into_iter()
        .rev()
        .map(|step| {
            let title = match step.progress {
                None | Some(DecisionProgress::Open) => step.outcome.label(),
                Some(progress) => progress.label(),
            };
            let by = step.by.unwrap_or_else(|| "Import".to_owned());
            let (when, instant) = (dates::instant(step.at), step.at.to_rfc3339());
            view! {
                <TimelineItem title by when instant>
                    {step.words.map(|words| view! { <p class="tl-prose">{words}</p> })}
                </TimelineItem>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="steps">
            <h2 class="govuk-heading-m" id="steps">
                "What happened to it"
            </h2>
            <Timeline>{items}</Timeline>
        </section>
    }
}
