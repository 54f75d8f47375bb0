//! Milestones and completed actions over time.

use charts::{BurnPoint, Chart, Column as Step, Data, Ink, Part};
use chrono::Datelike;
use leptos::prelude::*;
use shared::calendar::month_in_words;
use shared::plans::board::api::{BurnUp, MilestonePeriod};
use shared::plans::board::{Period, Show};

use super::behind::Behind;
use super::breakdown::figure;
use crate::features::plans::words::counted;
use crate::ui::table::Caption;
use crate::ui::{Cell, ChartFigure, Column, RowHeader, Table};

const WHEN: Column = Column::words("when", "When");
const DUE: Column = Column::figures("due", "Due");
const DONE: Column = Column::figures("done", "Done");
const LATE: Column = Column::figures("late", "Late");
const ACTIONS: Column = Column::figures("actions", "Actions");
const MILESTONES: &[Column] = &[WHEN, DUE, DONE, LATE, ACTIONS];

const BY: Column = Column::words("by", "By the end of");
const PLANNED: Column = Column::figures("planned", "Planned");
const COMPLETE: Column = Column::figures("complete", "Complete");
const BURN_UP: &[Column] = &[BY, PLANNED, COMPLETE];

/// A step of time in a few letters: "Jun 26", "Jan to Mar 26", "2026".
fn short(period: &Period) -> String {
    let month = |day| month_in_words(day).get(..3).unwrap_or_default();
    let (from, to) = (period.from, period.to);
    let year = to.year().rem_euclid(100);
    match (to.year() - from.year()) * 12 + (to.month0().cast_signed() - from.month0().cast_signed())
    {
        0 => format!("{} {year:02}", month(from)),
        1..=10 => format!("{} to {} {year:02}", month(from), month(to)),
        11 => from.year().to_string(),
        _ => format!("{} to {}", from.year(), to.year()),
    }
}

/// The milestones that are due, done and late, by when they are due.
#[component]
pub fn Milestones(periods: Vec<MilestonePeriod>, undated: u32, behind: Behind) -> impl IntoView {
    let undated = (undated > 0).then(|| {
        let undated = usize::try_from(undated).unwrap_or(usize::MAX);
        let have = if undated == 1 { "has" } else { "have" };
        view! {
            <p class="govuk-body tl-muted">{format!("{} {have} no date.", counted(undated, "milestone"))}</p>
        }
    });
    let body = if periods.is_empty() {
        view! { <p class="govuk-body">"No milestone of the plan has a date."</p> }.into_any()
    } else {
        let sum = |of: fn(&MilestonePeriod) -> u32| periods.iter().map(of).sum::<u32>();
        let (due, done, late) = (sum(|one| one.due), sum(|one| one.done), sum(|one| one.late));
        let sentence = format!(
            "Of {} with a date, {done} {} done and {late} {} late.",
            counted(usize::try_from(due).unwrap_or(usize::MAX), "milestone"),
            if done == 1 { "is" } else { "are" },
            if late == 1 { "is" } else { "are" },
        );
        let rows = periods
            .iter()
            .filter(|row| row.due > 0)
            .map(|row| milestone_row(row, &behind))
            .collect_view();
        let data = milestone_data(&periods);
        let draw = move |id: &str, width: f64| milestone_chart(id, &periods, width);
        view! {
            <p class="govuk-body">{sentence}</p>
            <ChartFigure id="milestones" draw data>
                <Table caption="Milestones by when they are due" caption_style=Caption::Hidden columns=MILESTONES>
                    {rows}
                </Table>
            </ChartFigure>
        }
        .into_any()
    };
    view! {
        <section class="tl-overview__part" aria-labelledby="milestones">
            <h2 class="govuk-heading-m" id="milestones">
                "Milestones due and done"
            </h2>
            {body}
            {undated}
        </section>
    }
}

fn milestone_chart(id: &str, periods: &[MilestonePeriod], width: f64) -> Chart {
    let steps: Vec<Step> = periods
        .iter()
        .map(|row| Step {
            name: row.period.name.clone(),
            short: short(&row.period),
            parts: [
                (Ink::Done, "Done", row.done),
                (Ink::Bad, "Late", row.late),
                (
                    Ink::Unknown,
                    "Still to come",
                    row.due.saturating_sub(row.done + row.late),
                ),
            ]
            .map(|(ink, word, count)| Part { ink, word, count })
            .to_vec(),
        })
        .collect();
    charts::columns(id, "Milestones by when they are due", &steps, width)
}

fn milestone_data(periods: &[MilestonePeriod]) -> Data {
    Data {
        headings: MILESTONES
            .iter()
            .map(|column| column.title.to_owned())
            .collect(),
        rows: periods
            .iter()
            .map(|row| {
                vec![
                    row.period.name.clone(),
                    row.due.to_string(),
                    row.done.to_string(),
                    row.late.to_string(),
                    row.actions.to_string(),
                ]
            })
            .collect(),
    }
}

