//! The rows of the form for the standards.

use leptos::prelude::*;

use super::shape::stage_choices;
use super::typed::{DAYS, SAME_WORKING_DAY, StandardRow, Typed, WORKING_DAYS};
use crate::ui::{AddRow, Choice, FieldWidth, RowButtons, Select, TextField};

/// The standards.
#[component]
pub fn StandardRows(typed: Typed) -> impl IntoView {
    let stages = stage_choices(typed, "The whole pathway");
    let rows = move || {
        typed
            .standards
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| view! { <StandardFields typed at row stages /> })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        typed.standards.add(
            || StandardRow::of(None),
            |at| format!("standards-{at}-text"),
        );
    });
    view! {
        <section class="tl-rows" id="standards" aria-labelledby="rows-standards">
            <h2 class="govuk-heading-m" id="rows-standards">
                "Standards"
            </h2>
            {rows}
            <AddRow id="add-standard" words="Add a standard" add />
        </section>
    }
}

#[component]
fn StandardFields(
    typed: Typed,
    at: usize,
    row: StandardRow,
    stages: Signal<Vec<Choice>>,
) -> impl IntoView {
    let id = format!("standards-{at}");
    let number = at + 1;
    let clocks = Signal::stored(vec![
        Choice::new("", "No time named"),
        Choice::new(SAME_WORKING_DAY, "The same working day"),
        Choice::new(
            WORKING_DAYS,
            "Working days, without bank holidays in England",
        ),
        Choice::new(DAYS, "Days, weekends among them"),
    ]);
    let remove = Callback::new(move |()| typed.standards.remove(at, "add-standard".to_owned()));
    let count = format!("{id}-clock-count");
    view! {
        <fieldset class="govuk-fieldset tl-row" id=id.clone()>
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{format!("Standard {number}")}</legend>
            <TextField id=format!("{id}-text") label="What is promised" value=row.text />
            <div class="tl-row__fields">
                <Select id=format!("{id}-clock") label="Time allowed" value=row.clock choices=clocks />
                {move || {
                    row.counts()
                        .then(|| {
                            view! {
                                <TextField
                                    id=count.clone()
                                    label="How many days"
                                    value=row.count
                                    width=FieldWidth::Ten
                                />
                            }
                        })
                }}
                <TextField
                    id=format!("{id}-starts")
                    label="Starts with (optional)"
                    hint="For example, the arrival of the referral"
                    value=row.starts
                />
                <TextField
                    id=format!("{id}-stops")
                    label="Stops with (optional)"
                    hint="For example, the first appointment"
                    value=row.stops
                />
                <Select id=format!("{id}-stage") label="About" value=row.stage choices=stages />
                <TextField id=format!("{id}-measure") label="Measure that it feeds (optional)" value=row.measure />
                <TextField id=format!("{id}-source") label="Where this was read (optional)" value=row.source />
            </div>
            <RowButtons what=format!("standard {number}") up=None remove />
        </fieldset>
    }
}
