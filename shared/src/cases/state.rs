//! How a case stands, and what can happen to it.
//!
//! Invariants, held by the property test below:
//! - what happened to a case is an event with words, or with the case that it turned out to be;
//! - a child's death, a move and a merger stop what is running ([`CaseState::live`]), and each can be
//!   put right when it was recorded in error;
//! - a case is not closed over a safeguarding concern or over support that has not ended;
//! - nothing happens to a case that has been anonymised.

use serde::{Deserialize, Serialize};

use super::codes::codes;
use crate::{
    policy::RefusalCode,
    problem::{FieldCode, FieldError},
    text::{PASSAGE_MAX, passage},
};

codes! {
    /// How a case stands.
    CaseState {
        /// Somebody holds responsibility.
        Open, "open", "Open";
        /// Support has ended.
        Closed, "closed", "Closed";
        /// The young person has moved out of the area.
        MovedAway, "moved_away", "Moved away";
        /// It turned out to be the same child as another case, which carries on.
        Merged, "merged", "Merged into another case";
        /// The young person has died.
        Died, "died", "Died";
        /// Its time of keeping is over: only what counts is left of it.
        Anonymised, "anonymised", "Anonymised";
    }

    /// What can happen to a case.
    CaseEventKind {
        /// Support has ended.
        Close, "close", "Close the case";
        /// Support begins again.
        Reopen, "reopen", "Open the case again";
        /// The young person moves out of the area.
        MoveAway, "move_away", "They have moved away";
        /// It turns out to be the same child as another case.
        Merge, "merge", "It is the same child as another case";
        /// It turns out to be another child after all.
        Separate, "separate", "It is another child after all";
        /// The young person has died.
        RecordDeath, "record_death", "They have died";
        /// The death was recorded in error.
        CorrectDeath, "correct_death", "The death was recorded in error";
        /// Somebody worries for the child's safety.
        RaiseConcern, "raise_concern", "Raise a safeguarding concern";
        /// The concern has been dealt with.
        SettleConcern, "settle_concern", "The concern has been dealt with";
        /// An agency that is involved will close.
        ProviderCloses, "provider_closes", "An agency that is involved will close";
        /// Its time of keeping is over.
        Anonymise, "anonymise", "Anonymise the case";
    }
}

/// Something that happens to a case, with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseEvent {
    /// What happens.
    pub event: CaseEventKind,
    /// Why, or what is known: see [`CaseEventKind::asks`].
    #[serde(default)]
    pub words: String,
}

impl CaseEventKind {
    /// The act under which the audit log keeps it.
    pub const fn act(self) -> &'static str {
        match self {
            Self::Close => "case.close",
            Self::Reopen => "case.reopen",
            Self::MoveAway => "case.move_away",
            Self::Merge => "case.merge",
            Self::Separate => "case.separate",
            Self::RecordDeath => "case.record_death",
            Self::CorrectDeath => "case.correct_death",
            Self::RaiseConcern => "case.raise_concern",
            Self::SettleConcern => "case.settle_concern",
            Self::ProviderCloses => "case.provider_closes",
            Self::Anonymise => "case.anonymise",
        }
    }

    /// What its words are asked for as; none where it needs none.
    pub const fn asks(self) -> Option<&'static str> {
        match self {
            Self::Close => Some("Say how support ended, and what carries on"),
            Self::Reopen => Some("Say why support begins again"),
            Self::MoveAway => Some("Say which area took the support over, or that none has"),
            Self::Merge => Some("Say what shows that the two cases are one child"),
            Self::Separate => Some("Say what shows that they are two children"),
            Self::RecordDeath => Some("Say how it became known, and who tells the others"),
            Self::CorrectDeath => Some("Say how the error came about"),
            Self::RaiseConcern => {
                Some("Say to whom you have reported it. This record does not report it")
            }
            Self::SettleConcern => Some("Say what became of it"),
            Self::ProviderCloses => Some("Say from when, and who takes over what it offers"),
            Self::Anonymise => None,
        }
    }

    /// Whether the holders, and those who work with the case, are told at once.
    pub const fn tells_at_once(self) -> bool {
        matches!(
            self,
            Self::MoveAway
                | Self::Merge
                | Self::Separate
                | Self::RecordDeath
                | Self::CorrectDeath
                | Self::RaiseConcern
                | Self::ProviderCloses
        )
    }
}

impl CaseEvent {
    /// The event with its words as they are kept. Whether they tell who the child is, is asked of
    /// [`super::identifiers`].
    ///
    /// # Errors
    /// A fault at `/words` where they are missing, too long or not asked for.
    pub fn checked(self) -> Result<Self, FieldError> {
        let words = passage("/words", &self.words, PASSAGE_MAX)?;
        match self.event.asks() {
            Some(asks) if words.is_empty() => Err(FieldError::required("/words", asks)),
            None if !words.is_empty() => Err(FieldError::new(
                "/words",
                FieldCode::Contradiction,
                "Leave this empty",
            )),
            _ => Ok(Self { words, ..self }),
        }
    }
}

