//! The reference of the REST interface: a reader of the service's own OpenAPI document, so that it always tells of the
//! version that is running and needs no network beyond it.

mod document;
mod fragment;
mod operations;
mod problems;
mod records;
mod words;

use client::{Call, Method};
use leptos::prelude::*;
use serde_json::Value;

use crate::api::load;
use crate::listing::Choices;
use crate::routes::Route;
use crate::ui::{Load, PageHeading, SearchBox};
use document::Document;
use operations::Operations;
use problems::Problems;
use records::Records;

/// The reference.
#[component]
pub fn ApiReferencePage() -> impl IntoView {
    let document = load(|client| async move {
        let document: Value = client.send(Call::new(Method::Get, "/openapi.json")).await?;
        Ok(Document::read(&document))
    });
    fragment::follow(document);
    view! {
        <PageHeading title="REST interface" />
        <Introduction />
        <Load resource=document children=move |document: Document| view! { <Reference document /> } />
        <Problems />
    }
}

#[component]
fn Introduction() -> impl IntoView {
    view! {
        <p class="govuk-body-l tl-measure">"Everything that these pages do can be done by a program, under the same rules."</p>
        <ul class="govuk-list govuk-list--bullet">
            <li>"Addresses begin with " <code>"/api/v1"</code> ", and bodies are JSON."</li>
            <li>
                "Sign in with " <code>"POST /session"</code>
                " and send the cookie that comes back. Every request that changes something also sends the header "
                <code>"X-Throughline"</code> " with any value."
            </li>
            <li>
                "A change of a record names the version that was read, in " <code>"If-Match"</code>
                ". When somebody else was quicker, nothing is lost: the answer is 412, with the record as it stands now."
            </li>
            <li>
                "A request that makes or does something takes an " <code>"Idempotency-Key"</code>
                ": sent again with the same key it does nothing twice."
            </li>
            <li>
                "The same as an OpenAPI document: "
                <a href="/api/v1/openapi.json" rel="external">
                    <code>"/api/v1/openapi.json"</code>
                </a>
            </li>
        </ul>
    }
}

#[component]
fn Reference(document: Document) -> impl IntoView {
    let choices = Choices::of(Route::ApiReference.href(), &["q"]);
    let typed = choices.typed("q");
    let search = Callback::new(move |words: String| choices.choose("q", words.trim()));
    let Document { groups, records } = document;
    view! {
        <h2 class="govuk-heading-l">"Operations"</h2>
        <SearchBox id="q" label="Find an operation" value=typed on_search=search />
        <Operations groups words=typed />
        <Records records />
    }
}
