use chrono::NaiveDate;
use leptos::prelude::*;
use shared::updates::CycleState;
use shared::updates::api::{CycleView, UpdateSummary};

use super::due::distance;
use crate::dates;
use crate::features::rating::RatingMark;
use crate::features::updates::StateTag;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::{Cell, Column, RowHeader, Table, Tag, TagColour};

const ACTION: Column = Column::words("action", "Action");
const AGENCY: Column = Column::words("agency", "Agency");
const CYCLE: Column = Column::words("cycle", "Cycle");
const RATING: Column = Column::words("rating", "Rating");
const BY: Column = Column::words("by", "Last changed");
const STATE: Column = Column::words("state", "State");
const COMMENT: Column = Column::words("comment", "Comment");
const OPENS: Column = Column::words("opens", "Opens");
const DUE: Column = Column::words("due", "Due");
const WHOSE: Column = Column::words("whose", "For");

static RETURNED: [Column; 4] = [ACTION, COMMENT, DUE, AGENCY];
static REVIEW: [Column; 5] = [ACTION, RATING, AGENCY, CYCLE, BY];
static DRAFTS: [Column; 6] = [ACTION, DUE, WHOSE, CYCLE, AGENCY, BY];
static SUBMITTED: [Column; 5] = [ACTION, STATE, RATING, CYCLE, BY];
static UPCOMING: [Column; 3] = [CYCLE, OPENS, DUE];

/// Where a row of a table leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opens {
    Editor,
    Reader,
}

/// Updates that came back, with what the reviewer said.
#[component]
pub fn Returned(items: Vec<UpdateSummary>) -> impl IntoView {
    section(items, "Returned to you", &RETURNED, |item| {
        let comment = item.returned_with.clone().unwrap_or_default();
        view! {
            <NameCell item=item.clone() opens=Opens::Editor />
            <Cell of=&COMMENT>
                <span class="tl-prose">{comment}</span>
            </Cell>
            <DueCell due=item.due />
            <AgencyCell item />
        }
        .into_any()
    })
}

/// Updates that wait for this person's review.
#[component]
pub fn ToReview(items: Vec<UpdateSummary>) -> impl IntoView {
    section(items, "To review", &REVIEW, |item| {
        view! {
            <NameCell item=item.clone() opens=Opens::Reader />
            <RatingCell item=item.clone() />
            <AgencyCell item=item.clone() />
            <CycleCell item=item.clone() />
            <ByCell item />
        }
        .into_any()
    })
}

/// Updates of partners that wait for the answer of this person's agencies.
#[component]
pub fn ToEndorse(items: Vec<UpdateSummary>) -> impl IntoView {
    section(items, "To confirm for your agency", &REVIEW, |item| {
        view! {
            <NameCell item=item.clone() opens=Opens::Reader />
            <RatingCell item=item.clone() />
            <AgencyCell item=item.clone() />
            <CycleCell item=item.clone() />
            <ByCell item />
        }
        .into_any()
    })
}

/// Drafts that somebody has begun.
#[component]
pub fn Drafts(items: Vec<UpdateSummary>) -> impl IntoView {
    section(items, "Drafts", &DRAFTS, |item| {
        view! {
            <NameCell item=item.clone() opens=Opens::Editor />
            <DueCell due=item.due />
            <WhoseCell item=item.clone() />
            <CycleCell item=item.clone() />
            <AgencyCell item=item.clone() />
            <ByCell item />
        }
        .into_any()
    })
}

/// Updates that somebody else is to review.
#[component]
pub fn Submitted(items: Vec<UpdateSummary>) -> impl IntoView {
    section(items, "With a reviewer", &SUBMITTED, |item| {
        let state = item.state;
        view! {
            <NameCell item=item.clone() opens=Opens::Reader />
            <Cell of=&STATE>
                <StateTag state />
            </Cell>
            <RatingCell item=item.clone() />
            <CycleCell item=item.clone() />
            <ByCell item />
        }
        .into_any()
    })
}

