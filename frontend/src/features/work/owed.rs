use client::Fault;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::UpdateId;
use shared::problem::ErrorCode;
use shared::updates::api::{Owed, StartUpdate, UpdateView};

use super::tables::DueCell;
use crate::api::{self, Sending};
use crate::features::rating::RatingMark;
use crate::routes::Route;
use crate::ui::{Button, ButtonKind, Cell, Column, FormErrors, RowHeader, Table};

static ACTION: Column = Column::words("action", "Action");
static LAST: Column = Column::words("last", "Last rating");
static CYCLE: Column = Column::words("cycle", "Cycle");
static AGENCY: Column = Column::words("agency", "Agency");
static START: Column = Column::words("start", "Report");
static COLUMNS: [Column; 6] = [
    Column::words("action", "Action"),
    Column::words("due", "Due"),
    Column::words("last", "Last rating"),
    Column::words("cycle", "Cycle"),
    Column::words("agency", "Agency"),
    Column::words("start", "Report"),
];

/// Actions that owe an update, by the day on which it is due.
#[component]
pub fn OwedTable(items: Vec<Owed>, errors: FormErrors) -> impl IntoView {
    (!items.is_empty()).then(|| {
        let caption = format!("To report ({})", items.len());
        let rows = items
            .into_iter()
            .map(|item| view! { <OwedRow item errors /> })
            .collect_view();
        view! {
            <Table caption columns=&COLUMNS>
                {rows}
            </Table>
        }
    })
}

#[component]
fn OwedRow(item: Owed, errors: FormErrors) -> impl IntoView {
    let action = Route::Action {
        plan: item.plan.slug.clone(),
        action: item.action.id.to_string(),
    }
    .href();
    let due = item.due;
    let (reference, title) = (item.action.reference.clone(), item.action.title.clone());
    let (cycle, agency, last) = (
        item.cycle.name.clone(),
        item.agency.short().to_owned(),
        item.last_brag,
    );
    view! {
        <tr role="row">
            <RowHeader of=&ACTION>
                <a href=action>
                    <span class="tl-work__reference">{reference}</span>
                    " "
                    {title}
                </a>
            </RowHeader>
            <DueCell due />
            <Cell of=&LAST>
                <RatingMark rating=last />
            </Cell>
            <Cell of=&CYCLE>{cycle}</Cell>
            <Cell of=&AGENCY>{agency}</Cell>
            <Cell of=&START>
                {if item.can_start {
                    view! { <StartButton item errors /> }.into_any()
                } else {
                    view! { <span class="tl-muted">"A colleague starts it"</span> }.into_any()
                }}
            </Cell>
        </tr>
    }
}

/// Starts the update and goes straight to where it is written; to the one that somebody has just started, where there is
/// one.
#[component]
fn StartButton(item: Owed, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let navigate = use_navigate();
    let reference = item.action.reference.clone();
    let form = StartUpdate {
        action: item.action.id,
        cycle: item.cycle.id,
        agency: Some(item.agency.id),
        corrects: None,
    };
    let start = Callback::new(move |_| {
        let (form, navigate) = (form.clone(), navigate.clone());
        errors.clear();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.start_update(&form).await }
            },
            move |answer| match destination(&answer) {
                Some(update) => navigate(
                    &Route::UpdateEditor { update }.href(),
                    NavigateOptions::default(),
                ),
                None => {
                    if let Err(fault) = answer {
                        api::show(errors, &fault);
                    }
                }
            },
        );
    });
    view! {
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=start>
            "Start"
            <span class="govuk-visually-hidden">{format!(" the update on {reference}")}</span>
        </Button>
    }
}

/// The update to write on: the new one, or the open one that the server names instead.
fn destination(answer: &Result<UpdateView, Fault>) -> Option<UpdateId> {
    match answer {
        Ok(view) => Some(view.id),
        Err(Fault::Problem(problem)) if problem.code == ErrorCode::AlreadyExists => {
            problem.current.as_ref()?.get("id")?.as_str()?.parse().ok()
        }
        Err(_) => None,
    }
}
