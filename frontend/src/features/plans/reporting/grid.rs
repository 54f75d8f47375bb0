use client::Moment;
use leptos::prelude::*;
use shared::chasing::Standing;
use shared::chasing::api::{GridCell, GridCycle, GridRow, ReportingGrid};
use shared::ids::AgencyId;

use crate::dates;
use crate::features::plans::register::query::{Filters, Pick, StatePick};
use crate::features::plans::words::counted;
use crate::routes::Route;
use crate::ui::Tone;
use crate::ui::status::ToneShape;

const SILENCE: &str = "Last report";

/// The table. Its columns are cycles, so that it names them itself; it is laid out as every other.
#[component]
pub fn Grid(grid: ReportingGrid) -> impl IntoView {
    let ReportingGrid {
        plan,
        cycles,
        agencies,
    } = grid;
    let heads = cycles
        .iter()
        .map(|cycle| {
            view! {
                <th scope="col" role="columnheader" class="tl-table__header">
                    {cycle.name.clone()}
                    <br />
                    <span class="tl-muted">{format!("due {}", dates::day(cycle.due))}</span>
                </th>
            }
        })
        .collect_view();
    let rows = agencies
        .into_iter()
        .map(|row| view! { <Line plan=plan.slug.clone() row cycles=cycles.clone() /> })
        .collect_view();
    view! {
        <table class="tl-table" role="table">
            <caption class="govuk-visually-hidden">
                "Accepted reports by agency and cycle, latest cycle first"
            </caption>
            <thead class="tl-table__head" role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader" class="tl-table__header">
                        "Agency"
                    </th>
                    <th scope="col" role="columnheader" class="tl-table__header">
                        {SILENCE}
                    </th>
                    {heads}
                </tr>
            </thead>
            <tbody class="tl-table__body" role="rowgroup">
                {rows}
            </tbody>
        </table>
    }
}

#[component]
fn Line(plan: String, row: GridRow, cycles: Vec<GridCycle>) -> impl IntoView {
    let agency = row.agency.id;
    let href = Route::Agency { agency }.href();
    let silence = silence(&row);
    let cells = cycles
        .into_iter()
        .zip(row.cells)
        .map(|(cycle, cell)| view! { <CycleCell plan=plan.clone() agency cycle cell /> })
        .collect_view();
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="tl-table__cell" data-label="Agency">
                <a href=href>{row.agency.name}</a>
            </th>
            <td role="cell" class="tl-table__cell" data-label=SILENCE>
                <div class="tl-table__content">{silence}</div>
            </td>
            {cells}
        </tr>
    }
}

#[component]
fn CycleCell(plan: String, agency: AgencyId, cycle: GridCycle, cell: GridCell) -> impl IntoView {
    let content = if cell.standing == Standing::NothingOwed {
        view! { <span class="tl-muted">{cell.standing.label()}</span> }.into_any()
    } else {
        let behind = |filters: Filters| {
            Filters {
                agency: Pick::Only(agency),
                moment: Moment {
                    cycle: Some(cycle.id),
                    as_at: None,
                },
                ..filters
            }
            .href(&plan)
        };
        let all = behind(Filters::default());
        let missing = behind(Filters {
            rating: Pick::Without,
            state: StatePick::Owing,
            ..Filters::default()
        });
        let missing = (cell.not_reported > 0).then(|| {
            view! {
                <br />
                <a href=missing>{format!("{} not reported", cell.not_reported)}</a>
            }
        });
        let beside: Vec<String> = [
            (cell.late, "sent late"),
            (cell.submitted.unwrap_or_default(), "in review"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
        let beside = (!beside.is_empty()).then(|| {
            view! {
                <br />
                <span class="tl-muted">{beside.join(", ")}</span>
            }
        });
        view! {
            <ToneShape tone=tone(cell.standing) />
            " "
            {cell.standing.label()}
            <br />
            <a href=all>{format!("{} of {}", cell.accepted, cell.owed)}</a>
            {missing}
            {beside}
        }
        .into_any()
    };
    view! {
        <td role="cell" class="tl-table__cell" data-label=cycle.name.clone()>
            <div class="tl-table__content">{content}</div>
        </td>
    }
}

/// "41 days ago, on 12 October 2026".
fn silence(row: &GridRow) -> String {
    match (row.last_report, row.days_silent) {
        (Some(_), Some(0)) => "Today".to_owned(),
        (Some(day), Some(days)) => {
            let days = usize::try_from(days).unwrap_or(usize::MAX);
            format!("{} ago, on {}", counted(days, "day"), dates::day(day))
        }
        (Some(day), None) => dates::day(day),
        (None, _) => "Never".to_owned(),
    }
}

const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::AllReported => Tone::Good,
        Standing::ReportedLate | Standing::PartlyReported => Tone::Watch,
        Standing::Silent => Tone::Bad,
        Standing::StillDue | Standing::NothingOwed => Tone::Unknown,
    }
}
