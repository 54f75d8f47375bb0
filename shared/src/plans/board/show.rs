use serde::{Deserialize, Serialize};

/// The actions behind a figure of the board's page: what the register is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Reported as off track.
    Red,
    /// Rated worse than in the cycle before.
    Falling,
    /// With a date that has passed.
    Overdue,
    /// With a report that an agency disputes.
    Disputed,
    /// Without a report that was due.
    Silent,
    /// Owing a report in the cycle, due or not yet, without one that is accepted.
    Unreported,
    /// Rated otherwise than the facts imply.
    Differing,
    /// Added since the day `from`.
    Added,
    /// Stopped since the day `from`.
    Stopped,
    /// Completed since the day `from`.
    Completed,
    /// With a date that stands otherwise than at the end of the day `from`.
    Moved,
    /// With a milestone that is due from `from` to `to`.
    Due,
    /// Planned to end by the day `to`.
    Planned,
    /// Complete by the day `to`.
    Complete,
}

impl Show {
    /// Every list.
    pub const ALL: &'static [Self] = &[
        Self::Red,
        Self::Falling,
        Self::Overdue,
        Self::Disputed,
        Self::Silent,
        Self::Unreported,
        Self::Differing,
        Self::Added,
        Self::Stopped,
        Self::Completed,
        Self::Moved,
        Self::Due,
        Self::Planned,
        Self::Complete,
    ];

    /// The word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Falling => "falling",
            Self::Overdue => "overdue",
            Self::Disputed => "disputed",
            Self::Silent => "silent",
            Self::Unreported => "unreported",
            Self::Differing => "differing",
            Self::Added => "added",
            Self::Stopped => "stopped",
            Self::Completed => "completed",
            Self::Moved => "moved",
            Self::Due => "due",
            Self::Planned => "planned",
            Self::Complete => "complete",
        }
    }

    /// The list that a word in an address names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|show| show.code() == code)
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Red => "Off track",
            Self::Falling => "Falling",
            Self::Overdue => "Overdue",
            Self::Disputed => "Disputed",
            Self::Silent => "Silent",
            Self::Unreported => "Report not accepted yet",
            Self::Differing => "Rated otherwise than the facts imply",
            Self::Added => "Added",
            Self::Stopped => "Stopped",
            Self::Completed => "Completed",
            Self::Moved => "Dates moved",
            Self::Due => "With a milestone due",
            Self::Planned => "Planned to end",
            Self::Complete => "Complete",
        }
    }

    /// Whether it is told by comparing with the end of the day `from`.
    pub const fn compares(self) -> bool {
        matches!(
            self,
            Self::Added | Self::Stopped | Self::Completed | Self::Moved
        )
    }

    /// Whether it takes the day `from`.
    pub const fn takes_from(self) -> bool {
        self.compares() || matches!(self, Self::Due)
    }

    /// Whether it takes the day `to`.
    pub const fn takes_to(self) -> bool {
        matches!(self, Self::Due | Self::Planned | Self::Complete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_addresses_are_those_on_the_wire() {
        for show in Show::ALL.iter().copied() {
            assert_eq!(
                serde_json::to_value(show).unwrap(),
                serde_json::json!(show.code())
            );
            assert_eq!(Show::from_code(show.code()), Some(show));
        }
        assert_eq!(Show::from_code("nonsense"), None);
    }
}
