//! The audit log: who did what, to what, when, and whether it is sealed. Filters live in the address, and the list is read
//! a page at a time.

mod entries;
mod filters;

use client::AuditFilter;
use leptos::prelude::*;
use shared::audit::api::AuditEntryView;
use shared::page::Page;

use crate::api::load;
use crate::listing::Choices;
use crate::routes::Route;
use crate::ui::{Details, Load, PageHeading};
use entries::Entries;
use filters::{Chosen, Filters};

/// A page of the log.
type LogPage = Page<AuditEntryView>;

const KEYS: [&str; 5] = ["act", "actor", "plan", "subject", "cursor"];

/// The audit log.
#[component]
pub fn AuditPage() -> impl IntoView {
    let choices = Choices::of(Route::Audit.href(), &KEYS);
    let entries = load(move |client| {
        let filter = filter(choices);
        async move { client.audit(&filter).await }
    });
    view! {
        <PageHeading title="Audit log" />
        <p class="govuk-body">
            "Everything that anybody changed, as far as your role reaches, the latest first. The log holds who, what and when, never the words that were written."
        </p>
        <div class="tl-filtered">
            <Filters choices />
            <div>
                <Chosen choices />
                <Load resource=entries children=move |page: LogPage| view! { <Entries page choices /> } />
                <AboutSeals />
            </div>
        </div>
    }
}

/// What the address asks for. A value that cannot be read asks for nothing.
fn filter(choices: Choices) -> AuditFilter {
    let filled = |key: &str| Some(choices.get(key)).filter(|value| !value.is_empty());
    AuditFilter {
        actor: choices.get("actor").parse().ok(),
        plan: choices.get("plan").parse().ok(),
        subject: choices.get("subject").parse().ok(),
        act: filled("act"),
        cursor: filled("cursor"),
        limit: None,
    }
}

#[component]
fn AboutSeals() -> impl IntoView {
    view! {
        <Details summary="What the seal says">
            <p class="govuk-body">
                "Every entry is sealed a moment after it was written: it gets a number, and a fingerprint that depends on every entry before it. Nobody can change, remove or add an entry afterwards without all later fingerprints ceasing to fit. Whoever runs the service can check the whole chain at any time."
            </p>
        </Details>
    }
}
