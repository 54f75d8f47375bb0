use leptos::prelude::*;
use shared::plans::api::{ActionView, PartView, Timescale};

use crate::dates;
use crate::features::plans::words::timescale_class;
use crate::routes::Route;
use crate::ui::{SummaryList, SummaryRow};

/// What is looked up beside the words: who, when, where in the plan.
#[component]
pub fn Facts(record: ActionView) -> impl IntoView {
    let ActionView {
        printed_ref,
        reference,
        level,
        outcomes,
        parts,
        lead_note,
        timescale,
        starts,
        ends,
        groups,
        source,
        ..
    } = record;
    let level = level.map_or_else(
        || "No level of need".to_owned(),
        |level| format!("{}. {}", level.number, level.name),
    );
    let renumbered = reference
        .as_deref()
        .is_some_and(|reference| reference != printed_ref);
    let outcomes: Vec<String> = outcomes.into_iter().map(|outcome| outcome.name).collect();
    let starts = starts.as_ref().map(dates::printed);
    let ends = ends
        .as_ref()
        .map_or_else(|| "No end date".to_owned(), dates::printed);
    view! {
        <aside class="tl-facts" aria-label="Facts about this action">
            <h2 class="govuk-heading-s">"Who"</h2>
            <Parts parts />
            {lead_note.map(|note| view! { <p class="tl-facts__note">{note}</p> })}
            <SummaryList>
                <SummaryRow name="Level of need">{level}</SummaryRow>
                <SummaryRow name="Outcomes">{lines(outcomes, "No outcome")}</SummaryRow>
                {starts.map(|starts| view! { <SummaryRow name="Starts">{starts}</SummaryRow> })}
                <SummaryRow name="Ends">{ends}</SummaryRow>
                <SummaryRow name="Timescale">
                    <TimescaleWords timescale />
                </SummaryRow>
                {(!groups.is_empty())
                    .then(|| view! { <SummaryRow name="Speaks of">{lines(groups, "")}</SummaryRow> })}
                {renumbered.then(|| view! { <SummaryRow name="Printed as">{printed_ref}</SummaryRow> })}
                {source.map(|source| view! { <SummaryRow name="Printed in">{source}</SummaryRow> })}
            </SummaryList>
        </aside>
    }
}

/// A list of short lines, or the words for none.
fn lines(items: Vec<String>, none: &'static str) -> AnyView {
    if items.is_empty() {
        return view! { <span class="tl-muted">{none}</span> }.into_any();
    }
    let items = items
        .into_iter()
        .map(|item| view! { <li>{item}</li> })
        .collect_view();
    view! { <ul class="tl-plain-list">{items}</ul> }.into_any()
}

/// The agencies with a part, the leads first.
#[component]
fn Parts(mut parts: Vec<PartView>) -> impl IntoView {
    if parts.is_empty() {
        return view! { <p class="govuk-body tl-muted">"Nobody has a part in this action."</p> }
            .into_any();
    }
    parts.sort_by_key(|part| (part.role, !part.coordinates));
    let items = parts.into_iter().map(part_view).collect_view();
    view! { <ul class="tl-parts">{items}</ul> }.into_any()
}

fn part_view(part: PartView) -> impl IntoView {
    let href = Route::Agency {
        agency: part.agency.id,
    }
    .href();
    let role = if part.coordinates {
        format!("{}, coordinates", part.role.label())
    } else {
        part.role.label().to_owned()
    };
    let reporter = match (part.is_class, part.reported_by) {
        (_, Some(reporter)) => {
            let href = Route::Agency { agency: reporter.id }.href();
            Some(view! { <p class="tl-facts__note"><a href=href>{reporter.name}</a> " reports for it"</p> }.into_any())
        }
        (true, None) => {
            Some(view! { <p class="tl-facts__note">"A class of agencies. No member reports for it yet"</p> }.into_any())
        }
        (_, None) => None,
    };
    view! {
        <li class="tl-parts__item">
            <a href=href>{part.agency.name}</a>
            <span class="tl-parts__role">{role}</span>
            {reporter}
            {part.printed.map(|printed| view! { <p class="tl-facts__note">"Printed: “" {printed} "”"</p> })}
        </li>
    }
}

#[component]
fn TimescaleWords(timescale: Timescale) -> impl IntoView {
    let stated = timescale.basis == "stated";
    let words = std::iter::once(&timescale.class)
        .chain(&timescale.also)
        .map(|class| timescale_class(class))
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <span>{words}</span>
        {(stated && timescale.evidence.is_none()).then(|| view! { <p class="tl-facts__note">"As the plan states"</p> })}
        {timescale.evidence.map(|evidence| view! { <p class="tl-facts__note">{evidence}</p> })}
    }
}
