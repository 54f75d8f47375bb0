//! How standings are told.

use leptos::prelude::*;
use shared::services::Standing;

use crate::ui::{Tag, TagColour};

/// How a service stands; nothing for one that is open.
#[component]
pub fn StandingTag(standing: Standing) -> impl IntoView {
    match standing {
        Standing::Open => None,
        Standing::Planned => Some(view! { <Tag colour=TagColour::Teal word="Planned" /> }),
        Standing::Closed => Some(view! { <Tag colour=TagColour::Grey word="Closed" /> }),
    }
}
