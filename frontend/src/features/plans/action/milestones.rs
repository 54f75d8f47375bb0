use leptos::prelude::*;
use shared::plans::api::MilestoneView;

use crate::dates;
use crate::features::plans::words::milestone_colour;
use crate::routes::Route;
use crate::ui::{Cell, Column, RowHeader, Table, Tag};

const WHAT: Column = Column::words("what", "Milestone");
const DUE: Column = Column::words("due", "Due");
const OWNER: Column = Column::words("owner", "Owner");
const STATE: Column = Column::words("state", "State");
const COLUMNS: &[Column] = &[WHAT, DUE, OWNER, STATE];

/// The dated steps of an action.
#[component]
pub fn Milestones(plan: String, milestones: Vec<MilestoneView>) -> impl IntoView {
    if milestones.is_empty() {
        let href = Route::PlanAbout {
            plan,
            part: crate::routes::PlanPart::Dates,
        }
        .href();
        return view! {
            <section aria-labelledby="milestones">
                <h2 class="govuk-heading-m" id="milestones">
                    "Milestones"
                </h2>
                <p class="govuk-body">
                    "This action has no milestones. Those that belong to the plan as a whole stand under "
                    <a href=href>"key dates"</a> "."
                </p>
            </section>
        }
        .into_any();
    }
    view! {
        <section>
            <MilestoneTable caption="Milestones" milestones />
        </section>
    }
    .into_any()
}

/// Milestones as a table, in the order given.
#[component]
pub fn MilestoneTable(caption: &'static str, milestones: Vec<MilestoneView>) -> impl IntoView {
    let rows = milestones.into_iter().map(row).collect_view();
    view! {
        <Table caption columns=COLUMNS>
            {rows}
        </Table>
    }
}

fn row(milestone: MilestoneView) -> impl IntoView {
    let due = match (&milestone.starts, &milestone.due) {
        (Some(starts), Some(due)) if starts != due => {
            format!("{} to {}", dates::printed(starts), dates::printed(due))
        }
        (_, Some(due)) => dates::printed(due),
        (Some(starts), None) => format!("From {}", dates::printed(starts)),
        (None, None) => "No date".to_owned(),
    };
    let moved = match milestone.moves {
        0 => None,
        1 => Some("Moved once".to_owned()),
        moves => Some(format!("Moved {moves} times")),
    };
    let done = milestone
        .done_on
        .map(|day| format!("on {}", dates::day(day)));
    let owner = milestone
        .owner
        .map_or_else(|| "Not named".to_owned(), |owner| owner.name);
    let note = milestone.note;
    view! {
        <tr role="row">
            <RowHeader of=&WHAT>
                {milestone.title} {note.map(|note| view! { <span class="tl-register__note">{note}</span> })}
            </RowHeader>
            <Cell of=&DUE>
                <div>{due} {moved.map(|words| view! { <span class="tl-register__note">{words}</span> })}</div>
            </Cell>
            <Cell of=&OWNER>{owner}</Cell>
            <Cell of=&STATE>
                <div>
                    <Tag colour=milestone_colour(milestone.state) word=milestone.state.label() />
                    {done.map(|words| view! { <span class="tl-register__note">{words}</span> })}
                </div>
            </Cell>
        </tr>
    }
}