/// Cycles that have not opened yet.
#[component]
pub fn Upcoming(items: Vec<CycleView>) -> impl IntoView {
    (!items.is_empty()).then(|| {
        let today = dates::today();
        let rows = items
            .into_iter()
            .map(|cycle| {
                let opens = format!(
                    "{}, {}",
                    dates::day(cycle.opens),
                    distance(today, cycle.opens)
                );
                view! {
                    <tr role="row">
                        <RowHeader of=&CYCLE>
                            <a href=Route::Cycles { plan: cycle.plan.slug }.href()>{cycle.name}</a>
                        </RowHeader>
                        <Cell of=&OPENS>{opens}</Cell>
                        <Cell of=&DUE>{dates::day(cycle.due)}</Cell>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <Table caption="Cycles to come" columns=&UPCOMING>
                {rows}
            </Table>
        }
    })
}

/// A table of updates under a caption with their number; nothing where there are none.
fn section(
    items: Vec<UpdateSummary>,
    title: &'static str,
    columns: &'static [Column],
    cells: fn(UpdateSummary) -> AnyView,
) -> impl IntoView {
    (!items.is_empty()).then(|| {
        let caption = format!("{title} ({})", items.len());
        let rows = items
            .into_iter()
            .map(|item| view! { <tr role="row">{cells(item)}</tr> })
            .collect_view();
        view! {
            <Table caption columns>
                {rows}
            </Table>
        }
    })
}

#[component]
fn NameCell(item: UpdateSummary, opens: Opens) -> impl IntoView {
    let update = item.id;
    let route = match opens {
        Opens::Editor => Route::UpdateEditor { update },
        Opens::Reader => Route::Update { update },
    };
    let edition = (item.edition > 1).then_some(" (correction)");
    view! {
        <RowHeader of=&ACTION>
            <a href=route.href()>
                <span class="tl-work__reference">{item.action.reference}</span>
                " "
                {item.action.title}
            </a>
            {edition}
        </RowHeader>
    }
}

/// A day on which something is due; one that has passed says so.
#[component]
pub fn DueCell(due: NaiveDate) -> impl IntoView {
    let today = dates::today();
    let words = format!("{}, {}", dates::day(due), distance(today, due));
    let late = (due < today)
        .then(|| view! { " " <Tag colour=TagColour::Red word=CycleState::Grace.label() /> });
    view! {
        <Cell of=&DUE>
            <span>{words} {late}</span>
        </Cell>
    }
}

#[component]
fn AgencyCell(item: UpdateSummary) -> impl IntoView {
    view! { <Cell of=&AGENCY>{item.agency.short().to_owned()}</Cell> }
}

#[component]
fn CycleCell(item: UpdateSummary) -> impl IntoView {
    view! { <Cell of=&CYCLE>{item.cycle.name}</Cell> }
}

#[component]
fn RatingCell(item: UpdateSummary) -> impl IntoView {
    view! {
        <Cell of=&RATING>
            <RatingMark rating=item.brag />
        </Cell>
    }
}

/// For whom an update was laid: what is one's own stands out.
#[component]
fn WhoseCell(item: UpdateSummary) -> impl IntoView {
    let own = untrack(|| Session::here().view()).map(|view| view.person.id);
    let words = match item.assigned {
        Some(person) if Some(person.id) == own => {
            view! { <Tag colour=TagColour::Teal word="You" /> }.into_any()
        }
        Some(person) => person.name.into_any(),
        None => view! { <span class="tl-muted">"Anyone"</span> }.into_any(),
    };
    view! { <Cell of=&WHOSE>{words}</Cell> }
}

#[component]
fn ByCell(item: UpdateSummary) -> impl IntoView {
    view! { <Cell of=&BY>{format!("{} by {}", dates::day_of(item.changed_at), item.last_editor.name)}</Cell> }
}
