//! What the person may do with the action now, and where it would help, why not.

use leptos::prelude::*;
use shared::auth::api::Permit;
use shared::plans::ActionEvent;
use shared::plans::api::ActionView;
use shared::policy::RefusalCode;

use super::event;
use super::report::ReportButton;
use super::{Task, shown_reference};
use crate::features::plans::register::action_href;
use crate::ui::{ButtonGroup, ButtonKind, ButtonLink, Details, FormErrors};

/// What stands with an act in the record's `allowed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be done.
    Open,
    /// It is theirs to do, and something stands in the way that can be put right.
    Blocked(String),
    /// It is not for this person or not for this state.
    Absent,
}

/// How an act stands. A role that is missing and a state that does not fit are nothing that a page should offer.
pub fn standing(allowed: &[Permit], act: &str) -> Standing {
    match allowed.iter().find(|permit| permit.act == act) {
        None => Standing::Absent,
        Some(Permit { refusal: None, .. }) => Standing::Open,
        Some(Permit {
            refusal: Some(refusal),
            ..
        }) => match refusal.code {
            RefusalCode::NotYourRole | RefusalCode::NotYours | RefusalCode::NotNow => {
                Standing::Absent
            }
            _ => Standing::Blocked(refusal.sentence.clone()),
        },
    }
}

/// The buttons under the title. Renders nothing for a person who may only read.
#[component]
pub fn Acts(record: ActionView, errors: FormErrors) -> impl IntoView {
    let path = action_href(&record.plan.slug, record.reference.as_deref(), record.id);
    let open = |act: &str| standing(&record.allowed, act) == Standing::Open;
    let link = |shown: bool, task: Task, words: &'static str| {
        shown.then(|| view! { <ButtonLink href=task.href(&path) kind=ButtonKind::Secondary>{words}</ButtonLink> })
    };
    let change = link(open("update"), Task::Change, "Change");
    let milestone = link(open("milestones"), Task::Milestone, "Add a milestone");
    let (report, events) = (record.clone(), record.clone());
    let blocked = match standing(&record.allowed, "report") {
        Standing::Blocked(sentence) => Some(sentence),
        Standing::Open | Standing::Absent => None,
    };
    view! {
        <div class="tl-acts">
            <ButtonGroup>
                <ReportButton record=report errors />
                {change}
                {milestone}
            </ButtonGroup>
            {blocked.map(|sentence| view! { <p class="govuk-body tl-muted">{sentence}</p> })}
            <Events record=events path />
        </div>
    }
}

/// The events of the action that are open or could be.
#[component]
fn Events(record: ActionView, path: String) -> impl IntoView {
    let reference = shown_reference(&record).to_owned();
    let items: Vec<_> = ActionEvent::samples()
        .iter()
        .filter_map(|sample| {
            let code = sample.code();
            let words = event::offer(code);
            match standing(&record.allowed, code) {
                Standing::Open => Some(
                    view! {
                        <li>
                            <a href=Task::Event(code).href(&path)>{event::title(code)}</a>
                            ": "
                            {words}
                        </li>
                    }
                    .into_any(),
                ),
                Standing::Blocked(sentence) => Some(
                    view! {
                        <li class="tl-muted">{event::title(code)} " is not possible yet. " {sentence}</li>
                    }
                    .into_any(),
                ),
                Standing::Absent => None,
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <Details summary=format!("Move action {reference} on")>
                <ul class="govuk-list govuk-list--spaced">{items}</ul>
            </Details>
        }
    })
}
