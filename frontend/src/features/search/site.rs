use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::search::QUERY_MAX;

use crate::routes::{Route, query, with_query};
use crate::session::{Entrance, Session};

/// The box at the top of every page of somebody who is signed in. On the page of what was found it holds the words that
/// were looked for.
#[component]
pub fn SiteSearch() -> impl IntoView {
    let entrance = Session::here().entrance();
    move || (entrance.get() == Entrance::Person).then(|| view! { <SearchForm /> })
}

#[component]
fn SearchForm() -> impl IntoView {
    let (words, go, query) = (RwSignal::new(String::new()), use_navigate(), query());
    let path = leptos_router::hooks::use_location().pathname;
    let asked = Memo::new(move |_| {
        (path.get() == Route::Search.href())
            .then(|| query.with(|query| query.get("q")).unwrap_or_default())
    });
    Effect::new(move |_| words.set(asked.get().unwrap_or_default()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = words.get_untracked();
        go(
            &with_query(&Route::Search.href(), [("q", typed.trim())]),
            Default::default(),
        );
    };
    view! {
        <form class="tl-site-search" role="search" aria-label="The whole service" action=Route::Search.href() novalidate on:submit=submit>
            <label class="govuk-visually-hidden" for="site-search">
                "Search actions, updates, evidence and agencies"
            </label>
            <input
                class="tl-site-search__input"
                id="site-search"
                name="q"
                type="search"
                autocomplete="off"
                maxlength=QUERY_MAX.to_string()
                prop:value=move || words.get()
                on:input=move |event| words.set(event_target_value(&event))
            />
            <button type="submit" class="tl-site-search__button">
                "Search"
            </button>
        </form>
    }
}
