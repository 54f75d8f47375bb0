//! Moving an action through its states, with the words that each event asks for.

use leptos::prelude::*;
use shared::plans::ActionEvent;
use shared::text::PASSAGE_MAX;

use super::edit::Edit;
use super::stale::Between;
use crate::ui::{Button, ButtonGroup, ButtonKind, ButtonRole, Form, TextArea, TextField};

/// The event's name as a thing to do.
pub fn title(code: &str) -> &'static str {
    match code {
        "agree" => "Agree this action",
        "start" => "Start work",
        "complete" => "Mark as complete",
        "embed" => "Mark as everyday practice",
        "reopen" => "Reopen this action",
        "pause" => "Pause this action",
        "stop" => "Stop this action",
        _ => "Defer this action",
    }
}

/// What the event does, for a person who decides whether it is the one.
pub fn offer(code: &str) -> &'static str {
    match code {
        "agree" => {
            "its reference, outcomes and leads are settled, and its leads report on it from now on"
        }
        "start" => "work has begun",
        "complete" => "it is done, and you can say what shows it and what it changed",
        "embed" => "it is done and has become part of everyday practice",
        "reopen" => "it is taken up again, for a reason that stays in its history",
        "pause" => "a decision interrupts it, and no reports are owed until it is reopened",
        "stop" => "a decision ends it before it is complete",
        _ => "a decision puts it off",
    }
}

const fn done(event: &ActionEvent) -> &'static str {
    match event {
        ActionEvent::Agree => "The action is agreed.",
        ActionEvent::Start => "Work on the action has started.",
        ActionEvent::Complete { .. } => "The action is complete.",
        ActionEvent::Embed => "The action is part of everyday practice.",
        ActionEvent::Reopen { .. } => "The action is open again.",
        ActionEvent::Pause { .. } => "The action is paused.",
        ActionEvent::Stop { .. } => "The action is stopped.",
        ActionEvent::Defer { .. } => "The action is deferred.",
    }
}

/// What is typed, whichever event it is for.
#[derive(Clone, Copy)]
struct Words {
    first: RwSignal<String>,
    second: RwSignal<String>,
}

impl Words {
    fn event(self, code: &str) -> ActionEvent {
        let (first, second) = (self.first.get_untracked(), self.second.get_untracked());
        match code {
            "agree" => ActionEvent::Agree,
            "start" => ActionEvent::Start,
            "complete" => ActionEvent::Complete {
                evidence: first,
                changed: second,
            },
            "embed" => ActionEvent::Embed,
            "reopen" => ActionEvent::Reopen { reason: first },
            "pause" => ActionEvent::Pause { decision: first },
            "stop" => ActionEvent::Stop { decision: first },
            _ => ActionEvent::Defer { decision: first },
        }
    }
}

/// The form of one event.
#[component]
pub fn EventForm(code: &'static str, edit: Edit) -> impl IntoView {
    let words = Words {
        first: RwSignal::new(String::new()),
        second: RwSignal::new(String::new()),
    };
    let on_submit = Callback::new(move |()| {
        let event = words.event(code);
        let said = done(&event);
        edit.send(
            move |client, plan, action, version| {
                let event = event.clone();
                async move { client.action_event(&plan, &action, version, &event).await }
            },
            move |edit, record| edit.leave(&record, said),
        );
    });
    let kind = if code == "stop" {
        ButtonKind::Warning
    } else {
        ButtonKind::Primary
    };
    view! {
        <Between changes=edit.between />
        <p class="govuk-body">{format!("If you go on, {}.", offer(code))}</p>
        <Form errors=edit.errors on_submit>
            <Fields code words />
            <ButtonGroup>
                <Button kind role=ButtonRole::Submit busy=edit.sending.busy()>
                    {title(code)}
                </Button>
                <a href=edit.way_back()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

#[component]
fn Fields(code: &'static str, words: Words) -> impl IntoView {
    match code {
        "complete" => view! {
            <TextArea
                id="evidence"
                label="What shows that it is complete"
                hint="A report, a figure, a service that now runs"
                value=words.first
                limit=PASSAGE_MAX
            />
            <TextArea
                id="changed"
                label="What it changed for children and families"
                value=words.second
                limit=PASSAGE_MAX
            />
        }
        .into_any(),
        "reopen" => {
            view! { <TextArea id="reason" label="Why it is taken up again" value=words.first limit=PASSAGE_MAX /> }
                .into_any()
        }
        "pause" | "stop" | "defer" => view! {
            <TextField
                id="decision"
                label="The decision behind it"
                hint="The reference of one of the plan’s decisions, as in D-2026-014. For one made elsewhere: the meeting, its date and the minute"
                value=words.first
            />
        }
        .into_any(),
        _ => ().into_any(),
    }
}