/// What else is to be known before something happens to a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFacts {
    /// Whether a step-down plan or a transition is still running.
    pub running: bool,
    /// Whether a safeguarding concern has not been dealt with.
    pub concern: bool,
    /// For a merger, what the other case is.
    pub other: Option<OtherCase>,
    /// Whether a run of retention has taken the case in, two people have agreed to it, and no legal
    /// hold lies on it (`retention`).
    pub may_anonymise: bool,
}

/// The case into which another is to be merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherCase {
    /// Whether it is that very case.
    pub itself: bool,
    /// How it stands.
    pub state: CaseState,
    /// Whether both were born in the same month.
    pub same_birth: bool,
    /// Whether whoever merges them is named on both.
    pub named_on_both: bool,
}

impl CaseState {
    /// Whether support is running, so that things become due and people are reminded.
    pub const fn live(self) -> bool {
        matches!(self, Self::Open)
    }

    /// Whether its time of keeping runs (`retention`).
    pub const fn ended(self) -> bool {
        matches!(
            self,
            Self::Closed | Self::MovedAway | Self::Merged | Self::Died
        )
    }

    /// How the case stands after `event`.
    ///
    /// # Errors
    /// Why not, with the way out.
    pub fn next(self, event: CaseEventKind, facts: &CaseFacts) -> Result<Self, RefusalCode> {
        use CaseEventKind as E;
        match (self, event) {
            (Self::Anonymised, _) => Err(RefusalCode::CaseAnonymised),
            (Self::Open, E::Close) => {
                if facts.concern {
                    Err(RefusalCode::ConcernOpen)
                } else if facts.running {
                    Err(RefusalCode::SupportRunning)
                } else {
                    Ok(Self::Closed)
                }
            }
            (Self::Closed | Self::MovedAway, E::Reopen) => Ok(Self::Open),
            (Self::Open | Self::Closed, E::MoveAway) => {
                if facts.concern {
                    Err(RefusalCode::ConcernOpen)
                } else {
                    Ok(Self::MovedAway)
                }
            }
            (Self::Open | Self::Closed | Self::MovedAway, E::Merge) => {
                let Some(other) = facts.other else {
                    return Err(RefusalCode::OtherCaseMissing);
                };
                if other.itself || !other.named_on_both {
                    Err(RefusalCode::OtherCaseMissing)
                } else if other.state != Self::Open {
                    Err(RefusalCode::OtherCaseEnded)
                } else if !other.same_birth {
                    Err(RefusalCode::BirthDiffers)
                } else {
                    Ok(Self::Merged)
                }
            }
            (Self::Merged, E::Separate) => Ok(Self::Open),
            (Self::Open | Self::Closed | Self::MovedAway, E::RecordDeath) => Ok(Self::Died),
            (Self::Died, E::CorrectDeath) => Ok(Self::Open),
            // Concerns outlive support: one about a case that has ended opens no case.
            (Self::Open | Self::Closed | Self::MovedAway | Self::Died, E::RaiseConcern) => Ok(self),
            (_, E::SettleConcern) if facts.concern => Ok(self),
            (Self::Open, E::ProviderCloses) => Ok(self),
            (Self::Closed | Self::MovedAway | Self::Merged | Self::Died, E::Anonymise) => {
                if facts.concern {
                    Err(RefusalCode::ConcernOpen)
                } else if facts.may_anonymise {
                    Ok(Self::Anonymised)
                } else {
                    Err(RefusalCode::RetentionNotAgreed)
                }
            }
            _ => Err(RefusalCode::NotNow),
        }
    }

