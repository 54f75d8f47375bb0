use serde::{Deserialize, Serialize};

use crate::policy::RefusalCode;

use super::{Part, check_parts};

/// Where an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// In the plan as printed; the rules do not bind yet.
    Proposed,
    /// Its reference, outcomes and leads are settled.
    Agreed,
    /// Work has begun.
    InProgress,
    /// Done, with what shows it.
    Complete,
    /// Done and part of everyday practice.
    Embedded,
    /// Interrupted by a decision.
    Paused,
    /// Ended by a decision before it was complete.
    Stopped,
    /// Put off by a decision.
    Deferred,
}

impl ActionState {
    /// Every state.
    pub const ALL: &'static [Self] = &[
        Self::Proposed,
        Self::Agreed,
        Self::InProgress,
        Self::Complete,
        Self::Embedded,
        Self::Paused,
        Self::Stopped,
        Self::Deferred,
    ];

    /// The word on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Agreed => "agreed",
            Self::InProgress => "in_progress",
            Self::Complete => "complete",
            Self::Embedded => "embedded",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Deferred => "deferred",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Proposed => "Proposed",
            Self::Agreed => "Agreed",
            Self::InProgress => "In progress",
            Self::Complete => "Complete",
            Self::Embedded => "Embedded",
            Self::Paused => "Paused",
            Self::Stopped => "Stopped",
            Self::Deferred => "Deferred",
        }
    }

    /// The state that a word in the database names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }

    /// Whether progress can be reported on an action in this state.
    ///
    /// # Errors
    /// `ActionNotAgreed` or `ActionEnded`.
    pub const fn can_be_reported(self) -> Result<(), RefusalCode> {
        match self {
            Self::Proposed => Err(RefusalCode::ActionNotAgreed),
            Self::Stopped => Err(RefusalCode::ActionEnded),
            Self::Agreed
            | Self::InProgress
            | Self::Complete
            | Self::Embedded
            | Self::Paused
            | Self::Deferred => Ok(()),
        }
    }

    /// Whether an update is owed on an action in this state every cycle.
    pub const fn owes_updates(self) -> bool {
        matches!(self, Self::Agreed | Self::InProgress)
    }
}

/// What the rules need to know of an action before it is agreed.
#[derive(Clone, Copy, Debug)]
pub struct AgreedAction<'a> {
    /// The settled reference, unique in its plan.
    pub reference: Option<&'a str>,
    /// How many outcomes it serves.
    pub outcomes: usize,
    /// Who has which part.
    pub parts: &'a [Part],
}

/// Something that happens to an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionEvent {
    /// The partnership agrees it.
    Agree,
    /// Work begins.
    Start,
    /// It is done.
    Complete {
        /// What shows that it is done.
        evidence: String,
        /// What it changed for children and families.
        changed: String,
    },
    /// It has become everyday practice.
    Embed,
    /// It is taken up again after completion, a pause or a deferral.
    Reopen {
        /// Why.
        reason: String,
    },
    /// It is interrupted.
    Pause {
        /// The reference of the decision.
        decision: String,
    },
    /// It is ended.
    Stop {
        /// The reference of the decision.
        decision: String,
    },
    /// It is put off.
    Defer {
        /// The reference of the decision.
        decision: String,
    },
}

impl ActionEvent {
    /// The word of the event on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Start => "start",
            Self::Complete { .. } => "complete",
            Self::Embed => "embed",
            Self::Reopen { .. } => "reopen",
            Self::Pause { .. } => "pause",
            Self::Stop { .. } => "stop",
            Self::Defer { .. } => "defer",
        }
    }

    /// One of each, with words filled in, so that a page can ask which are open now.
    pub fn samples() -> [Self; 8] {
        let word = || "-".to_owned();
        [
            Self::Agree,
            Self::Start,
            Self::Complete {
                evidence: word(),
                changed: word(),
            },
            Self::Embed,
            Self::Reopen { reason: word() },
            Self::Pause { decision: word() },
            Self::Stop { decision: word() },
            Self::Defer { decision: word() },
        ]
    }
}

