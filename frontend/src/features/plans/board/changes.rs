use chrono::NaiveDate;
use leptos::prelude::*;
use shared::plans::board::Show;
use shared::plans::board::api::{ChangedActions, Changes, MovedDate, MovedDates};

use super::behind::Behind;
use crate::dates;
use crate::features::plans::words::counted;
use crate::ui::table::Caption;
use crate::ui::{Cell, Column, RowHeader, Table};

const ACTION: Column = Column::words("action", "Action");
const WHAT: Column = Column::words("what", "Date");
const FROM: Column = Column::words("from", "It was");
const TO: Column = Column::words("to", "It is");
const COLUMNS: &[Column] = &[ACTION, WHAT, FROM, TO];

/// Actions added, stopped and completed, and dates moved, since a day.
#[component]
pub fn ChangeList(changes: Changes, since: NaiveDate, behind: Behind) -> impl IntoView {
    let Changes {
        added,
        stopped,
        completed,
        moved,
    } = changes;
    let list = |words: &'static str, show: Show, changed: ChangedActions| {
        view! { <Changed words show changed since behind=behind.clone() /> }
    };
    view! {
        <section class="tl-overview__part" aria-labelledby="changes">
            <h2 class="govuk-heading-m" id="changes">
                {format!("What has changed since {}", dates::day(since))}
            </h2>
            {list("completed", Show::Completed, completed)}
            {list("added", Show::Added, added)}
            {list("stopped", Show::Stopped, stopped)}
            <Moved moved since behind=behind.clone() />
        </section>
    }
}

#[component]
fn Changed(
    words: &'static str,
    show: Show,
    changed: ChangedActions,
    since: NaiveDate,
    behind: Behind,
) -> impl IntoView {
    if changed.items.is_empty() {
        let none = format!("No action was {words}.");
        return view! { <p class="govuk-body">{none}</p> }.into_any();
    }
    let href = behind.shown(show, Some(since), None);
    let be = if changed.items.len() == 1 {
        "was"
    } else {
        "were"
    };
    let count = format!("{} {be} {words}", counted(changed.items.len(), "action"));
    let items = changed
        .items
        .iter()
        .map(|action| {
            let href = behind.action(action);
            let name = format!("{} {}", action.reference, action.title);
            view! {
                <li>
                    <a href=href>{name}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="tl-board__change">
            <a href=href>{count}</a>
        </p>
        <ul class="govuk-list govuk-list--bullet">{items}</ul>
    }
    .into_any()
}

#[component]
fn Moved(moved: MovedDates, since: NaiveDate, behind: Behind) -> impl IntoView {
    if moved.items.is_empty() {
        return view! { <p class="govuk-body">"No date has moved."</p> }.into_any();
    }
    let href = behind.shown(Show::Moved, Some(since), None);
    let actions = usize::try_from(moved.actions).unwrap_or(usize::MAX);
    let of = counted(actions, "action");
    let (have, dates_moved) = match moved.items.len() {
        1 => ("has", "1 date".to_owned()),
        many => ("have", format!("{many} dates")),
    };
    let rows = moved
        .items
        .into_iter()
        .map(|date| row(date, &behind))
        .collect_view();
    view! {
        <p class="tl-board__change">
            {dates_moved} " of " <a href=href>{of}</a> " " {have} " moved."
        </p>
        <Table caption="Dates that have moved" caption_style=Caption::Hidden columns=COLUMNS>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(date: MovedDate, behind: &Behind) -> impl IntoView + use<> {
    let MovedDate {
        action,
        what,
        from,
        to,
    } = date;
    let href = behind.action(&action);
    let name = format!("{} {}", action.reference, action.title);
    let to = to.map_or_else(|| "No date".to_owned(), |to| dates::printed(&to));
    view! {
        <tr role="row">
            <RowHeader of=&ACTION>
                <a href=href>{name}</a>
            </RowHeader>
            <Cell of=&WHAT>{what}</Cell>
            <Cell of=&FROM>{dates::printed(&from)}</Cell>
            <Cell of=&TO>{to}</Cell>
        </tr>
    }
}
