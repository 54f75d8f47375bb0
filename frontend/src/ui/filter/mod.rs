//! Narrowing a list: the panel of choices beside it, and the choices made, each with a way to undo it.

use leptos::prelude::*;

/// One choice that narrows the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterTag {
    /// What kind of choice it is: "Outcome".
    pub group: String,
    /// What was chosen.
    pub value: String,
    /// The address of the list without the choice.
    pub href: String,
}

/// The choices that narrow the list now. Renders nothing where there are none.
#[component]
pub fn SelectedFilters(
    #[prop(into)] tags: Signal<Vec<FilterTag>>,
    /// The address of the list without any.
    #[prop(into)]
    clear: Signal<String>,
) -> impl IntoView {
    move || {
        let tags = tags.get();
        (!tags.is_empty()).then(|| {
            let tags = tags
                .into_iter()
                .map(|FilterTag { group, value, href }| {
                    view! {
                        <li>
                            <a class="tl-filter-tag" href=href data-noscroll="">
                                <span class="govuk-visually-hidden">"Remove this filter: "</span>
                                <span class="tl-filter-tag__group">{group}</span>
                                " "
                                {value}
                                <span class="tl-filter-tag__cross" aria-hidden="true">
                                    "×"
                                </span>
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <div class="tl-filter-tags">
                    <h2 class="govuk-visually-hidden">"Selected filters"</h2>
                    <ul class="tl-filter-tags__list">{tags}</ul>
                    <a href=clear.get_untracked() data-noscroll="">
                        "Clear filters"
                    </a>
                </div>
            }
        })
    }
}

/// Whether the panel shows its choices on a small screen; a large one always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Panel {
    Open,
    Closed,
}

/// The choices, beside the list on a wide screen and behind a button on a narrow one.
#[component]
pub fn FilterPanel(children: Children) -> impl IntoView {
    let panel = RwSignal::new(Panel::Closed);
    let open = move || panel.get() == Panel::Open;
    let toggle = move |_| {
        panel.update(|panel| {
            *panel = match *panel {
                Panel::Open => Panel::Closed,
                Panel::Closed => Panel::Open,
            };
        });
    };
    view! {
        <section class="tl-filter" aria-labelledby="filter-title">
            <h2 class="tl-filter__title" id="filter-title">
                "Filter"
            </h2>
            <button
                type="button"
                class="tl-button tl-button--secondary tl-filter__toggle"
                aria-controls="filter-choices"
                aria-expanded=move || if open() { "true" } else { "false" }
                on:click=toggle
            >
                {move || if open() { "Hide filters" } else { "Show filters" }}
            </button>
            <div class="tl-filter__choices" id="filter-choices" class:tl-filter__choices--open=open>
                {children()}
            </div>
        </section>
    }
}
