//! What has happened to a case, the latest first.

use leptos::prelude::*;
use shared::cases::api::CaseEntry;

use crate::dates;
use crate::ui::{Timeline, TimelineItem};

/// The time line of a case.
#[component]
pub fn Trace(timeline: Vec<CaseEntry>) -> impl IntoView {
    let items = timeline
        .into_iter()
        .map(|entry| {
            let by = [
                entry.by.map(|person| person.name),
                entry.agency.map(|agency| agency.name),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ");
            let by = if by.is_empty() {
                "The service itself".to_owned()
            } else {
                by
            };
            let words = entry
                .words
                .map(|words| view! { <p class="govuk-body tl-prose">{words}</p> });
            view! {
                <TimelineItem title=entry.done by when=dates::instant(entry.at) instant=entry.at.to_rfc3339()>
                    {words}
                </TimelineItem>
            }
        })
        .collect_view();
    view! {
        <h2 class="govuk-heading-m">"What has happened"</h2>
        <Timeline>{items}</Timeline>
    }
}
