use serde::{Deserialize, Serialize};

use crate::{ids::PersonId, policy::RefusalCode};

use super::CycleState;

/// Where a progress update stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UpdateState {
    /// Being written.
    Draft,
    /// Sent for review.
    Submitted,
    /// Being reviewed.
    InReview,
    /// Sent back with a comment.
    Returned,
    /// Accepted for good.
    Accepted,
    /// Taken back before review.
    Withdrawn,
}

impl UpdateState {
    /// Every state.
    pub const ALL: &'static [Self] = &[
        Self::Draft,
        Self::Submitted,
        Self::InReview,
        Self::Returned,
        Self::Accepted,
        Self::Withdrawn,
    ];

    /// The word on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Submitted => "Submitted",
            Self::InReview => "In review",
            Self::Returned => "Returned",
            Self::Accepted => "Accepted",
            Self::Withdrawn => "Withdrawn",
        }
    }

    /// The state that a word in the database names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }

    /// Whether it is the one that is open for its action and cycle.
    pub const fn open(self) -> bool {
        matches!(
            self,
            Self::Draft | Self::Submitted | Self::InReview | Self::Returned
        )
    }

    /// Whether its words can be changed.
    ///
    /// # Errors
    /// Why not.
    pub const fn editable(self) -> Result<(), RefusalCode> {
        match self {
            Self::Draft | Self::Returned => Ok(()),
            Self::Submitted | Self::InReview => Err(RefusalCode::BeingReviewed),
            Self::Accepted => Err(RefusalCode::AlreadyAccepted),
            Self::Withdrawn => Err(RefusalCode::AlreadyWithdrawn),
        }
    }

    /// Whether it can be sent while its cycle stands at `cycle`. What came in time and was
    /// returned can be sent again, however long its review took.
    ///
    /// # Errors
    /// `CycleNotOpen` or `CycleLocked`.
    pub const fn can_be_sent_in(self, cycle: CycleState) -> Result<(), RefusalCode> {
        match self {
            Self::Returned => cycle.takes_reviews(),
            _ => cycle.takes_updates(),
        }
    }
}

/// Something that happens to an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UpdateEvent {
    /// The editor sends it for review.
    Submit,
    /// The editor takes it back before the review begins.
    Withdraw,
    /// A reviewer begins.
    TakeUp,
    /// The reviewer accepts it.
    Accept,
    /// The reviewer sends it back with a comment.
    Return,
    /// The plan's coordinator accepts it in an approver's stead, with a reason.
    Override,
    /// Another agency with a part in the action stands behind it.
    Endorse,
    /// Another agency with a part in the action disputes it, with words.
    Dispute,
}

impl UpdateEvent {
    /// Every event.
    pub const ALL: &'static [Self] = &[
        Self::Submit,
        Self::Withdraw,
        Self::TakeUp,
        Self::Accept,
        Self::Return,
        Self::Override,
        Self::Endorse,
        Self::Dispute,
    ];

    /// The word on the wire, in addresses and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Withdraw => "withdraw",
            Self::TakeUp => "take_up",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::Override => "override",
            Self::Endorse => "endorse",
            Self::Dispute => "dispute",
        }
    }

    /// What happened, for a history.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Submit => "Submitted for review",
            Self::Withdraw => "Withdrawn",
            Self::TakeUp => "Review begun",
            Self::Accept => "Accepted",
            Self::Return => "Returned with a comment",
            Self::Override => "Accepted in the reviewer's stead",
            Self::Endorse => "Confirmed by a partner",
            Self::Dispute => "Disputed by a partner",
        }
    }

    /// The event that a word in the database names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.code() == code)
    }
}

/// Who is doing it and who wrote the update.
#[derive(Clone, Copy, Debug)]
pub struct ReviewContext<'a> {
    /// Who is doing it.
    pub person: PersonId,
    /// Who began the update.
    pub author: PersonId,
    /// Who changed it last.
    pub last_editor: PersonId,
    /// The comment of a return, or the reason of an override.
    pub words: &'a str,
}

