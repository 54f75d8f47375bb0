//! What a coordinator can decide on a finding, and when.

use crate::{
    policy::RefusalCode,
    problem::FieldError,
    text::{PASSAGE_MAX, passage},
};

use super::{
    api::{DecideFinding, FindingDecision, FindingState},
    checks::Proposal,
};

impl FindingDecision {
    /// Every decision, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Accept, Self::Overrule, Self::Park, Self::Reopen];

    /// The word for it in `allowed` and in the audit log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Overrule => "overrule",
            Self::Park => "park",
            Self::Reopen => "reopen",
        }
    }
}

impl FindingState {
    /// The state after a decision on a finding that proposes `repair`. A parked finding is only
    /// put off; a repair that has changed the plan is not taken back here.
    ///
    /// # Errors
    /// `already_decided`, `nothing_to_apply` or `not_now`.
    pub const fn next(
        self,
        decision: FindingDecision,
        repair: Option<&Proposal>,
    ) -> Result<Self, RefusalCode> {
        match (self, decision, repair) {
            (Self::Open | Self::Parked, FindingDecision::Accept, Some(_)) => Ok(Self::Accepted),
            (Self::Open | Self::Parked, FindingDecision::Accept, None) => {
                Err(RefusalCode::NothingToApply)
            }
            (Self::Open | Self::Parked, FindingDecision::Overrule, _) => Ok(Self::Overruled),
            (Self::Open, FindingDecision::Park, _) => Ok(Self::Parked),
            (Self::Parked | Self::Overruled, FindingDecision::Reopen, _) => Ok(Self::Open),
            (Self::Accepted, FindingDecision::Reopen, Some(repair)) if !repair.changes_plan() => {
                Ok(Self::Open)
            }
            (Self::Open | Self::Gone, FindingDecision::Reopen, _) | (Self::Gone, _, _) => {
                Err(RefusalCode::NotNow)
            }
            (Self::Parked | Self::Accepted | Self::Overruled, _, _) => {
                Err(RefusalCode::AlreadyDecided)
            }
        }
    }
}

impl DecideFinding {
    /// The words given with the decision, which overruling and parking need.
    ///
    /// # Errors
    /// A [`FieldError`] at `/note`.
    pub fn checked_note(&self) -> Result<Option<String>, FieldError> {
        let note = passage(
            "/note",
            self.note.as_deref().unwrap_or_default(),
            PASSAGE_MAX,
        )?;
        let needed = matches!(
            self.decision,
            FindingDecision::Overrule | FindingDecision::Park
        );
        if note.is_empty() && needed {
            return Err(FieldError::required(
                "/note",
                "Say why, so that others can follow the decision",
            ));
        }
        Ok((!note.is_empty()).then_some(note))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_follow_the_state() {
        use FindingDecision::{Accept, Overrule, Park, Reopen};
        let count = Proposal::UseCount {
            item: "outcomes".to_owned(),
            count: 5,
        };
        let renumber = Proposal::SetReference {
            action: "a".to_owned(),
            reference: "1.1".to_owned(),
        };
        let word = |state: FindingState, repair| {
            FindingDecision::ALL.map(|decision| match state.next(decision, repair) {
                Ok(next) => next.label(),
                Err(RefusalCode::AlreadyDecided) => "decided",
                Err(RefusalCode::NothingToApply) => "nothing",
                Err(_) => "not now",
            })
        };
        let table = [
            (
                FindingState::Open,
                Some(&renumber),
                ["Accepted", "Overruled", "Parked", "not now"],
            ),
            (
                FindingState::Open,
                None,
                ["nothing", "Overruled", "Parked", "not now"],
            ),
            (
                FindingState::Parked,
                Some(&renumber),
                ["Accepted", "Overruled", "decided", "To decide"],
            ),
            (
                FindingState::Accepted,
                Some(&renumber),
                ["decided", "decided", "decided", "decided"],
            ),
            (
                FindingState::Accepted,
                Some(&count),
                ["decided", "decided", "decided", "To decide"],
            ),
            (
                FindingState::Overruled,
                None,
                ["decided", "decided", "decided", "To decide"],
            ),
            (
                FindingState::Gone,
                Some(&count),
                ["not now", "not now", "not now", "not now"],
            ),
        ];
        for (state, repair, expected) in table {
            assert_eq!(word(state, repair), expected, "{state:?}");
        }
        assert_eq!([Accept, Overrule, Park, Reopen], FindingDecision::ALL);
    }

    #[test]
    fn overruling_and_parking_say_why() {
        let form = |decision, note: Option<&str>| DecideFinding {
            decision,
            note: note.map(str::to_owned),
        };
        assert_eq!(form(FindingDecision::Accept, None).checked_note(), Ok(None));
        assert_eq!(
            form(FindingDecision::Park, Some(" later ")).checked_note(),
            Ok(Some("later".to_owned()))
        );
        for note in [None, Some("  "), Some("a\0")] {
            assert!(
                form(FindingDecision::Overrule, note)
                    .checked_note()
                    .is_err()
            );
        }
    }
}
