use leptos::prelude::*;
use shared::updates::Brag;
use shared::updates::api::{BragCounts, Overview};

use super::{Behind, pick};
use crate::features::plans::register::query::{Filters, Pick, Reading};
use crate::features::rating::segments;
use crate::ui::{Cell, Column, Legend, RowHeader, StackedBar, Table};

const NAME: Column = Column::words("name", "Name");
const BAR: Column = Column::words("bar", "Ratings");
const RED: Column = Column::figures("red", "Off track");
const AMBER: Column = Column::figures("amber", "At risk");
const GREEN: Column = Column::figures("green", "On track");
const BLUE: Column = Column::figures("blue", "Complete");
const GREY: Column = Column::figures("grey", "Not reported");
const ALL: Column = Column::figures("all", "All");
const COLUMNS: &[Column] = &[NAME, BAR, RED, AMBER, GREEN, BLUE, GREY, ALL];

/// The columns of figures, each with the rating that it counts.
const FIGURES: [(&Column, Option<Brag>); 5] = [
    (&RED, Some(Brag::Red)),
    (&AMBER, Some(Brag::Amber)),
    (&GREEN, Some(Brag::Green)),
    (&BLUE, Some(Brag::Blue)),
    (&GREY, None),
];

/// One row: what is counted, and the register that holds it.
struct Line {
    name: String,
    counts: BragCounts,
    chosen: Filters,
}

/// The same actions by outcome, by level of need and by agency.
#[component]
pub fn Breakdowns(overview: Overview, behind: Behind) -> impl IntoView {
    let outcomes = overview.by_outcome.into_iter().map(|row| Line {
        name: row.name,
        counts: row.counts,
        chosen: Filters {
            reading: Reading::Outcome,
            outcome: row.outcome.map_or(Pick::Without, Pick::Only),
            ..Filters::default()
        },
    });
    let levels = overview.by_level.into_iter().map(|row| Line {
        name: row.name,
        counts: row.counts,
        chosen: Filters {
            level: row.level.map_or(Pick::Without, Pick::Only),
            ..Filters::default()
        },
    });
    let agencies = overview.by_agency.into_iter().map(|row| Line {
        name: row.agency.name,
        counts: row.counts,
        chosen: Filters {
            reading: Reading::Agency,
            agency: Pick::Only(row.agency.id),
            ..Filters::default()
        },
    });
    let part = |caption: &'static str, note: &'static str, lines: Vec<Line>| {
        view! { <Breakdown caption note lines behind=behind.clone() /> }
    };
    let shared = "An action that several share counts for each of them.";
    view! {
        {part("By outcome", shared, outcomes.collect())}
        {part("By level of need", "", levels.collect())}
        {part("By agency that reports", shared, agencies.collect())}
    }
}

#[component]
fn Breakdown(
    caption: &'static str,
    note: &'static str,
    lines: Vec<Line>,
    behind: Behind,
) -> impl IntoView {
    let rows = lines
        .into_iter()
        .filter(|line| line.counts.total() > 0)
        .map(|line| row(&line, &behind))
        .collect_view();
    view! {
        <section class="tl-overview__part tl-breakdown">
            <Table caption columns=COLUMNS>
                {rows}
            </Table>
            {(!note.is_empty()).then(|| view! { <p class="tl-breakdown__note">{note}</p> })}
        </section>
    }
}

fn row(line: &Line, behind: &Behind) -> impl IntoView + use<> {
    let href = |rating: Option<Pick<Brag>>| {
        behind.href(|filters| {
            let Filters {
                reading,
                level,
                outcome,
                agency,
                ..
            } = line.chosen;
            filters.reading = reading;
            filters.level = level;
            filters.outcome = outcome;
            filters.agency = agency;
            filters.rating = rating.unwrap_or_default();
        })
    };
    let name = line.name.clone();
    let figures = FIGURES
        .into_iter()
        .map(|(column, rating)| {
            let count = line.counts.of(rating);
            let href = href(Some(pick(rating)));
            let label = format!("{}: {count} {}", name, column.title.to_lowercase());
            view! { <Cell of=column>{figure(count, href, label)}</Cell> }
        })
        .collect_view();
    let parts = segments(&line.counts, |_| None);
    let (all, total) = (href(None), line.counts.total());
    let (bar_title, all_label) = (format!("{name}, by rating"), format!("{name}: all {total}"));
    view! {
        <tr role="row">
            <RowHeader of=&NAME>{name}</RowHeader>
            <Cell of=&BAR>
                <StackedBar title=bar_title segments=parts legend=Legend::Hidden />
            </Cell>
            {figures}
            <Cell of=&ALL>{figure(total, all, all_label)}</Cell>
        </tr>
    }
}

/// A figure that opens its list; nought opens none.
fn figure(count: u32, href: String, label: String) -> AnyView {
    match count {
        0 => view! { <span class="tl-muted">"0"</span> }.into_any(),
        _ => view! {
            <a href=href aria-label=label>
                {count}
            </a>
        }
        .into_any(),
    }
}
