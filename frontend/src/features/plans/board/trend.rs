use charts::{Level, sparkline};
use leptos::prelude::*;
use shared::plans::board::api::{Trend, TrendRow};
use shared::updates::api::CycleRef;
use shared::updates::{Brag, brag_label};

use super::behind::Behind;
use crate::dates;
use crate::features::plans::words::{counted, state_colour};
use crate::features::rating::{RatingMark, tone};
use crate::ui::table::Caption;
use crate::ui::{Button, ButtonKind, Cell, Column, RowHeader, Sparkline, Table, Tag};

const ACTION: Column = Column::words("action", "Action");
const LEADS: Column = Column::words("leads", "Who answers for it");
const STATE: Column = Column::words("state", "State");
const ENDS: Column = Column::words("ends", "Ends");
const TREND: Column = Column::words("trend", "Last cycles");
const NOW: Column = Column::words("now", "Now");
const COLUMNS: &[Column] = &[ACTION, LEADS, STATE, ENDS, TREND, NOW];

/// How many lines are drawn before the rest is asked for: a plan is rarely longer.
const AT_FIRST: usize = 400;

/// One line an action, with its ratings in the last cycles.
#[component]
pub fn TrendTable(trend: Trend, behind: Behind) -> impl IntoView {
    let all = trend.rows.len();
    let shown = RwSignal::new(AT_FIRST);
    let note = match (trend.cycles.first(), trend.cycles.last()) {
        (Some(first), Some(last)) if trend.cycles.len() > 1 => format!(
            "The marks are the ratings from {} to {}: higher is better, and a ring on the ground is a report that is missing.",
            first.name, last.name
        ),
        _ => "The marks are the ratings of the reporting cycles so far.".to_owned(),
    };
    let trend = StoredValue::new(trend);
    let rows = move || {
        trend.with_value(|trend| {
            trend
                .rows
                .iter()
                .take(shown.get())
                .map(|action| row(trend, action, &behind))
                .collect_view()
        })
    };
    let more = move || {
        (shown.get() < all).then(|| {
            let press = Callback::new(move |_| shown.set(usize::MAX));
            let words = format!("Show all {}", counted(all, "action"));
            view! {
                <Button kind=ButtonKind::Secondary on_press=press>
                    {words}
                </Button>
            }
        })
    };
    view! {
        <section class="tl-overview__part tl-trend" aria-labelledby="trend">
            <h2 class="govuk-heading-m" id="trend">
                "Every action"
            </h2>
            <p class="govuk-body tl-muted">{note}</p>
            <Table caption="Every action with its last ratings" caption_style=Caption::Hidden columns=COLUMNS>
                {rows}
            </Table>
            {more}
        </section>
    }
}

fn row(trend: &Trend, row: &TrendRow, behind: &Behind) -> impl IntoView + use<> {
    let href = behind.action(&row.action);
    let name = format!("{} {}", row.action.reference, row.action.title);
    let leads = row
        .leads
        .iter()
        .filter_map(|id| trend.agencies.iter().find(|agency| agency.id == *id))
        .map(|agency| agency.short().to_owned())
        .collect::<Vec<_>>()
        .join(", ");
    let ends = row.ends.as_ref().map(dates::printed).unwrap_or_default();
    let state = row.state;
    let levels: Vec<Level> = row.brags.iter().copied().map(level).collect();
    let chart = sparkline(
        &format!("trend-{}", row.action.id),
        &format!("Ratings of {}", row.action.reference),
        &described(&trend.cycles, &row.brags),
        &levels,
    );
    let now = row.brags.last().copied().flatten();
    view! {
        <tr role="row">
            <RowHeader of=&ACTION>
                <a href=href>{name}</a>
            </RowHeader>
            <Cell of=&LEADS>{leads}</Cell>
            <Cell of=&STATE>
                <Tag colour=state_colour(state) word=state.label() />
            </Cell>
            <Cell of=&ENDS>{ends}</Cell>
            <Cell of=&TREND>
                <Sparkline chart />
            </Cell>
            <Cell of=&NOW>
                <RatingMark rating=now />
            </Cell>
        </tr>
    }
}

fn level(brag: Option<Brag>) -> Level {
    Level {
        ink: tone(brag).into(),
        height: brag.map(|brag| match brag {
            Brag::Red => 0,
            Brag::Amber => 1,
            Brag::Green => 2,
            Brag::Blue => 3,
        }),
    }
}

/// "Spring: on track, Summer: not reported".
fn described(cycles: &[CycleRef], brags: &[Option<Brag>]) -> String {
    cycles
        .iter()
        .zip(brags)
        .map(|(cycle, brag)| format!("{}: {}", cycle.name, brag_label(*brag).to_lowercase()))
        .collect::<Vec<_>>()
        .join(", ")
}
