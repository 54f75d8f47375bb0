use leptos::prelude::*;
use shared::updates::UpdateState;

use crate::ui::{Tag, TagColour};

/// Where an update stands, as a tag.
#[component]
pub fn StateTag(state: UpdateState) -> impl IntoView {
    let colour = match state {
        UpdateState::Draft | UpdateState::Withdrawn => TagColour::Grey,
        UpdateState::Submitted | UpdateState::InReview => TagColour::Teal,
        UpdateState::Returned => TagColour::Amber,
        UpdateState::Accepted => TagColour::Green,
    };
    view! { <Tag colour word=state.label() /> }
}
