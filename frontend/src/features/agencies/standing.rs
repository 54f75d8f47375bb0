use chrono::NaiveDate;
use leptos::prelude::*;

use crate::dates;
use crate::ui::{Tag, TagColour};

/// Whether an agency stands for a class, and whether it has ended. Renders nothing for one that is neither.
#[component]
pub fn StandingTags(is_class: bool, valid_to: Option<NaiveDate>) -> impl IntoView {
    view! {
        {is_class.then(|| view! { <Tag colour=TagColour::Teal word="Class" /> " " })}
        {ended(valid_to).then(|| view! { <Tag colour=TagColour::Grey word="Ended" /> })}
    }
}

/// Whether the last day of an agency has passed.
pub fn ended(valid_to: Option<NaiveDate>) -> bool {
    valid_to.is_some_and(|last| last < dates::today())
}