fn milestone_row(row: &MilestonePeriod, behind: &Behind) -> impl IntoView + use<> {
    let href = behind.shown(Show::Due, Some(row.period.from), Some(row.period.to));
    let name = row.period.name.clone();
    let label = format!(
        "{name}: {}",
        counted(usize::try_from(row.actions).unwrap_or(usize::MAX), "action")
    );
    let actions = figure(row.actions, href, label);
    let (due, done, late) = (row.due, row.done, row.late);
    view! {
        <tr role="row">
            <RowHeader of=&WHEN>{name}</RowHeader>
            <Cell of=&DUE>{due}</Cell>
            <Cell of=&DONE>{done}</Cell>
            <Cell of=&LATE>{late}</Cell>
            <Cell of=&ACTIONS>{actions}</Cell>
        </tr>
    }
}

/// Actions complete beside those planned to be.
#[component]
pub fn BurnUpFigure(burn_up: BurnUp, behind: Behind) -> impl IntoView {
    let BurnUp {
        all,
        without_end,
        points,
    } = burn_up;
    let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let note = (without_end > 0).then(|| {
        let have = if without_end == 1 { "has" } else { "have" };
        let words = format!(
            "{} of {} {have} no end date and so {have} no place in what is planned.",
            without_end,
            counted(number(all), "action"),
        );
        view! { <p class="govuk-body tl-muted">{words}</p> }
    });
    let now = points.iter().rev().find(|point| point.complete.is_some());
    let body = match now {
        None => view! { <p class="govuk-body">"No action has an end date or is complete, so there is nothing to draw yet."</p> }
            .into_any(),
        Some(now) => {
            let complete = now.complete.unwrap_or(0);
            let sentence = format!(
                "{complete} of {} {} complete. By the end of {}, {} were planned to be.",
                counted(number(all), "action"),
                if complete == 1 { "is" } else { "are" },
                now.period.name,
                now.planned,
            );
            let rows = points
                .iter()
                .map(|point| {
                    let name = point.period.name.clone();
                    let planned_href = behind.shown(Show::Planned, None, Some(point.period.to));
                    let planned = figure(point.planned, planned_href, format!("{name}: {} planned", point.planned));
                    // The address that came with the figure names the last day that is known.
                    let known = point.complete_records.as_deref().and_then(last_day);
                    let complete = point.complete.map(|count| {
                        let href = behind.shown(Show::Complete, None, known);
                        figure(count, href, format!("{name}: {count} complete"))
                    });
                    view! {
                        <tr role="row">
                            <RowHeader of=&BY>{name}</RowHeader>
                            <Cell of=&PLANNED>{planned}</Cell>
                            <Cell of=&COMPLETE>{complete}</Cell>
                        </tr>
                    }
                })
                .collect_view();
            let drawn: Vec<BurnPoint> = points
                .iter()
                .map(|point| BurnPoint {
                    name: point.period.name.clone(),
                    short: short(&point.period),
                    planned: point.planned,
                    done: point.complete,
                })
                .collect();
            let data = burn_data(&drawn);
            let draw = move |id: &str, width: f64| {
                charts::burn_up(id, "Actions complete and planned", &drawn, all, width)
            };
            view! {
                <p class="govuk-body">{sentence}</p>
                <ChartFigure id="burn-up" draw data>
                    <Table caption="Actions complete and planned" caption_style=Caption::Hidden columns=BURN_UP>
                        {rows}
                    </Table>
                </ChartFigure>
            }
            .into_any()
        }
    };
    view! {
        <section class="tl-overview__part" aria-labelledby="burn-up">
            <h2 class="govuk-heading-m" id="burn-up">
                "Actions complete against planned"
            </h2>
            {body}
            {note}
        </section>
    }
}

/// The day after `to=` in an address.
fn last_day(records: &str) -> Option<chrono::NaiveDate> {
    records.rsplit_once("to=")?.1.parse().ok()
}

fn burn_data(points: &[BurnPoint]) -> Data {
    Data {
        headings: BURN_UP
            .iter()
            .map(|column| column.title.to_owned())
            .collect(),
        rows: points
            .iter()
            .map(|point| {
                vec![
                    point.name.clone(),
                    point.planned.to_string(),
                    point.done.map(|done| done.to_string()).unwrap_or_default(),
                ]
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use shared::plans::board::periods;

    use super::*;

    #[test]
    fn steps_have_short_names() {
        let short = |from: &str, to: &str| -> Vec<String> {
            periods(from.parse().unwrap(), to.parse().unwrap())
                .iter()
                .map(short)
                .collect()
        };
        assert_eq!(short("2026-01-01", "2026-02-01"), ["Jan 26", "Feb 26"]);
        assert_eq!(short("2015-01-01", "2018-01-01")[0], "Jan to Mar 15");
        assert_eq!(short("2001-01-01", "2019-01-01")[0], "2001");
        assert_eq!(short("1901-01-01", "2010-01-01")[0], "1900 to 1904");
    }

    #[test]
    fn the_last_day_of_an_address_is_found() {
        assert_eq!(
            last_day("/plans/a/actions?cycle=b&show=complete&to=2026-06-30"),
            "2026-06-30".parse().ok()
        );
        assert_eq!(last_day("/plans/a/actions?"), None);
    }
}
