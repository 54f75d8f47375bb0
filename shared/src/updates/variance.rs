use serde::{Deserialize, Serialize};

/// On which side of its plan an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Earlier or more than planned.
    Ahead,
    /// Later or less than planned.
    Behind,
}

/// Why an action is ahead of its plan or behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VarianceCause {
    /// Posts are empty or staff are away.
    Staffing,
    /// Money is short or comes late.
    Funding,
    /// A contract or a procurement takes longer.
    Procurement,
    /// A partner has not done its part yet.
    Partner,
    /// More people need the service than was planned for.
    Demand,
    /// Systems or data are not ready.
    Systems,
    /// A law, a policy or guidance has changed.
    Policy,
    /// The work is larger than it was thought to be.
    Scope,
    /// A decision is outstanding.
    Decision,
    /// Something else keeps it back.
    OtherBehind,
    /// Work began earlier than planned.
    EarlyStart,
    /// More money or staff than planned.
    MoreMeans,
    /// A partner did more or sooner.
    PartnerAhead,
    /// The work is smaller than it was thought to be.
    LessWork,
    /// Something else brings it forward.
    OtherAhead,
}

impl VarianceCause {
    /// Every cause, those that keep back first.
    pub const ALL: &'static [Self] = &[
        Self::Staffing,
        Self::Funding,
        Self::Procurement,
        Self::Partner,
        Self::Demand,
        Self::Systems,
        Self::Policy,
        Self::Scope,
        Self::Decision,
        Self::OtherBehind,
        Self::EarlyStart,
        Self::MoreMeans,
        Self::PartnerAhead,
        Self::LessWork,
        Self::OtherAhead,
    ];

    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staffing => "staffing",
            Self::Funding => "funding",
            Self::Procurement => "procurement",
            Self::Partner => "partner",
            Self::Demand => "demand",
            Self::Systems => "systems",
            Self::Policy => "policy",
            Self::Scope => "scope",
            Self::Decision => "decision",
            Self::OtherBehind => "other_behind",
            Self::EarlyStart => "early_start",
            Self::MoreMeans => "more_means",
            Self::PartnerAhead => "partner_ahead",
            Self::LessWork => "less_work",
            Self::OtherAhead => "other_ahead",
        }
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Staffing => "Posts are empty or staff are away",
            Self::Funding => "Money is short or late",
            Self::Procurement => "A contract or procurement takes longer",
            Self::Partner => "A partner has not done its part yet",
            Self::Demand => "More people need it than planned",
            Self::Systems => "Systems or data are not ready",
            Self::Policy => "Law, policy or guidance has changed",
            Self::Scope => "The work is larger than thought",
            Self::Decision => "A decision is outstanding",
            Self::OtherBehind => "Something else keeps it back",
            Self::EarlyStart => "Work began early",
            Self::MoreMeans => "More money or staff than planned",
            Self::PartnerAhead => "A partner did more or sooner",
            Self::LessWork => "The work is smaller than thought",
            Self::OtherAhead => "Something else brings it forward",
        }
    }

    /// The side on which it puts an action.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Staffing
            | Self::Funding
            | Self::Procurement
            | Self::Partner
            | Self::Demand
            | Self::Systems
            | Self::Policy
            | Self::Scope
            | Self::Decision
            | Self::OtherBehind => Direction::Behind,
            Self::EarlyStart
            | Self::MoreMeans
            | Self::PartnerAhead
            | Self::LessWork
            | Self::OtherAhead => Direction::Ahead,
        }
    }

    /// The cause that a word on the wire names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cause| cause.code() == code)
    }
}

/// How widely the words of an update may be quoted. Within the service everyone who sees the plan
/// reads an accepted update.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Among those who see the plan.
    #[default]
    Partners,
    /// In the papers of a board too.
    Board,
    /// In what is published too.
    Public,
}

impl Audience {
    /// Every audience, the narrowest first.
    pub const ALL: &'static [Self] = &[Self::Partners, Self::Board, Self::Public];

    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Partners => "partners",
            Self::Board => "board",
            Self::Public => "public",
        }
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Partners => "Among the plan's partners",
            Self::Board => "In board papers too",
            Self::Public => "In public too",
        }
    }

    /// The audience that a word on the wire names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|audience| audience.code() == code)
    }

    /// Whether it is the narrowest; for `skip_serializing_if`.
    pub fn is_narrowest(&self) -> bool {
        *self == Self::default()
    }
}
