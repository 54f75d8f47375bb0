//! The plans that a person takes part in.

use leptos::prelude::*;
use shared::plans::api::{PlanList, PlanSummary};

use super::words::counted;
use crate::api;
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{Cell, Column, EmptyState, Load, PageHeading, RowHeader, Table};

const PLAN: Column = Column::words("plan", "Plan");
const BOARD: Column = Column::words("board", "Owned by");
const CYCLE: Column = Column::words("cycle", "Reporting cycle");
const ACTIONS: Column = Column::figures("actions", "Actions");
const FINDINGS: Column = Column::figures("findings", "Findings to decide");
const COLUMNS: &[Column] = &[PLAN, BOARD, CYCLE, ACTIONS, FINDINGS];

/// The page.
#[component]
pub fn PlansPage() -> impl IntoView {
    let plans = api::load(|client| async move { client.plans().await });
    let empty = Empty::when(
        |list: &PlanList| list.items.is_empty(),
        || {
            view! {
                <EmptyState title="No plans yet">
                    <p>
                        "Your agency takes part in no plan, or none has been imported. The administrator imports a plan with the command "
                        <code>"throughline import plan"</code> "."
                    </p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Plans" />
        <Load
            resource=plans
            empty
            children=|list| {
                let rows = list.items.into_iter().map(row).collect_view();
                view! {
                    <Table caption="Plans that you see" columns=COLUMNS>
                        {rows}
                    </Table>
                }
            }
        />
    }
}

fn row(summary: PlanSummary) -> impl IntoView {
    let PlanSummary {
        plan,
        owner_board,
        actions,
        cycle,
        open_findings,
    } = summary;
    let slug = || plan.slug.clone();
    let (overview, register, findings) = (
        Route::Overview { plan: slug() }.href(),
        Route::Register { plan: slug() }.href(),
        Route::Findings { plan: slug() }.href(),
    );
    let board = owner_board.map_or_else(|| "Nobody named".to_owned(), |board| board.name);
    let cycle = cycle.map_or_else(|| "None yet".to_owned(), |cycle| cycle.name);
    let count = |count: u32, noun| counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
    let (all, open) = (count(actions, "action"), count(open_findings, "finding"));
    view! {
        <tr role="row">
            <RowHeader of=&PLAN>
                <a href=overview>{plan.title.clone()}</a>
            </RowHeader>
            <Cell of=&BOARD>{board}</Cell>
            <Cell of=&CYCLE>{cycle}</Cell>
            <Cell of=&ACTIONS>
                <a href=register aria-label=all>
                    {actions}
                </a>
            </Cell>
            <Cell of=&FINDINGS>
                <a href=findings aria-label=open>
                    {open_findings}
                </a>
            </Cell>
        </tr>
    }
}
