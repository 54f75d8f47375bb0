//! What the checks found in an imported plan, by kind, with the decision on each.

mod card;
mod decide;
mod words;

use leptos::prelude::*;
use shared::plans::api::{FindingList, FindingState, FindingView};
use shared::plans::checks::FindingCode;

use super::words::counted;
use crate::api;
use crate::routes::{Route, with_query};
use crate::ui::load::Empty;
use crate::ui::{EmptyState, Load, NavItem, PageHeading, SubNavigation};
use card::Card;
use decide::Decisions;

/// The states by which the list can be narrowed, with the word of each in the address.
const STATES: [(&str, FindingState); 5] = [
    ("", FindingState::Open),
    ("accepted", FindingState::Accepted),
    ("overruled", FindingState::Overruled),
    ("parked", FindingState::Parked),
    ("gone", FindingState::Gone),
];

/// The page.
#[component]
pub fn FindingsPage(plan: String) -> impl IntoView {
    let findings = api::load({
        let plan = plan.clone();
        move |client| {
            let plan = plan.clone();
            async move { client.findings(&plan).await }
        }
    });
    let empty = Empty::when(
        |list: &FindingList| list.items.is_empty(),
        || {
            view! {
                <EmptyState title="The checks found nothing">
                    <p>"Every reference, link, outcome and lead of this plan fits."</p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Findings" />
        <p class="govuk-body-l tl-measure">
            "What does not fit in the plan as printed. Nothing has been changed: for each finding, accept the repair, overrule it or leave it for later."
        </p>
        <Load
            resource=findings
            empty
            children=move |list| {
                let plan = plan.clone();
                view! { <Findings plan list /> }
            }
        />
    }
}

/// The state that the address names.
fn chosen_state() -> Memo<FindingState> {
    let query = crate::routes::query();
    Memo::new(move |_| {
        let word = query.with(|query| query.get("state")).unwrap_or_default();
        STATES
            .into_iter()
            .find(|(key, _)| *key == word)
            .map_or(FindingState::Open, |(_, state)| state)
    })
}

#[component]
fn Findings(plan: String, list: FindingList) -> impl IntoView {
    let items = RwSignal::new(list.items);
    let state = chosen_state();
    let path = Route::Findings { plan: plan.clone() }.href();
    let decisions = Decisions::new(plan.clone(), items);
    // A decided finding stays where it was decided until the person goes elsewhere, so that nothing jumps.
    let shown = Memo::new(move |_| {
        let decided = decisions.decided();
        items.with(|items| {
            items
                .iter()
                .filter(|finding| finding.state == state.get() || decided.contains(&finding.id))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    Effect::new(move |earlier: Option<()>| {
        state.track();
        if earlier.is_some() {
            decisions.forget();
        }
    });
    let kinds = move || {
        let shown = shown.read();
        FindingCode::ALL
            .into_iter()
            .filter(|code| shown.iter().any(|finding| finding.code == *code))
            .collect::<Vec<_>>()
    };
    view! {
        <StateNav path items state />
        {move || {
            shown
                .with(Vec::is_empty)
                .then(|| view! { <EmptyState title="None here">{nothing(state.get())}</EmptyState> })
        }}
        <For
            each=kinds
            key=|code| *code
            children=move |code| {
                let plan = plan.clone();
                view! { <Kind plan code shown decisions /> }
            }
        />
    }
}

/// Why a list of findings is empty.
fn nothing(state: FindingState) -> impl IntoView {
    let words = match state {
        FindingState::Open => "Every finding has been decided.",
        FindingState::Accepted => "No repair has been accepted yet.",
        FindingState::Overruled => "No finding has been overruled.",
        FindingState::Parked => "No finding has been left for later.",
        FindingState::Gone => "The checks still find everything that they found before.",
    };
    view! { <p>{words}</p> }
}

#[component]
fn StateNav(
    path: String,
    items: RwSignal<Vec<FindingView>>,
    state: Memo<FindingState>,
) -> impl IntoView {
    let href = {
        let path = path.clone();
        move |key: &str| with_query(&path, [("state", key)])
    };
    let current = {
        let href = href.clone();
        Signal::derive(move || {
            let key = STATES
                .into_iter()
                .find(|(_, one)| *one == state.get())
                .map_or("", |(key, _)| key);
            href(key)
        })
    };
    move || {
        let links = STATES
            .into_iter()
            .map(|(key, state)| {
                let count =
                    items.with(|items| items.iter().filter(|one| one.state == state).count());
                NavItem::new(format!("{} ({count})", state.label()), href(key))
            })
            .collect();
        view! { <SubNavigation label="Findings by decision" items=links current /> }
    }
}

/// The findings of one kind, under what the kind means.
#[component]
fn Kind(
    plan: String,
    code: FindingCode,
    shown: Memo<Vec<FindingView>>,
    decisions: Decisions,
) -> impl IntoView {
    let of_kind = move || {
        shown
            .read()
            .iter()
            .filter(|finding| finding.code == code)
            .cloned()
            .collect::<Vec<_>>()
    };
    let count = move || counted(of_kind().len(), "finding");
    let id = format!("kind-{}", code.word());
    let labelled_by = id.clone();
    view! {
        <section class="tl-kind" aria-labelledby=labelled_by>
            <div class="tl-group__head">
                <h2 class="tl-group__title" id=id>
                    {code.title()}
                </h2>
                <p class="tl-group__count">{count}</p>
            </div>
            <p class="govuk-body tl-muted">{words::explained(code)}</p>
            <For
                each=of_kind
                key=|finding| (finding.id, finding.version, finding.state)
                children=move |finding| {
                    let plan = plan.clone();
                    view! { <Card plan finding decisions /> }
                }
            />
        </section>
    }
}