    /// What can happen now, for buttons.
    pub fn open_events(self, facts: &CaseFacts) -> Vec<CaseEventKind> {
        CaseEventKind::ALL
            .iter()
            .copied()
            .filter(|event| self.next(*event, facts).is_ok())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::codes::assert_codes_come_back;

    const SAME: OtherCase = OtherCase {
        itself: false,
        state: CaseState::Open,
        same_birth: true,
        named_on_both: true,
    };

    fn free() -> CaseFacts {
        CaseFacts {
            running: false,
            concern: false,
            other: Some(SAME),
            may_anonymise: true,
        }
    }

    #[test]
    fn the_machine_reads_as_decided() {
        use CaseEventKind::*;
        use CaseState::*;
        // From where, by which event, to where. Whatever is not here is refused.
        let table = [
            (Open, Close, Closed),
            (Open, MoveAway, MovedAway),
            (Open, Merge, Merged),
            (Open, RecordDeath, Died),
            (Open, RaiseConcern, Open),
            (Open, ProviderCloses, Open),
            (Closed, Reopen, Open),
            (Closed, MoveAway, MovedAway),
            (Closed, Merge, Merged),
            (Closed, RecordDeath, Died),
            (Closed, RaiseConcern, Closed),
            (Closed, Anonymise, Anonymised),
            (MovedAway, Reopen, Open),
            (MovedAway, Merge, Merged),
            (MovedAway, RecordDeath, Died),
            (MovedAway, RaiseConcern, MovedAway),
            (MovedAway, Anonymise, Anonymised),
            (Merged, Separate, Open),
            (Merged, Anonymise, Anonymised),
            (Died, CorrectDeath, Open),
            (Died, RaiseConcern, Died),
            (Died, Anonymise, Anonymised),
        ];
        for state in CaseState::ALL {
            for event in CaseEventKind::ALL {
                let expected = table
                    .iter()
                    .find(|(from, by, _)| from == state && by == event)
                    .map(|(.., to)| *to);
                assert_eq!(
                    state.next(*event, &free()).ok(),
                    expected,
                    "{state:?} {event:?}"
                );
            }
        }
    }

    #[test]
    fn refusals_name_what_is_in_the_way() {
        use CaseEventKind::*;
        let no = |state: CaseState, event, facts: CaseFacts| state.next(event, &facts).unwrap_err();
        let concern = CaseFacts {
            concern: true,
            ..free()
        };
        assert_eq!(
            no(CaseState::Open, Close, concern),
            RefusalCode::ConcernOpen
        );
        assert_eq!(
            no(CaseState::Open, MoveAway, concern),
            RefusalCode::ConcernOpen
        );
        assert_eq!(
            no(CaseState::Closed, Anonymise, concern),
            RefusalCode::ConcernOpen
        );
        assert_eq!(
            CaseState::Open.next(SettleConcern, &concern),
            Ok(CaseState::Open)
        );
        // A death is recorded whatever is open.
        assert_eq!(
            CaseState::Open.next(RecordDeath, &concern),
            Ok(CaseState::Died)
        );
        let running = CaseFacts {
            running: true,
            ..free()
        };
        assert_eq!(
            no(CaseState::Open, Close, running),
            RefusalCode::SupportRunning
        );
        let early = CaseFacts {
            may_anonymise: false,
            ..free()
        };
        assert_eq!(
            no(CaseState::Closed, Anonymise, early),
            RefusalCode::RetentionNotAgreed
        );
        for (other, code) in [
            (None, RefusalCode::OtherCaseMissing),
            (
                Some(OtherCase {
                    itself: true,
                    ..SAME
                }),
                RefusalCode::OtherCaseMissing,
            ),
            // A case that one is not named on is not to be found out by merging.
            (
                Some(OtherCase {
                    named_on_both: false,
                    same_birth: false,
                    ..SAME
                }),
                RefusalCode::OtherCaseMissing,
            ),
            (
                Some(OtherCase {
                    state: CaseState::Merged,
                    ..SAME
                }),
                RefusalCode::OtherCaseEnded,
            ),
            (
                Some(OtherCase {
                    same_birth: false,
                    ..SAME
                }),
                RefusalCode::BirthDiffers,
            ),
        ] {
            assert_eq!(
                no(CaseState::Open, Merge, CaseFacts { other, ..free() }),
                code
            );
        }
    }

    #[test]
    fn every_event_has_its_act_and_its_words() {
        for event in CaseEventKind::ALL {
            assert_eq!(event.act(), format!("case.{}", event.code()));
            let bare = CaseEvent {
                event: *event,
                words: "  ".into(),
            };
            assert_eq!(bare.checked().is_err(), event.asks().is_some());
            let said = CaseEvent {
                event: *event,
                words: " As agreed ".into(),
            }
            .checked();
            assert_eq!(said.is_ok(), event.asks().is_some());
            if let Ok(kept) = said {
                assert_eq!(kept.words, "As agreed");
            }
        }
        assert_codes_come_back!(CaseState, CaseEventKind);
    }

    proptest! {
        /// The invariants of the module.
        #[test]
        fn sequences_keep_the_order(picks in prop::collection::vec(
            (0usize..11, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()), 0..80,
        )) {
            let mut state = CaseState::Open;
            let mut concern = false;
            for (pick, running, may_anonymise, same_birth, raised) in picks {
                let event = CaseEventKind::ALL[pick];
                let facts = CaseFacts {
                    running,
                    concern,
                    other: Some(OtherCase { same_birth, ..SAME }),
                    may_anonymise,
                };
                let Ok(next) = state.next(event, &facts) else { continue };
                prop_assert!(state != CaseState::Anonymised);
                if next == CaseState::Closed && state != next {
                    prop_assert!(!running && !concern);
                }
                if next == CaseState::Anonymised {
                    prop_assert!(state.ended() && may_anonymise && !concern);
                }
                match event {
                    CaseEventKind::RaiseConcern => concern |= raised,
                    CaseEventKind::SettleConcern => concern = false,
                    _ => prop_assert!(next != state || event == CaseEventKind::ProviderCloses),
                }
                prop_assert!(!(next.live() && next.ended()));
                state = next;
            }
        }
    }
}
