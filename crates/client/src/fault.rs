use shared::problem::{ErrorCode, Problem};

/// Why a call failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The server answered with a problem.
    Problem(Box<Problem>),
    /// The server could not be reached, or the connection broke.
    Unreachable,
    /// The server's answer could not be understood, as after an upgrade of one side alone.
    Unreadable,
}

impl Fault {
    /// The code of the problem, where the server named one.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Unreachable | Self::Unreadable => None,
        }
    }

    /// Whether trying again may help without anything being changed.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Problem(problem) => {
                matches!(problem.code, ErrorCode::Unavailable | ErrorCode::InFlight)
            }
            Self::Unreadable => false,
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Problem(problem) => f.write_str(&problem.detail),
            Self::Unreachable => f.write_str("The server cannot be reached"),
            Self::Unreadable => f.write_str("The server's answer cannot be understood"),
        }
    }
}

impl std::error::Error for Fault {}
