//! The words of a plan.

use leptos::prelude::*;
use shared::plans::api::{PlanView, TermView};

use super::about::AboutNav;
use crate::api;
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{EmptyState, Load, PageHeading};

/// The page.
#[component]
pub fn GlossaryPage(plan: String) -> impl IntoView {
    let view = api::load({
        let plan = plan.clone();
        move |client| {
            let plan = plan.clone();
            async move { client.plan(&plan).await }
        }
    });
    let caption =
        Signal::derive(move || view.get().and_then(Result::ok).map(|view| view.plan.title));
    let current = Route::Glossary { plan: plan.clone() };
    let empty = Empty::when(
        |view: &PlanView| view.glossary.is_empty(),
        || {
            view! {
                <EmptyState title="No words to explain">
                    <p>"The plan file has no glossary."</p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Glossary" caption />
        <AboutNav plan current />
        <Load resource=view empty children=|view| view! { <Terms terms=view.glossary /> } />
    }
}

#[component]
fn Terms(mut terms: Vec<TermView>) -> impl IntoView {
    terms.sort_by_cached_key(|term| term.term.to_lowercase());
    let items = terms
        .into_iter()
        .map(
            |TermView {
                 term,
                 meaning,
                 note,
             }| {
                view! {
                    <div class="tl-terms__item">
                        <dt class="tl-terms__term">{term}</dt>
                        <dd class="tl-terms__meaning">
                            <p>{meaning}</p>
                            {note.map(|note| view! { <p class="tl-entry__note">{note}</p> })}
                        </dd>
                    </div>
                }
            },
        )
        .collect_view();
    view! { <dl class="tl-terms">{items}</dl> }
}