impl ActionState {
    /// The state after `event`, or why it cannot happen (`docs/GLOSSARY.md`, "Action").
    ///
    /// # Errors
    /// `NotNow` where the event does not fit the state, else what is missing.
    pub fn next(self, event: &ActionEvent, action: &AgreedAction<'_>) -> Result<Self, RefusalCode> {
        use ActionState::{
            Agreed, Complete, Deferred, Embedded, InProgress, Paused, Proposed, Stopped,
        };
        let words = |text: &str, missing| {
            if text.trim().is_empty() {
                Err(missing)
            } else {
                Ok(())
            }
        };
        match (self, event) {
            (Proposed, ActionEvent::Agree) => {
                if action.reference.is_none_or(str::is_empty) {
                    return Err(RefusalCode::ReferenceUnsettled);
                }
                if action.outcomes == 0 {
                    return Err(RefusalCode::OutcomeMissing);
                }
                check_parts(action.parts)?;
                Ok(Agreed)
            }
            (Agreed, ActionEvent::Start) => Ok(InProgress),
            (Agreed | InProgress, ActionEvent::Complete { evidence, changed }) => {
                words(evidence, RefusalCode::EvidenceMissing)?;
                words(changed, RefusalCode::EvidenceMissing)?;
                Ok(Complete)
            }
            (Complete, ActionEvent::Embed) => Ok(Embedded),
            (Complete | Embedded | Paused | Deferred | Stopped, ActionEvent::Reopen { reason }) => {
                words(reason, RefusalCode::ReasonMissing)?;
                Ok(InProgress)
            }
            (Agreed | InProgress | Deferred, ActionEvent::Pause { decision }) => {
                words(decision, RefusalCode::DecisionMissing)?;
                Ok(Paused)
            }
            (
                Proposed | Agreed | InProgress | Paused | Deferred,
                ActionEvent::Stop { decision },
            ) => {
                words(decision, RefusalCode::DecisionMissing)?;
                Ok(Stopped)
            }
            (Proposed | Agreed | InProgress | Paused, ActionEvent::Defer { decision }) => {
                words(decision, RefusalCode::DecisionMissing)?;
                Ok(Deferred)
            }
            _ => Err(RefusalCode::NotNow),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::plans::AssignmentRole;

    fn lead() -> Part {
        Part {
            agency: Uuid::from_u128(1).into(),
            role: AssignmentRole::Lead,
            coordinates: false,
        }
    }

    #[test]
    fn agreement_needs_a_reference_an_outcome_and_a_lead() {
        let parts = [lead()];
        let agree = |reference, outcomes, parts: &[Part]| {
            ActionState::Proposed.next(
                &ActionEvent::Agree,
                &AgreedAction {
                    reference,
                    outcomes,
                    parts,
                },
            )
        };
        assert_eq!(agree(Some("1.1"), 1, &parts), Ok(ActionState::Agreed));
        assert_eq!(agree(None, 1, &parts), Err(RefusalCode::ReferenceUnsettled));
        assert_eq!(
            agree(Some(""), 1, &parts),
            Err(RefusalCode::ReferenceUnsettled)
        );
        assert_eq!(
            agree(Some("1.1"), 0, &parts),
            Err(RefusalCode::OutcomeMissing)
        );
        assert_eq!(agree(Some("1.1"), 1, &[]), Err(RefusalCode::LeadMissing));
    }

    #[test]
    fn words_are_asked_for() {
        let parts = [lead()];
        let action = AgreedAction {
            reference: Some("1.1"),
            outcomes: 1,
            parts: &parts,
        };
        let blank = || " ".to_owned();
        let of = |state: ActionState, event: ActionEvent| state.next(&event, &action);
        use ActionState::*;
        assert_eq!(
            of(InProgress, ActionEvent::Pause { decision: blank() }),
            Err(RefusalCode::DecisionMissing)
        );
        assert_eq!(
            of(InProgress, ActionEvent::Stop { decision: blank() }),
            Err(RefusalCode::DecisionMissing)
        );
        assert_eq!(
            of(InProgress, ActionEvent::Defer { decision: blank() }),
            Err(RefusalCode::DecisionMissing)
        );
        assert_eq!(
            of(
                InProgress,
                ActionEvent::Complete {
                    evidence: blank(),
                    changed: "a".into()
                }
            ),
            Err(RefusalCode::EvidenceMissing)
        );
        assert_eq!(
            of(Complete, ActionEvent::Reopen { reason: blank() }),
            Err(RefusalCode::ReasonMissing)
        );
        assert_eq!(of(Stopped, ActionEvent::Embed), Err(RefusalCode::NotNow));
    }

    proptest! {
        /// Whatever happens, an action is never beyond `proposed` without an agreement or a
        /// decision, and never embedded without having been complete.
        #[test]
        fn sequences_keep_the_order(picks in prop::collection::vec(0usize..8, 0..40)) {
            let parts = [lead()];
            let action = AgreedAction { reference: Some("1.1"), outcomes: 1, parts: &parts };
            let events = ActionEvent::samples();
            let mut state = ActionState::Proposed;
            let mut was_complete = false;
            for pick in picks {
                if let Ok(next) = state.next(&events[pick], &action) {
                    prop_assert!(next != ActionState::Proposed);
                    if next == ActionState::Embedded {
                        prop_assert!(was_complete);
                    }
                    if state == ActionState::Proposed {
                        prop_assert!(matches!(next, ActionState::Agreed | ActionState::Stopped | ActionState::Deferred));
                    }
                    was_complete = next == ActionState::Complete || (was_complete && next == ActionState::Embedded);
                    state = next;
                }
            }
        }
    }
}
