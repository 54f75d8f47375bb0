use charts::{Bar, Chart, Data, Part};
use leptos::prelude::*;
use shared::plans::board::api::{Board, Group};
use shared::updates::{Brag, brag_label};
use uuid::Uuid;

use super::behind::{Behind, pick};
use crate::features::plans::register::query::{Filters, Pick, Reading};
use crate::features::rating::{RATINGS, segments, tone};
use crate::ui::chart::{Saving, WIDTHS};
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

/// What actions are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Outcome,
    Level,
    Agency,
}

/// Every kind, in the order of the page.
pub const KINDS: [Kind; 3] = [Kind::Outcome, Kind::Level, Kind::Agency];

impl Kind {
    /// The heading of the part.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Outcome => "By outcome",
            Self::Level => "By level of need",
            Self::Agency => "By agency that reports",
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::Outcome => "ratings-by-outcome",
            Self::Level => "ratings-by-level",
            Self::Agency => "ratings-by-agency",
        }
    }

    /// The groups of this kind.
    pub fn of(self, board: &Board) -> Vec<Group> {
        match self {
            Self::Outcome => board.by_outcome.clone(),
            Self::Level => board.by_level.clone(),
            Self::Agency => board.by_agency.clone(),
        }
    }

    fn choose(self, filters: &mut Filters, id: Option<Uuid>) {
        match self {
            Self::Outcome => {
                filters.reading = Reading::Outcome;
                filters.outcome = id.map_or(Pick::Without, |id| Pick::Only(id.into()));
            }
            Self::Level => filters.level = id.map_or(Pick::Without, |id| Pick::Only(id.into())),
            Self::Agency => {
                filters.reading = Reading::Agency;
                filters.agency = id.map_or(Pick::Without, |id| Pick::Only(id.into()));
            }
        }
    }
}

/// The same actions by what they have in common.
#[component]
pub fn Breakdowns(kind: Kind, groups: Vec<Group>, behind: Behind) -> impl IntoView {
    let groups: Vec<Group> = groups
        .into_iter()
        .filter(|group| group.counts.total() > 0)
        .collect();
    let [wide, _] = WIDTHS;
    let (chart, data) = (picture(kind, &groups, wide), data(kind, &groups));
    let rows = groups
        .iter()
        .map(|group| row(kind, group, &behind))
        .collect_view();
    let note = (kind != Kind::Level).then(|| {
        view! { <p class="tl-breakdown__note">"An action that several share counts for each of them."</p> }
    });
    view! {
        <section class="tl-overview__part tl-breakdown">
            <Table caption=kind.title() columns=COLUMNS>
                {rows}
            </Table>
            {note}
            <Saving name=kind.file() chart data />
        </section>
    }
}

fn picture(kind: Kind, groups: &[Group], width: f64) -> Chart {
    let rows: Vec<Bar> = groups
        .iter()
        .map(|group| Bar {
            name: group.name.clone(),
            parts: RATINGS
                .into_iter()
                .map(|rating| Part {
                    ink: tone(rating).into(),
                    word: brag_label(rating),
                    count: group.counts.of(rating),
                })
                .collect(),
        })
        .collect();
    let title = format!("Actions by rating, {}", kind.title().to_lowercase());
    charts::bars(kind.file(), &title, &rows, width)
}

fn data(kind: Kind, groups: &[Group]) -> Data {
    let headings = std::iter::once(kind.title())
        .chain(RATINGS.into_iter().map(brag_label))
        .chain(["All"]);
    Data {
        headings: headings.map(str::to_owned).collect(),
        rows: groups
            .iter()
            .map(|group| {
                let counts = RATINGS.into_iter().map(|rating| group.counts.of(rating));
                let figures = counts.chain([group.counts.total()]);
                std::iter::once(group.name.clone())
                    .chain(figures.map(|count| count.to_string()))
                    .collect()
            })
            .collect(),
    }
}

fn row(kind: Kind, group: &Group, behind: &Behind) -> impl IntoView + use<> {
    let href = |rating: Option<Pick<Brag>>| {
        behind.href(|filters| {
            kind.choose(filters, group.id);
            filters.rating = rating.unwrap_or_default();
        })
    };
    let name = group.name.clone();
    let figures = FIGURES
        .into_iter()
        .map(|(column, rating)| {
            let count = group.counts.of(rating);
            let href = href(Some(pick(rating)));
            let label = format!("{}: {count} {}", name, column.title.to_lowercase());
            view! { <Cell of=column>{figure(count, href, label)}</Cell> }
        })
        .collect_view();
    let parts = segments(&group.counts, |_| None);
    let (all, total) = (href(None), group.counts.total());
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
pub fn figure(count: u32, href: String, label: String) -> AnyView {
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
