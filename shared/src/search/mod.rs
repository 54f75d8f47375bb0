//! What can be looked for, and what the words that somebody types ask for.

pub mod api;
mod wanted;

use serde::{Deserialize, Serialize};

pub use wanted::{QUERY_MAX, Unsearchable, Wanted};

/// The kinds of record that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// An action, by its reference, title and texts.
    Action,
    /// A progress update, by what the agency wrote.
    Update,
    /// A source that the plan rests on.
    Evidence,
    /// An agency, by its names and notes.
    Agency,
}

impl SearchKind {
    /// Every kind, in the order in which results are shown.
    pub const ALL: [Self; 4] = [Self::Action, Self::Update, Self::Evidence, Self::Agency];

    /// The word on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Update => "update",
            Self::Evidence => "evidence",
            Self::Agency => "agency",
        }
    }

    /// The kind that a word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Several of them, as a heading says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Action => "Actions",
            Self::Update => "Progress updates",
            Self::Evidence => "Evidence",
            Self::Agency => "Agencies",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_the_wire_are_those_in_the_database() {
        for kind in SearchKind::ALL {
            let text = serde_json::to_string(&kind).unwrap();
            assert_eq!(text, format!("\"{}\"", kind.code()));
            assert_eq!(SearchKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(SearchKind::from_code("person"), None);
    }
}
