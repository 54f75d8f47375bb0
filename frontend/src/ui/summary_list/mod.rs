//! Facts about one thing, each with its name, and a way to change the ones that may be changed.

use leptos::prelude::*;

/// A list of facts; its children are `SummaryRow`s.
#[component]
pub fn SummaryList(children: Children) -> impl IntoView {
    view! { <dl class="tl-summary">{children()}</dl> }
}

/// One fact.
#[component]
pub fn SummaryRow(
    /// What the fact is called.
    #[prop(into)]
    name: String,
    /// The address where the fact is changed, for a person who may.
    #[prop(optional, into)]
    change: MaybeProp<String>,
    /// The fact.
    children: Children,
) -> impl IntoView {
    let subject = name.to_lowercase();
    view! {
        <div class="tl-summary__row">
            <dt class="tl-summary__name">{name}</dt>
            <dd class="tl-summary__value">{children()}</dd>
            {move || {
                let subject = subject.clone();
                change
                    .get()
                    .map(|href| {
                        view! {
                            <dd class="tl-summary__action">
                                <a href=href>
                                    "Change" <span class="govuk-visually-hidden">{format!(" {subject}")}</span>
                                </a>
                            </dd>
                        }
                    })
            }}
        </div>
    }
}
