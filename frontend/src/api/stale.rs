use client::Fault;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use shared::problem::ErrorCode;

/// The record as it stands now, when a change was refused because somebody else had changed it first.
pub fn stale<T: DeserializeOwned>(fault: &Fault) -> Option<T> {
    match fault {
        Fault::Problem(problem) if problem.code == ErrorCode::Stale => {
            serde_json::from_value(problem.current.clone()?).ok()
        }
        Fault::Problem(_) | Fault::Unreachable | Fault::Unreadable => None,
    }
}

/// What somebody else changed while the form was open: the name of each field and what it says now. What the person
/// typed stays in the form, and sending it again puts it in the place of theirs.
#[component]
pub fn ChangedMeanwhile(#[prop(into)] fields: Signal<Vec<(String, String)>>) -> impl IntoView {
    move || {
        let fields = fields.get();
        (!fields.is_empty()).then(|| {
            let rows = fields
                .into_iter()
                .map(|(name, now)| view! { <li><strong>{name}</strong> ": " {now}</li> })
                .collect_view();
            view! {
                <div class="tl-changed" role="status">
                    <h2 class="govuk-heading-s">"Somebody else changed this while you had it open"</h2>
                    <ul class="govuk-list govuk-list--bullet">{rows}</ul>
                    <p class="govuk-body">
                        "What you typed is still in the form. Save again to put it in the place of theirs, or load the page again to start from theirs."
                    </p>
                </div>
            }
        })
    }
}
