use leptos::prelude::*;
use shared::plans::api::ActionRef;

use super::moment;
use super::register::action_href;

/// An action in a few words, as a link to it at the moment that the page shows.
#[component]
pub fn ActionLink(
    /// The plan's slug.
    plan: String,
    action: ActionRef,
) -> impl IntoView {
    let moment = moment::here();
    let path = action_href(&plan, None, action.id);
    view! {
        <a href=move || moment::href(&path, moment.get())>
            <span class="tl-ref">{action.reference}</span>
            " "
            {action.title}
        </a>
    }
}
