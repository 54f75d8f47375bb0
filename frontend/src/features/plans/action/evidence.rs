use leptos::prelude::*;
use shared::plans::api::EvidenceView;

use crate::features::plans::words::spoken;

/// The sources that an action rests on. Renders nothing where it names none.
#[component]
pub fn EvidenceList(evidence: Vec<EvidenceView>) -> impl IntoView {
    if evidence.is_empty() {
        return ().into_any();
    }
    let items = evidence
        .into_iter()
        .map(|source| view! { <Source source /> })
        .collect_view();
    view! {
        <section aria-labelledby="evidence">
            <h2 class="govuk-heading-m" id="evidence">
                "Evidence"
            </h2>
            <ul class="tl-sources">{items}</ul>
        </section>
    }
    .into_any()
}

/// One source, as a list of references has it.
#[component]
pub fn Source(source: EvidenceView) -> impl IntoView {
    let EvidenceView {
        title,
        author,
        year,
        kind,
        variants,
        listed,
        note,
        page,
        ..
    } = source;
    let facts: Vec<String> = [
        author,
        year.map(|year| year.to_string()),
        Some(spoken(&kind)),
        page.map(|page| format!("page {page}")),
    ]
    .into_iter()
    .flatten()
    .filter(|fact| !fact.is_empty())
    .collect();
    let cited = (!variants.is_empty()).then(|| format!("Also cited as {}", variants.join("; ")));
    view! {
        <li class="tl-sources__item">
            <cite class="tl-sources__title">{title}</cite>
            <span class="tl-register__note">{facts.join(", ")}</span>
            {cited.map(|words| view! { <span class="tl-register__note">{words}</span> })}
            {(!listed).then(|| view! { <span class="tl-register__note">"Not in the plan’s list of sources"</span> })}
            {note.map(|note| view! { <span class="tl-register__note">{note}</span> })}
        </li>
    }
}
