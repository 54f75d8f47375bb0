//! The fields of the form that say what a pathway is and what it serves.

use leptos::prelude::*;
use shared::pathways::PathwayKind;
use shared::services::HIGHEST_LEVEL;
use shared::text::PASSAGE_MAX;
use uuid::Uuid;

use super::known::Known;
use super::shape::ServiceRows;
use super::typed::{Typed, WORKED};
use crate::ui::{AddRow, Checkboxes, Choice, RowButtons, Select, TextArea, TextField};

fn first(words: &str, choices: impl IntoIterator<Item = Choice>) -> Signal<Vec<Choice>> {
    Signal::stored(
        std::iter::once(Choice::new("", words))
            .chain(choices)
            .collect(),
    )
}

/// What it is.
#[component]
pub fn About(typed: Typed) -> impl IntoView {
    let kinds = PathwayKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind.label()));
    let levels = || {
        (1..=HIGHEST_LEVEL).map(|level| Choice::new(level.to_string(), format!("Level {level}")))
    };
    let [from, to] = typed.levels;
    view! {
        <TextField id="name" label="Name" value=typed.name />
        <Select id="kind" label="Kind" value=typed.kind choices=first("Choose a kind", kinds) />
        <TextArea
            id="summary"
            label="What it is for (optional)"
            hint="In a sentence or two"
            value=typed.summary
            limit=PASSAGE_MAX
            rows=3
        />
        <Select id="level_from" label="Begins at level" value=from choices=first("Not stated", levels()) />
        <Select
            id="level_to"
            label="Leads to level"
            hint="Below the first for a way down"
            value=to
            choices=first("Not stated", levels())
        />
    }
}

/// What it serves, who answers for it, and where that was read.
#[component]
pub fn Around(typed: Typed, known: StoredValue<Known>) -> impl IntoView {
    let outcomes: Vec<Choice> = known.with_value(|known| {
        known
            .outcomes
            .iter()
            .map(|outcome| Choice::new(outcome.id.to_string(), outcome.name.clone()))
            .collect()
    });
    let groups: Vec<Choice> = known.with_value(|known| {
        known
            .groups
            .iter()
            .map(|group| Choice::new(group.id.to_string(), group.name.clone()))
            .collect()
    });
    let worked = vec![Choice::new(
        WORKED,
        "Its stages were made up as an example, and are not from the papers",
    )];
    view! {
        <h2 class="govuk-heading-m">"What it serves"</h2>
        {(!outcomes.is_empty())
            .then(|| view! { <Checkboxes id="outcomes" legend="Outcomes" values=typed.outcomes choices=outcomes /> })}
        <TextField
            id="actions"
            label="Actions that build it (optional)"
            hint="Their references with commas between them, as in 2.1, 3.4"
            value=typed.actions
            autocomplete="off"
        />
        {(!groups.is_empty())
            .then(|| view! { <Checkboxes id="groups" legend="Groups at risk" values=typed.groups choices=groups /> })}
        <h2 class="govuk-heading-m">"Who has a part in it"</h2>
        <Agencies typed known />
        <TextArea
            id="other_parties"
            label="Others with a part (optional)"
            hint="One on each line"
            value=typed.other_parties
            rows=3
        />
        <ServiceRows id="services".to_owned() legend="Services that belong to it, whether or not they hold a stage" rows=typed.services />
        <h2 class="govuk-heading-m">"For the record"</h2>
        <Checkboxes id="worked_example" legend="Worked example" values=typed.worked_example choices=worked />
        <TextField id="status_printed" label="Status as printed (optional)" value=typed.status_printed />
        <TextArea id="note" label="Note (optional)" value=typed.note limit=PASSAGE_MAX rows=3 />
        <TextArea
            id="source"
            label="Where this was read (optional)"
            hint="For example, the paper and its paragraph, or who said so and when"
            value=typed.source
            limit=PASSAGE_MAX
            rows=2
        />
    }
}

#[component]
fn Agencies(typed: Typed, known: StoredValue<Known>) -> impl IntoView {
    let chosen: Vec<Uuid> = untrack(|| typed.agencies.get())
        .into_iter()
        .filter_map(|id| id.with_untracked(|id| Uuid::parse_str(id).ok()))
        .collect();
    let choices = Signal::stored(known.with_value(|known| known.agency_choices(&chosen)));
    let rows = move || {
        typed
            .agencies
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, value)| {
                let number = at + 1;
                let remove =
                    Callback::new(move |()| typed.agencies.remove(at, "add-agency".to_owned()));
                view! {
                    <div class="tl-pathway__service">
                        <Select id=format!("agencies-{at}") label=format!("Agency {number}") value choices />
                        <RowButtons what=format!("agency {number}") up=None remove />
                    </div>
                }
            })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        typed.agencies.add(
            || RwSignal::new(String::new()),
            |at| format!("agencies-{at}"),
        );
    });
    view! {
        <fieldset class="govuk-fieldset tl-pathway__services" id="agencies">
            <legend class="govuk-fieldset__legend">"Agencies that answer for it"</legend>
            {rows}
            <AddRow id="add-agency" words="Add an agency" add />
        </fieldset>
    }
}
