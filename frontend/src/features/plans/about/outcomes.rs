use leptos::prelude::*;
use shared::plans::api::OutcomeView;

use super::actions_link;
use crate::features::plans::register::query::{Filters, Pick, Reading};
use crate::features::plans::words::spoken;
use crate::ui::EmptyState;

/// The results that the plan works for.
#[component]
pub fn Outcomes(plan: String, outcomes: Vec<OutcomeView>) -> impl IntoView {
    if outcomes.is_empty() {
        return view! {
            <EmptyState title="No outcomes">
                <p>"The plan file names none."</p>
            </EmptyState>
        }
        .into_any();
    }
    let items = outcomes
        .into_iter()
        .map(|outcome| outcome_view(&plan, outcome))
        .collect_view();
    view! { <ol class="tl-entries">{items}</ol> }.into_any()
}

fn outcome_view(plan: &str, outcome: OutcomeView) -> impl IntoView + use<> {
    let OutcomeView {
        id,
        number,
        name,
        kind,
        statement,
        names_printed,
        note,
        actions,
    } = outcome;
    let href = Filters {
        reading: Reading::Outcome,
        outcome: Pick::Only(id),
        ..Filters::default()
    }
    .href(plan);
    let others: Vec<String> = names_printed
        .into_iter()
        .filter(|printed| *printed != name)
        .collect();
    let others = (!others.is_empty()).then(|| format!("Also printed as {}", others.join(", ")));
    let kind = (kind != "outcome").then(|| spoken(&kind));
    view! {
        <li class="tl-entry">
            <span class="tl-entry__number">{number}</span>
            <div class="tl-entry__words">
                <h2 class="tl-entry__title">{name}</h2>
                <p class="tl-prose">{statement}</p>
                {[kind, others, note]
                    .into_iter()
                    .flatten()
                    .map(|words| view! { <p class="tl-entry__note">{words}</p> })
                    .collect_view()}
            </div>
            <div class="tl-entry__end">{actions_link(actions, href)}</div>
        </li>
    }
}
