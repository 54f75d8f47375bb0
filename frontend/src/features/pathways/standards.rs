//! The standards of a pathway, with their clocks in words.

use leptos::prelude::*;
use shared::pathways::api::{PathwayView, Standard};
use shared::pathways::{Clock, due};

use super::names;
use crate::dates;
use crate::ui::table::{Caption, Column};
use crate::ui::{Cell, RowHeader, Table};

static TEXT: Column = Column::words("text", "Standard");
static CLOCK: Column = Column::words("clock", "Time allowed");
static RUNS: Column = Column::words("runs", "Clock");
static MEASURE: Column = Column::words("measure", "Measured by");
static COLUMNS: [Column; 4] = [TEXT, CLOCK, RUNS, MEASURE];

/// The standards.
#[component]
pub fn Standards(view: PathwayView) -> impl IntoView {
    let rows = view
        .standards
        .iter()
        .map(|standard| row(&view, standard.clone()))
        .collect_view();
    view! {
        <section aria-labelledby="standards">
            <h2 class="govuk-heading-m" id="standards">
                "Standards"
            </h2>
            {if view.standards.is_empty() {
                view! {
                    <p class="govuk-body">"Nobody has said yet how quickly help has to come on this pathway."</p>
                }
                    .into_any()
            } else {
                view! {
                    <Table caption="Standards" caption_style=Caption::Hidden columns=&COLUMNS>
                        {rows}
                    </Table>
                }
                    .into_any()
            }}
        </section>
    }
}

fn row(view: &PathwayView, standard: Standard) -> impl IntoView + use<> {
    let stage = standard.stage.as_deref().map(|key| {
        let name = names::stage(&view.graph, key).to_owned();
        view! { <span class="tl-under">{format!("At the stage {name}")}</span> }
    });
    let source = standard
        .source
        .map(|source| view! { <span class="tl-under">{format!("Read in {source}")}</span> });
    let clock = match standard.clock {
        Some(clock) => view! {
            {sentence(clock.label())}
            <span class="tl-under">{example(clock)}</span>
        }
        .into_any(),
        None => view! { <span class="tl-muted">"No time named"</span> }.into_any(),
    };
    let runs = match (standard.starts, standard.stops) {
        (None, None) => view! { <span class="tl-muted">"Not stated"</span> }.into_any(),
        (starts, stops) => {
            let starts = starts.map(|words| view! { <li>{format!("Starts: {words}")}</li> });
            let stops = stops.map(|words| view! { <li>{format!("Stops: {words}")}</li> });
            view! { <ul class="tl-lines">{starts} {stops}</ul> }.into_any()
        }
    };
    let measure = match standard.measure {
        Some(measure) => measure.into_any(),
        None => view! { <span class="tl-muted">"Not yet"</span> }.into_any(),
    };
    view! {
        <tr role="row">
            <RowHeader of=&TEXT>{standard.text} {stage} {source}</RowHeader>
            <Cell of=&CLOCK>{clock}</Cell>
            <Cell of=&RUNS>{runs}</Cell>
            <Cell of=&MEASURE>{measure}</Cell>
        </tr>
    }
}

/// By when it is due for what starts today.
fn example(clock: Clock) -> String {
    let today = dates::today();
    let end = due(clock, today);
    if end == today {
        "What starts today is due today".to_owned()
    } else {
        format!("What starts today is due by {}", dates::day(end))
    }
}

/// The words as the beginning of a sentence.
fn sentence(words: String) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
