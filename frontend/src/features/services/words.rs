//! How ranges and standings are told.

use leptos::prelude::*;
use shared::services::Standing;

use crate::ui::{Tag, TagColour};

/// The levels of need in words; none where nothing is stated.
pub fn levels(from: Option<i32>, to: Option<i32>) -> Option<String> {
    match (from?, to?) {
        (from, to) if from == to => Some(format!("Level {from}")),
        (from, to) => Some(format!("Levels {from} to {to}")),
    }
}

/// The ages in words; none where nothing is stated.
pub fn ages(from: Option<i32>, to: Option<i32>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("{from} and over")),
        (None, Some(to)) => Some(format!("Up to {to}")),
        (Some(from), Some(to)) if from == to => Some(format!("{from}")),
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
    }
}

/// How a service stands; nothing for one that is open.
#[component]
pub fn StandingTag(standing: Standing) -> impl IntoView {
    match standing {
        Standing::Open => None,
        Standing::Planned => Some(view! { <Tag colour=TagColour::Teal word="Planned" /> }),
        Standing::Closed => Some(view! { <Tag colour=TagColour::Grey word="Closed" /> }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_read_as_people_say_them() {
        assert_eq!(levels(Some(2), Some(2)).as_deref(), Some("Level 2"));
        assert_eq!(levels(Some(2), Some(4)).as_deref(), Some("Levels 2 to 4"));
        assert_eq!(levels(None, None), None);
        assert_eq!(ages(Some(10), Some(16)).as_deref(), Some("10 to 16"));
        assert_eq!(ages(Some(0), None).as_deref(), Some("0 and over"));
        assert_eq!(ages(None, Some(25)).as_deref(), Some("Up to 25"));
        assert_eq!(ages(None, None), None);
    }
}
