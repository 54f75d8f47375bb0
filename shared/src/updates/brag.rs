use serde::{Deserialize, Serialize};

/// The owner's rating of an action. Grey, not reported, is the absence of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Brag {
    /// Complete.
    Blue,
    /// Off track.
    Red,
    /// At risk, with a way back.
    Amber,
    /// On track.
    Green,
}

impl Brag {
    /// Every rating, in the order of the word.
    pub const ALL: &'static [Self] = &[Self::Blue, Self::Red, Self::Amber, Self::Green];

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Blue => "Complete",
            Self::Red => "Off track",
            Self::Amber => "At risk",
            Self::Green => "On track",
        }
    }

    /// What the rating says, for those who choose one.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Blue => "Everything is done, and what it changed is known",
            Self::Red => "Behind, and no way back is agreed yet",
            Self::Amber => "Behind or in doubt, and there is a way back",
            Self::Green => "Going as planned",
        }
    }

    /// The word on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
        }
    }

    /// The rating that a word in the database names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|brag| brag.code() == code)
    }
}

/// The word on the screen for a rating or its absence.
pub const fn brag_label(brag: Option<Brag>) -> &'static str {
    match brag {
        Some(brag) => brag.label(),
        None => "Not reported",
    }
}
