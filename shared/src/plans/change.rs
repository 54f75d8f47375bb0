//! What a change to an action must be before it is kept.

use crate::{
    calendar::PartialDate,
    policy::RefusalCode,
    problem::{FieldCode, FieldError},
    text::{PASSAGE_MAX, passage},
};

use super::{ActionEvent, ActionState};

/// Longest reference of an action, in characters.
pub const REFERENCE_MAX: usize = 20;

impl ActionState {
    /// Whether a change of dates has to say why. What is only proposed has promised nothing.
    pub const fn dates_need_reason(self) -> bool {
        !matches!(self, Self::Proposed)
    }

    /// Whether milestones can be added to an action in this state.
    ///
    /// # Errors
    /// `ActionEnded`.
    pub const fn takes_milestones(self) -> Result<(), RefusalCode> {
        match self {
            Self::Stopped => Err(RefusalCode::ActionEnded),
            Self::Proposed
            | Self::Agreed
            | Self::InProgress
            | Self::Complete
            | Self::Embedded
            | Self::Paused
            | Self::Deferred => Ok(()),
        }
    }
}

impl ActionEvent {
    /// The event with its words as they are kept: trimmed and within bounds. Whether the state
    /// allows it is for [`ActionState::next`].
    ///
    /// # Errors
    /// Every fault found, at `/evidence`, `/changed`, `/reason` and `/decision`.
    pub fn checked(self) -> Result<Self, Vec<FieldError>> {
        let said = |pointer: &str, text: &str, missing: RefusalCode| {
            passage(pointer, text, PASSAGE_MAX).and_then(|text| {
                if text.is_empty() {
                    Err(FieldError::required(pointer, missing.sentence()))
                } else {
                    Ok(text)
                }
            })
        };
        let decided =
            |text: &str| said("/decision", text, RefusalCode::DecisionMissing).map_err(|f| vec![f]);
        Ok(match self {
            Self::Agree | Self::Start | Self::Embed => self,
            Self::Complete { evidence, changed } => {
                let evidence = said("/evidence", &evidence, RefusalCode::EvidenceMissing);
                let changed = said("/changed", &changed, RefusalCode::EvidenceMissing);
                match (evidence, changed) {
                    (Ok(evidence), Ok(changed)) => Self::Complete { evidence, changed },
                    (evidence, changed) => {
                        return Err([evidence.err(), changed.err()]
                            .into_iter()
                            .flatten()
                            .collect());
                    }
                }
            }
            Self::Reopen { reason } => Self::Reopen {
                reason: said("/reason", &reason, RefusalCode::ReasonMissing)
                    .map_err(|f| vec![f])?,
            },
            Self::Pause { decision } => Self::Pause {
                decision: decided(&decision)?,
            },
            Self::Stop { decision } => Self::Stop {
                decision: decided(&decision)?,
            },
            Self::Defer { decision } => Self::Defer {
                decision: decided(&decision)?,
            },
        })
    }
}

/// Checks that an action ends on or after its start and that neither date lies wholly before the
/// plan begins.
///
/// # Errors
/// Every fault found, at `/starts` and `/ends`.
pub fn check_dates(
    starts: Option<&PartialDate>,
    ends: Option<&PartialDate>,
    plan_begins: Option<&PartialDate>,
) -> Result<(), Vec<FieldError>> {
    let mut faults = Vec::new();
    for (pointer, date) in [("/starts", starts), ("/ends", ends)] {
        faults.extend(date.and_then(|date| before_plan(pointer, date, plan_begins)));
    }
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends.is_wholly_before(starts)
    {
        faults.push(FieldError::new(
            "/ends",
            FieldCode::TooEarly,
            "The end must be on or after the start",
        ));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// The fault of a date that lies wholly before the plan begins.
pub fn before_plan(
    pointer: &str,
    date: &PartialDate,
    plan_begins: Option<&PartialDate>,
) -> Option<FieldError> {
    let begins = plan_begins.filter(|begins| date.is_wholly_before(begins))?;
    Some(FieldError::new(
        pointer,
        FieldCode::TooEarly,
        format!(
            "The date must be on or after {}, when the plan begins",
            crate::calendar::day_in_words(begins.start())
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_follow_each_other_and_the_plan() {
        let pointers = |starts: Option<&str>, ends: Option<&str>, begins: Option<&str>| {
            check_dates(
                starts.map(date).as_ref(),
                ends.map(date).as_ref(),
                begins.map(date).as_ref(),
            )
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| fault.pointer)
            .collect::<Vec<_>>()
        };
        assert!(pointers(None, None, Some("2015")).is_empty());
        assert!(pointers(Some("2015"), Some("2015-04"), Some("2015-04-01")).is_empty());
        assert_eq!(
            pointers(Some("2014"), Some("2013"), Some("2015")),
            ["/starts", "/ends", "/ends"]
        );
        assert_eq!(pointers(Some("2016"), Some("2015"), None), ["/ends"]);
    }

    #[test]
    fn events_keep_their_words_within_bounds() {
        let pointers = |event: ActionEvent| {
            event
                .checked()
                .err()
                .unwrap_or_default()
                .into_iter()
                .map(|fault| fault.pointer)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ActionEvent::Pause {
                decision: " 12/2026 ".into()
            }
            .checked(),
            Ok(ActionEvent::Pause {
                decision: "12/2026".into()
            })
        );
        assert_eq!(
            pointers(ActionEvent::Complete {
                evidence: " ".into(),
                changed: "a\0".into()
            }),
            ["/evidence", "/changed"]
        );
        assert_eq!(
            pointers(ActionEvent::Reopen {
                reason: "a".repeat(PASSAGE_MAX + 1)
            }),
            ["/reason"]
        );
        assert!(pointers(ActionEvent::Start).is_empty());
    }
}
