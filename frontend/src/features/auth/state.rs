use leptos::prelude::*;
use shared::auth::api::PersonState;

use crate::ui::{Tag, TagColour};

/// Where an account stands.
#[component]
pub fn StateTag(state: PersonState) -> impl IntoView {
    let colour = match state {
        PersonState::Active => TagColour::Green,
        PersonState::Invited => TagColour::Amber,
        PersonState::Disabled => TagColour::Grey,
    };
    view! { <Tag colour word=state.label() /> }
}