impl UpdateState {
    /// The state after `event`, or why it cannot happen. A review may be begun and ended in one
    /// step: accepting what is submitted takes it up first.
    ///
    /// # Errors
    /// `OwnWork` where somebody reviews their own words, `ReasonMissing` where a return or an
    /// override comes without words, otherwise what the state says.
    pub fn next(
        self,
        event: UpdateEvent,
        context: &ReviewContext<'_>,
    ) -> Result<Self, RefusalCode> {
        use UpdateState::{Accepted, Draft, InReview, Returned, Submitted, Withdrawn};
        let own = context.person == context.author || context.person == context.last_editor;
        let review = |to| {
            if own {
                Err(RefusalCode::OwnWork)
            } else {
                Ok(to)
            }
        };
        let with_words = |to| {
            if context.words.trim().is_empty() {
                Err(RefusalCode::ReasonMissing)
            } else {
                review(to)
            }
        };
        match (self, event) {
            (Draft | Returned, UpdateEvent::Submit) => Ok(Submitted),
            (Draft | Submitted | Returned, UpdateEvent::Withdraw) => Ok(Withdrawn),
            (InReview, UpdateEvent::Withdraw) => Err(RefusalCode::BeingReviewed),
            (Submitted, UpdateEvent::TakeUp) => review(InReview),
            (Submitted | InReview, UpdateEvent::Accept) => review(Accepted),
            (Submitted | InReview, UpdateEvent::Return) => with_words(Returned),
            (Submitted | InReview, UpdateEvent::Override) => with_words(Accepted),
            // Others' answers do not move it on; only a dispute sends it back to its writers.
            (Submitted | InReview, UpdateEvent::Endorse) => review(self),
            (Submitted | InReview, UpdateEvent::Dispute) => with_words(Returned),
            (Accepted, _) => Err(RefusalCode::AlreadyAccepted),
            (Withdrawn, _) => Err(RefusalCode::AlreadyWithdrawn),
            (Draft | Returned, _) => Err(RefusalCode::NotSubmitted),
            (Submitted | InReview, _) => Err(RefusalCode::NotNow),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn who(n: u128) -> PersonId {
        Uuid::from_u128(n).into()
    }

    fn by(person: u128, words: &str) -> ReviewContext<'_> {
        ReviewContext {
            person: who(person),
            author: who(1),
            last_editor: who(2),
            words,
        }
    }

    #[test]
    fn what_was_returned_can_be_sent_after_the_cycle() {
        for state in [CycleState::Scheduled, CycleState::Closed] {
            assert_eq!(
                UpdateState::Draft.can_be_sent_in(state),
                Err(RefusalCode::CycleNotOpen)
            );
            assert_eq!(UpdateState::Returned.can_be_sent_in(state), Ok(()));
        }
        assert_eq!(UpdateState::Draft.can_be_sent_in(CycleState::Grace), Ok(()));
        for state in [UpdateState::Draft, UpdateState::Returned] {
            assert_eq!(
                state.can_be_sent_in(CycleState::Locked),
                Err(RefusalCode::CycleLocked)
            );
        }
    }

    #[test]
    fn the_machine_as_a_table() {
        use UpdateEvent as E;
        use UpdateState::*;
        // rows: state; columns: submit, withdraw, take up, accept, return, override, endorse, dispute, by a third
        // person with words
        let table: [(UpdateState, [Option<UpdateState>; 8]); 6] = [
            (
                Draft,
                [
                    Some(Submitted),
                    Some(Withdrawn),
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                ],
            ),
            (
                Submitted,
                [
                    None,
                    Some(Withdrawn),
                    Some(InReview),
                    Some(Accepted),
                    Some(Returned),
                    Some(Accepted),
                    Some(Submitted),
                    Some(Returned),
                ],
            ),
            (
                InReview,
                [
                    None,
                    None,
                    None,
                    Some(Accepted),
                    Some(Returned),
                    Some(Accepted),
                    Some(InReview),
                    Some(Returned),
                ],
            ),
            (
                Returned,
                [
                    Some(Submitted),
                    Some(Withdrawn),
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                ],
            ),
            (Accepted, [None; 8]),
            (Withdrawn, [None; 8]),
        ];
        for (state, row) in table {
            for (event, expected) in E::ALL.iter().zip(row) {
                assert_eq!(
                    state.next(*event, &by(3, "why")).ok(),
                    expected,
                    "{state:?} {event:?}"
                );
            }
        }
    }

    #[test]
    fn nobody_reviews_their_own_words() {
        for person in [1, 2] {
            for event in [
                UpdateEvent::TakeUp,
                UpdateEvent::Accept,
                UpdateEvent::Return,
                UpdateEvent::Override,
                UpdateEvent::Endorse,
                UpdateEvent::Dispute,
            ] {
                assert_eq!(
                    UpdateState::Submitted.next(event, &by(person, "why")),
                    Err(RefusalCode::OwnWork)
                );
            }
        }
    }

    #[test]
    fn a_return_has_words() {
        assert_eq!(
            UpdateState::InReview.next(UpdateEvent::Return, &by(3, "  ")),
            Err(RefusalCode::ReasonMissing)
        );
        for event in [UpdateEvent::Override, UpdateEvent::Dispute] {
            assert_eq!(
                UpdateState::InReview.next(event, &by(3, "")),
                Err(RefusalCode::ReasonMissing)
            );
        }
    }

    proptest! {
        /// Accepted and withdrawn are final, and nothing is accepted that was never submitted.
        #[test]
        fn ends_are_final(events in prop::collection::vec((0usize..8, 1u128..5), 0..40)) {
            let mut state = UpdateState::Draft;
            let mut submitted = false;
            for (pick, person) in events {
                let event = UpdateEvent::ALL[pick];
                match state.next(event, &by(person, "why")) {
                    Ok(next) => {
                        prop_assert!(state.open());
                        submitted |= next == UpdateState::Submitted;
                        prop_assert!(next != UpdateState::Accepted || (submitted && person > 2));
                        state = next;
                    }
                    Err(_) => prop_assert!(true),
                }
            }
        }
    }
}
