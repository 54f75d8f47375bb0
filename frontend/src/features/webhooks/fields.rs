//! What the forms of webhooks share.

use leptos::prelude::*;
use shared::events::EVENT_TYPES;
use shared::text::line;
use shared::webhooks::api::WebhookView;
use shared::webhooks::{DESCRIPTION_MAX, event_types};

use crate::ui::field::FormError;
use crate::ui::{Checkboxes, Choice, TextField, TextKind};

/// The fields as they are typed.
#[derive(Clone, Copy)]
pub struct Typed {
    pub url: RwSignal<String>,
    pub description: RwSignal<String>,
    pub events: RwSignal<Vec<String>>,
}

/// The fields as they can be sent.
pub struct Read {
    pub url: String,
    pub description: String,
    pub events: Vec<String>,
}

impl Typed {
    /// Starts from a webhook, or from nothing.
    pub fn of(webhook: Option<&WebhookView>) -> Self {
        Self {
            url: RwSignal::new(webhook.map(|it| it.url.clone()).unwrap_or_default()),
            description: RwSignal::new(
                webhook.map(|it| it.description.clone()).unwrap_or_default(),
            ),
            events: RwSignal::new(webhook.map(|it| it.events.clone()).unwrap_or_default()),
        }
    }

    /// What was typed. Where an address leads the server alone can find out.
    ///
    /// # Errors
    /// What is wrong, each at its field.
    pub fn read(self) -> Result<Read, Vec<FormError>> {
        let url = self.url.with_untracked(|url| {
            let url = url.trim().to_owned();
            if url.is_empty() {
                Err(FormError::field("url", "Enter the address of the receiver"))
            } else {
                Ok(url)
            }
        });
        let description = self.description.with_untracked(|text| {
            if text.trim().is_empty() {
                return Ok(String::new());
            }
            line("/description", "what it is for", text, DESCRIPTION_MAX).map_err(FormError::from)
        });
        let events = self.events.with_untracked(|events| {
            event_types(events)
                .map(|_| events.clone())
                .map_err(|fault| FormError::field("events", fault.detail))
        });
        match (url, description, events) {
            (Ok(url), Ok(description), Ok(events)) => Ok(Read {
                url,
                description,
                events,
            }),
            (url, description, events) => Err([url.err(), description.err(), events.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

/// The fields of a webhook.
#[component]
pub fn WebhookFields(typed: Typed) -> impl IntoView {
    let choices: Vec<Choice> = EVENT_TYPES
        .iter()
        .map(|event| {
            Choice::new(event.code, event.sentence.trim_end_matches('.')).explained(event.code)
        })
        .collect();
    view! {
        <TextField
            id="url"
            label="Address of the receiver"
            hint="It begins with https:// and leads to the public internet"
            value=typed.url
            kind=TextKind::Reference
            autocomplete="off"
        />
        <TextField
            id="description"
            label="What it is for (optional)"
            hint="For your colleagues, such as the name of the system behind it"
            value=typed.description
        />
        <Checkboxes
            id="events"
            legend="What to tell it of"
            hint="It is told that something happened and to which record, never what the record says"
            values=typed.events
            choices
        />
    }
}
