//! How a decision stands, wherever it is shown, and the decisions of an action.

use leptos::prelude::*;
use shared::governance::api::DecisionRef;
use shared::governance::{DecisionOutcome, DecisionProgress};

use crate::dates;
use crate::features::plans::moment;
use crate::routes::Route;
use crate::ui::{Tag, TagColour};

const fn outcome_colour(outcome: DecisionOutcome) -> TagColour {
    match outcome {
        DecisionOutcome::Proposed | DecisionOutcome::Withdrawn => TagColour::Grey,
        DecisionOutcome::Agreed
        | DecisionOutcome::AgreedWithConditions
        | DecisionOutcome::PartAgreed => TagColour::Green,
        DecisionOutcome::Deferred => TagColour::Amber,
        DecisionOutcome::Declined => TagColour::Red,
    }
}

const fn progress_colour(progress: DecisionProgress) -> TagColour {
    match progress {
        DecisionProgress::Open => TagColour::Grey,
        DecisionProgress::InProgress => TagColour::Teal,
        DecisionProgress::Implemented | DecisionProgress::Verified => TagColour::Blue,
        DecisionProgress::NotProgressing => TagColour::Red,
    }
}

/// What the board made of it, how far it has been carried out, and whether it is late.
#[component]
pub fn Standing(
    outcome: DecisionOutcome,
    progress: Option<DecisionProgress>,
    overdue: bool,
) -> impl IntoView {
    view! {
        <Tag colour=outcome_colour(outcome) word=outcome.label() />
        {progress
            .map(|progress| {
                view! {
                    " "
                    <Tag colour=progress_colour(progress) word=progress.label() />
                }
            })}
        {overdue
            .then(|| {
                view! {
                    " "
                    <Tag colour=TagColour::Red word="Overdue" />
                }
            })}
    }
}

/// A decision's reference, as a link to it at the moment that the page shows.
#[component]
pub fn DecisionLink(plan: String, reference: String) -> impl IntoView {
    let moment = moment::here();
    let path = Route::Decision {
        plan,
        decision: reference.clone(),
    }
    .href();
    view! { <a href=move || moment::href(&path, moment.get())>{reference}</a> }
}

/// The decisions about an action, or by which it was paused, stopped or deferred. Renders nothing where there are none.
#[component]
pub fn DecisionsOn(plan: String, decisions: Vec<DecisionRef>) -> impl IntoView {
    if decisions.is_empty() {
        return ().into_any();
    }
    let items = decisions
        .into_iter()
        .map(|decision| {
            let met = format!(
                "{}, {}",
                decision.meeting.board.name,
                dates::day(decision.meeting.date)
            );
            view! {
                <li>
                    <DecisionLink plan=plan.clone() reference=decision.reference />
                    " "
                    <Standing outcome=decision.outcome progress=decision.progress overdue=false />
                    <p class="govuk-body tl-prose">{decision.words}</p>
                    <p class="tl-facts__note">{met}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="decisions">
            <h2 class="govuk-heading-m" id="decisions">
                "Decisions"
            </h2>
            <ul class="tl-plain-list">{items}</ul>
        </section>
    }
    .into_any()
}
