//! What changed about a pathway: who, when, in words.

use leptos::prelude::*;
use shared::ids::PathwayId;
use shared::pathways::api::{PathwayChange, PathwayChanges};

use crate::features::plans::Changes;
use crate::ui::{Load, Timeline, TimelineItem};
use crate::{api, dates};

/// The changes, latest first.
#[component]
pub fn History(plan: String, pathway: PathwayId) -> impl IntoView {
    let resource = api::load(move |client| {
        let plan = plan.clone();
        async move { client.pathway_changes(&plan, pathway).await }
    });
    view! {
        <section aria-labelledby="changes">
            <h2 class="govuk-heading-m" id="changes">
                "What changed"
            </h2>
            <Load
                resource
                children=move |list: PathwayChanges| {
                    let items = list.items.into_iter().map(entry).collect_view();
                    view! { <Timeline>{items}</Timeline> }
                }
            />
        </section>
    }
}

fn entry(change: PathwayChange) -> impl IntoView {
    let PathwayChange {
        at,
        by,
        version,
        changes,
    } = change;
    let title = if version <= 1 {
        "Added".to_owned()
    } else {
        match changes.as_slice() {
            [] => "Saved without a change".to_owned(),
            [one] => format!("{} changed", one.field),
            many => format!("{} things changed", many.len()),
        }
    };
    let by = by.unwrap_or_else(|| "Import".to_owned());
    view! {
        <TimelineItem title by when=dates::instant(at) instant=at.to_rfc3339()>
            <Changes changes />
        </TimelineItem>
    }
}
