use leptos::prelude::*;
use shared::plans::board::Show;
use shared::updates::api::{CycleView, Silent};

use super::behind::Behind;
use crate::dates;
use crate::features::plans::words::counted;
use crate::routes::Route;
use crate::ui::table::Caption;
use crate::ui::{Cell, Column, RowHeader, Table};

const ACTION: Column = Column::words("action", "Action");
const LEADS: Column = Column::words("leads", "Who answers for it");
const LAST: Column = Column::words("last", "Last report");
const COLUMNS: &[Column] = &[ACTION, LEADS, LAST];

/// The actions that owe a report in the cycle and have no accepted one.
#[component]
pub fn SilentList(items: Vec<Silent>, cycle: Option<CycleView>, behind: Behind) -> impl IntoView {
    let all = behind.shown(Show::Unreported, None, None);
    let grid = Route::Reporting {
        plan: behind.plan.slug.clone(),
    }
    .href();
    let name = cycle.map_or_else(|| "this cycle".to_owned(), |cycle| cycle.name);
    let body = if items.is_empty() {
        view! { <p class="govuk-body">"Every action that owes a report has an accepted one."</p> }
            .into_any()
    } else {
        let caption = format!(
            "{} without an accepted report for {name}",
            counted(items.len(), "action")
        );
        let summary = caption.clone();
        let rows = items
            .into_iter()
            .map(|item| row(item, &behind))
            .collect_view();
        view! {
            <p class="govuk-body tl-muted">{summary}</p>
            <Table caption caption_style=Caption::Hidden columns=COLUMNS>
                {rows}
            </Table>
            <p class="govuk-body">
                <a href=all>"See them in the register"</a>
            </p>
        }
        .into_any()
    };
    view! {
        <section class="tl-overview__part" aria-labelledby="silent">
            <h2 class="govuk-heading-m" id="silent">
                "Who has not reported"
            </h2>
            {body}
            <p class="govuk-body">
                <a href=grid>"See who has reported in each cycle"</a>
            </p>
        </section>
    }
}

fn row(item: Silent, behind: &Behind) -> impl IntoView + use<> {
    let href = behind.action(&item.action);
    let leads = item
        .leads
        .iter()
        .map(|agency| agency.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let leads = if leads.is_empty() {
        "Nobody".to_owned()
    } else {
        leads
    };
    let last = match (item.last_brag, item.last_at) {
        (Some(brag), Some(at)) => format!("{}, {}", brag.label(), dates::day_of(at)),
        _ => "Never".to_owned(),
    };
    let title = format!("{} {}", item.action.reference, item.action.title);
    view! {
        <tr role="row">
            <RowHeader of=&ACTION>
                <a href=href>{title}</a>
            </RowHeader>
            <Cell of=&LEADS>{leads}</Cell>
            <Cell of=&LAST>{last}</Cell>
        </tr>
    }
}
