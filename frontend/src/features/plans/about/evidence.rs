use leptos::prelude::*;
use shared::plans::api::EvidenceView;

use crate::features::plans::action::Source;
use crate::features::plans::words::{counted, spoken};
use crate::ui::EmptyState;

/// The sources that the plan rests on, by kind.
#[component]
pub fn Evidence(mut evidence: Vec<EvidenceView>) -> impl IntoView {
    if evidence.is_empty() {
        return view! {
            <EmptyState title="No sources">
                <p>"The plan file names none."</p>
            </EmptyState>
        }
        .into_any();
    }
    evidence.sort_by(|a, b| (&a.kind, &a.title).cmp(&(&b.kind, &b.title)));
    let total = counted(evidence.len(), "source");
    let groups = evidence
        .chunk_by(|a, b| a.kind == b.kind)
        .map(|sources| {
            let kind = sources.first().map(|source| spoken(&source.kind)).unwrap_or_default();
            let items = sources
                .iter()
                .cloned()
                .map(|source| view! { <Source source /> })
                .collect_view();
            view! {
                <section>
                    <h2 class="govuk-heading-s">{kind} " " <span class="tl-muted">{sources.len()}</span></h2>
                    <ul class="tl-sources">{items}</ul>
                </section>
            }
        })
        .collect_view();
    view! {
        <p class="govuk-body tl-muted">{total}</p>
        {groups}
    }
    .into_any()
}
