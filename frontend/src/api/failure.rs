use client::Fault;
use shared::problem::{ErrorCode, Problem};

use crate::ui::Failure;
use crate::ui::load::Remedy;

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Problem(problem) => Self::from(*problem),
            Fault::Unreachable => Self {
                title: "The server cannot be reached".to_owned(),
                detail: "Your connection may have dropped. Nothing that you saved is lost, and this page tries again by itself.".to_owned(),
                request_id: None,
                remedy: Remedy::TryAgain,
            },
            Fault::Unreadable => Self {
                title: "The answer cannot be read".to_owned(),
                detail: "The service may have been upgraded since you opened it. Load this page again.".to_owned(),
                request_id: None,
                remedy: Remedy::TryAgain,
            },
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let remedy = match problem.code {
            ErrorCode::Internal
            | ErrorCode::Unavailable
            | ErrorCode::InFlight
            | ErrorCode::TooMany => Remedy::TryAgain,
            _ => Remedy::None,
        };
        Self {
            title: problem.title,
            detail: problem
                .refusal
                .map_or(problem.detail, |refusal| refusal.sentence),
            request_id: Some(problem.request_id),
            remedy,
        }
    }
}
