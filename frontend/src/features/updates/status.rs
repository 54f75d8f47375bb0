use leptos::prelude::*;
use shared::auth::api::Permit;
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

/// What a record says of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permission {
    /// It can be done.
    Open,
    /// It cannot, and the sentence says why.
    Refused(String),
    /// It is not for this person.
    Absent,
}

impl Permission {
    /// Whether it can be done.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// Why it cannot, where there is something to say.
    pub fn sentence(self) -> Option<String> {
        match self {
            Self::Refused(sentence) => Some(sentence),
            Self::Open | Self::Absent => None,
        }
    }
}

/// What `allowed` says of `act`.
pub fn permit(allowed: &[Permit], act: &str) -> Permission {
    match allowed.iter().find(|permit| permit.act == act) {
        Some(Permit { refusal: None, .. }) => Permission::Open,
        Some(Permit {
            refusal: Some(refusal),
            ..
        }) => Permission::Refused(refusal.sentence.clone()),
        None => Permission::Absent,
    }
}
