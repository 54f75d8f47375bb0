//! What others changed while a form was open.

use leptos::prelude::*;
use shared::plans::api::{ActionView, FieldChange};

use super::history::Changes;
use super::shown_reference;
use crate::dates;
use crate::ui::InsetText;

/// The fields that differ, by their names on the screen.
pub fn differences(before: &ActionView, after: &ActionView) -> Vec<FieldChange> {
    let names = |record: &ActionView| {
        record
            .outcomes
            .iter()
            .map(|outcome| outcome.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let parts = |record: &ActionView| {
        record
            .parts
            .iter()
            .map(|part| {
                format!(
                    "{} ({})",
                    part.agency.name,
                    part.role.label().to_lowercase()
                )
            })
            .collect::<Vec<_>>()
            .join(", ")
    };
    let level = |record: &ActionView| {
        record
            .level
            .as_ref()
            .map(|level| level.name.clone())
            .unwrap_or_default()
    };
    let date = |date: &Option<shared::calendar::PartialDate>| {
        date.as_ref().map(dates::printed).unwrap_or_default()
    };
    let fields: [(&str, String, String); 8] = [
        (
            "State",
            before.state.label().to_owned(),
            after.state.label().to_owned(),
        ),
        (
            "Reference",
            shown_reference(before).to_owned(),
            shown_reference(after).to_owned(),
        ),
        ("Title", before.title.clone(), after.title.clone()),
        ("Level of need", level(before), level(after)),
        ("Outcomes", names(before), names(after)),
        ("Who", parts(before), parts(after)),
        ("Starts", date(&before.starts), date(&after.starts)),
        ("Ends", date(&before.ends), date(&after.ends)),
    ];
    fields
        .into_iter()
        .filter(|(_, from, to)| from != to)
        .map(|(field, from, to)| FieldChange {
            field: field.to_owned(),
            from: Some(from),
            to: Some(to),
        })
        .collect()
}

/// Says what came in between and what sending again will do. Renders nothing where nothing did.
#[component]
pub fn Between(changes: RwSignal<Option<Vec<FieldChange>>>) -> impl IntoView {
    move || {
        changes.get().map(|changes| {
            let words = if changes.is_empty() {
                "Somebody saved this action without changing what stands here."
            } else {
                "Since you opened this page, somebody changed:"
            };
            view! {
                <InsetText>
                    <p class="govuk-body">{words}</p>
                    <Changes changes />
                    <p class="govuk-body">"What you typed is still here. If it still holds, send it again."</p>
                </InsetText>
            }
        })
    }
}
