use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    policy::RefusalCode,
    problem::FieldError,
    text::{PASSAGE_MAX, passage},
};

macro_rules! words {
    ($(#[$of:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident, $code:literal, $label:literal;)+ }) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The word on the screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// The one that a word in the database names.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

words! {
    /// What a board made of what was put to it.
    DecisionOutcome {
        /// It has been put to the board.
        Proposed, "proposed", "Proposed";
        /// It was agreed.
        Agreed, "agreed", "Agreed";
        /// It was agreed, and holds under conditions.
        AgreedWithConditions, "agreed_with_conditions", "Agreed with conditions";
        /// A part of it was agreed.
        PartAgreed, "part_agreed", "Agreed in part";
        /// The board will come back to it.
        Deferred, "deferred", "Deferred";
        /// It was not agreed.
        Declined, "declined", "Declined";
        /// It was taken back before the board decided.
        Withdrawn, "withdrawn", "Withdrawn";
    }
}

words! {
    /// How far what was agreed has been carried out.
    DecisionProgress {
        /// Nobody has begun.
        Open, "open", "Open";
        /// Somebody has.
        InProgress, "in_progress", "In progress";
        /// It is done.
        Implemented, "implemented", "Implemented";
        /// It is done, and somebody has looked.
        Verified, "verified", "Verified";
        /// It will not be done, with the reason.
        NotProgressing, "not_progressing", "Not progressing";
    }
}

impl DecisionOutcome {
    /// Whether something was agreed, so that it can be carried out and that an action can be
    /// paused, stopped or deferred by it.
    pub const fn carries(self) -> bool {
        matches!(
            self,
            Self::Agreed | Self::AgreedWithConditions | Self::PartAgreed
        )
    }

    /// Whether the board has still to decide.
    pub const fn undecided(self) -> bool {
        matches!(self, Self::Proposed | Self::Deferred)
    }
}

impl DecisionProgress {
    /// Whether it is still to be done.
    pub const fn outstanding(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

/// Where a decision stands. There is progress exactly where something was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionState {
    /// What the board made of it.
    pub outcome: DecisionOutcome,
    /// How far it has been carried out.
    pub progress: Option<DecisionProgress>,
}

/// Something that happens to a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum DecisionEvent {
    /// The board agrees it. The braces let a member that does not belong here be refused.
    Agree {},
    /// The board agrees it under conditions.
    AgreeWithConditions {
        /// The conditions.
        words: String,
    },
    /// The board agrees a part of it.
    AgreeInPart {
        /// Which part.
        words: String,
    },
    /// The board puts it off.
    Defer {
        /// Why, and until when.
        words: String,
    },
    /// The board does not agree it.
    Decline {
        /// Why.
        words: String,
    },
    /// It is taken back before the board decides.
    Withdraw {
        /// Why.
        words: String,
    },
    /// Somebody begins to carry it out.
    Begin {},
    /// It is done.
    Implement {
        /// What shows it.
        words: String,
    },
    /// Somebody has looked, and it is done.
    Verify {
        /// Who looked, and at what.
        words: String,
    },
    /// It will not be done.
    GiveUp {
        /// Why.
        words: String,
    },
    /// It is taken up again.
    Resume {
        /// Why.
        words: String,
    },
}

impl DecisionEvent {
    /// The word of the event on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Agree {} => "agree",
            Self::AgreeWithConditions { .. } => "agree_with_conditions",
            Self::AgreeInPart { .. } => "agree_in_part",
            Self::Defer { .. } => "defer",
            Self::Decline { .. } => "decline",
            Self::Withdraw { .. } => "withdraw",
            Self::Begin {} => "begin",
            Self::Implement { .. } => "implement",
            Self::Verify { .. } => "verify",
            Self::GiveUp { .. } => "give_up",
            Self::Resume { .. } => "resume",
        }
    }

    /// What somebody who lets it happen says, on a button or a choice.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Agree {} => "Agreed",
            Self::AgreeWithConditions { .. } => "Agreed with conditions",
            Self::AgreeInPart { .. } => "Agreed in part",
            Self::Defer { .. } => "Deferred",
            Self::Decline { .. } => "Declined",
            Self::Withdraw { .. } => "Withdrawn before it was decided",
            Self::Begin {} => "Work has begun",
            Self::Implement { .. } => "It has been implemented",
            Self::Verify { .. } => "It has been verified",
            Self::GiveUp { .. } => "It will not be taken further",
            Self::Resume { .. } => "It is taken up again",
        }
    }

    /// What its words are asked for as; none where it needs none.
    pub const fn asks(&self) -> Option<&'static str> {
        match self {
            Self::Agree {} | Self::Begin {} => None,
            Self::AgreeWithConditions { .. } => Some("Write the conditions"),
            Self::AgreeInPart { .. } => Some("Say which part was agreed"),
            Self::Defer { .. } => Some("Say why it is deferred, and until when"),
            Self::Decline { .. } => Some("Say why it was declined"),
            Self::Withdraw { .. } => Some("Say why it is withdrawn"),
            Self::Implement { .. } => Some("Say what shows that it is done"),
            Self::Verify { .. } => Some("Say who has looked, and at what"),
            Self::GiveUp { .. } => Some("Say why it will not be taken further"),
            Self::Resume { .. } => Some("Say why it is taken up again"),
        }
    }

    /// The words that go with it.
    pub const fn words(&self) -> Option<&String> {
        match self {
            Self::Agree {} | Self::Begin {} => None,
            Self::AgreeWithConditions { words }
            | Self::AgreeInPart { words }
            | Self::Defer { words }
            | Self::Decline { words }
            | Self::Withdraw { words }
            | Self::Implement { words }
            | Self::Verify { words }
            | Self::GiveUp { words }
            | Self::Resume { words } => Some(words),
        }
    }

    /// The event that a word on the wire names, with `words` where it takes any.
    pub fn of_code(code: &str, words: &str) -> Option<Self> {
        Self::samples(words)
            .into_iter()
            .find(|event| event.code() == code)
    }

    /// One of each, so that a page can ask which are open now.
    pub fn samples(words: &str) -> [Self; 11] {
        let words = || words.to_owned();
        [
            Self::Agree {},
            Self::AgreeWithConditions { words: words() },
            Self::AgreeInPart { words: words() },
            Self::Defer { words: words() },
            Self::Decline { words: words() },
            Self::Withdraw { words: words() },
            Self::Begin {},
            Self::Implement { words: words() },
            Self::Verify { words: words() },
            Self::GiveUp { words: words() },
            Self::Resume { words: words() },
        ]
    }

    /// The event with its words as they are kept.
    ///
    /// # Errors
    /// A fault at `/words` where they are missing, too long or cannot be kept.
    pub fn checked(self) -> Result<Self, FieldError> {
        let (Some(asks), Some(words)) = (self.asks(), self.words()) else {
            return Ok(self);
        };
        let kept = passage("/words", words, PASSAGE_MAX)?;
        if kept.is_empty() {
            return Err(FieldError::required("/words", asks));
        }
        Ok(Self::of_code(self.code(), &kept).unwrap_or(self))
    }
}

impl DecisionState {
    /// That of a decision which the board has still to take.
    pub const PROPOSED: Self = Self {
        outcome: DecisionOutcome::Proposed,
        progress: None,
    };

    /// The state after `event`, for a decision whose meeting has been `held`
    /// (`docs/GLOSSARY.md`, "Decision").
    ///
    /// # Errors
    /// `MeetingToCome` where the board would decide before it meets, else `NotNow`.
    pub const fn next(self, event: &DecisionEvent, held: bool) -> Result<Self, RefusalCode> {
        use DecisionOutcome::{
            Agreed, AgreedWithConditions, Declined, Deferred, PartAgreed, Proposed, Withdrawn,
        };
        use DecisionProgress::{Implemented, InProgress, NotProgressing, Open, Verified};
        let outcome = match (self.outcome, event) {
            (Proposed | Deferred, DecisionEvent::Withdraw { .. }) => Withdrawn,
            (
                Proposed | Deferred,
                DecisionEvent::Agree {}
                | DecisionEvent::AgreeWithConditions { .. }
                | DecisionEvent::AgreeInPart { .. }
                | DecisionEvent::Decline { .. },
            )
            | (Proposed, DecisionEvent::Defer { .. })
                if !held =>
            {
                return Err(RefusalCode::MeetingToCome);
            }
            (Proposed | Deferred, DecisionEvent::Agree {}) => Agreed,
            (Proposed | Deferred, DecisionEvent::AgreeWithConditions { .. }) => {
                AgreedWithConditions
            }
            (Proposed | Deferred, DecisionEvent::AgreeInPart { .. }) => PartAgreed,
            (Proposed, DecisionEvent::Defer { .. }) => Deferred,
            (Proposed | Deferred, DecisionEvent::Decline { .. }) => Declined,
            _ => {
                let progress = match (self.progress, event) {
                    (Some(Open), DecisionEvent::Begin {})
                    | (Some(Implemented | NotProgressing), DecisionEvent::Resume { .. }) => {
                        InProgress
                    }
                    (Some(Open | InProgress), DecisionEvent::Implement { .. }) => Implemented,
                    (Some(Implemented), DecisionEvent::Verify { .. }) => Verified,
                    (Some(Open | InProgress), DecisionEvent::GiveUp { .. }) => NotProgressing,
                    _ => return Err(RefusalCode::NotNow),
                };
                return Ok(Self {
                    outcome: self.outcome,
                    progress: Some(progress),
                });
            }
        };
        Ok(Self {
            outcome,
            progress: if outcome.carries() { Some(Open) } else { None },
        })
    }

    /// Whether it should have been done by `today` and is not.
    pub fn overdue(self, due: Option<NaiveDate>, today: NaiveDate) -> bool {
        self.progress.is_some_and(DecisionProgress::outstanding)
            && due.is_some_and(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every state that there is.
    fn states() -> Vec<DecisionState> {
        let mut states = Vec::new();
        for outcome in DecisionOutcome::ALL.iter().copied() {
            if outcome.carries() {
                states.extend(DecisionProgress::ALL.iter().map(|progress| DecisionState {
                    outcome,
                    progress: Some(*progress),
                }));
            } else {
                states.push(DecisionState {
                    outcome,
                    progress: None,
                });
            }
        }
        states
    }

    fn word(state: DecisionState) -> String {
        match state.progress {
            Some(progress) => format!("{} {}", state.outcome.code(), progress.code()),
            None => state.outcome.code().to_owned(),
        }
    }

    #[test]
    fn the_machine_reads_as_decided() {
        // From where, by which event, to where. Whatever is not here is refused.
        let mut table: Vec<(String, &str, String)> = Vec::new();
        let deciding = [
            ("agree", "agreed open"),
            ("agree_with_conditions", "agreed_with_conditions open"),
            ("agree_in_part", "part_agreed open"),
            ("decline", "declined"),
            ("withdraw", "withdrawn"),
        ];
        for from in ["proposed", "deferred"] {
            for (event, to) in deciding {
                table.push((from.to_owned(), event, to.to_owned()));
            }
        }
        table.push(("proposed".to_owned(), "defer", "deferred".to_owned()));
        for outcome in ["agreed", "agreed_with_conditions", "part_agreed"] {
            for (from, event, to) in [
                ("open", "begin", "in_progress"),
                ("open", "implement", "implemented"),
                ("in_progress", "implement", "implemented"),
                ("implemented", "verify", "verified"),
                ("implemented", "resume", "in_progress"),
                ("open", "give_up", "not_progressing"),
                ("in_progress", "give_up", "not_progressing"),
                ("not_progressing", "resume", "in_progress"),
            ] {
                table.push((
                    format!("{outcome} {from}"),
                    event,
                    format!("{outcome} {to}"),
                ));
            }
        }
        for state in states() {
            for event in DecisionEvent::samples("-") {
                let expected = table
                    .iter()
                    .find(|(from, by, _)| *from == word(state) && *by == event.code())
                    .map(|(_, _, to)| to.clone());
                let found = state.next(&event, true).ok().map(word);
                assert_eq!(found, expected, "{} {}", word(state), event.code());
            }
        }
    }

    #[test]
    fn nobody_decides_before_the_meeting() {
        for event in DecisionEvent::samples("-") {
            let found = DecisionState::PROPOSED.next(&event, false);
            match event.code() {
                "withdraw" => assert!(found.is_ok()),
                "agree" | "agree_with_conditions" | "agree_in_part" | "decline" | "defer" => {
                    assert_eq!(found, Err(RefusalCode::MeetingToCome));
                }
                _ => assert_eq!(found, Err(RefusalCode::NotNow), "{}", event.code()),
            }
        }
    }

    #[test]
    fn words_are_asked_for_and_kept() {
        for event in DecisionEvent::samples("  ") {
            let needs = event.asks().is_some();
            assert_eq!(event.words().is_some(), needs, "{}", event.code());
            let checked = event.checked();
            assert_eq!(checked.is_err(), needs);
            if let Err(fault) = checked {
                assert_eq!(fault.pointer, "/words");
            }
        }
        let kept = DecisionEvent::Decline {
            words: " No money. ".into(),
        }
        .checked()
        .unwrap();
        assert_eq!(kept.words().map(String::as_str), Some("No money."));
    }

    #[test]
    fn codes_come_back() {
        for outcome in DecisionOutcome::ALL {
            assert_eq!(DecisionOutcome::from_code(outcome.code()), Some(*outcome));
            assert_eq!(
                serde_json::to_string(outcome).unwrap(),
                format!("\"{}\"", outcome.code())
            );
        }
        for progress in DecisionProgress::ALL {
            assert_eq!(
                DecisionProgress::from_code(progress.code()),
                Some(*progress)
            );
            assert_eq!(
                serde_json::to_string(progress).unwrap(),
                format!("\"{}\"", progress.code())
            );
        }
        for event in DecisionEvent::samples("a") {
            assert_eq!(serde_json::to_value(&event).unwrap()["event"], event.code());
            assert_eq!(DecisionEvent::of_code(event.code(), "a"), Some(event));
        }
    }

    #[test]
    fn what_is_done_or_has_no_date_is_never_overdue() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for state in states() {
            let open = state.progress.is_some_and(DecisionProgress::outstanding);
            assert_eq!(
                state.overdue(Some(day("2026-01-01")), day("2026-01-02")),
                open
            );
            assert!(!state.overdue(Some(day("2026-01-01")), day("2026-01-01")));
            assert!(!state.overdue(None, day("2026-01-02")));
        }
    }

    proptest! {
        /// Whatever happens: progress exactly where something was agreed, what a board has decided
        /// is never decided again, and what is verified stays so.
        #[test]
        fn sequences_keep_the_order(picks in prop::collection::vec((0usize..11, any::<bool>()), 0..60)) {
            let events = DecisionEvent::samples("-");
            let mut state = DecisionState::PROPOSED;
            for (pick, held) in picks {
                if let Ok(next) = state.next(&events[pick], held) {
                    prop_assert_eq!(next.progress.is_some(), next.outcome.carries());
                    prop_assert!(next != state);
                    if !state.outcome.undecided() {
                        prop_assert_eq!(next.outcome, state.outcome);
                    }
                    prop_assert!(held || next.outcome == state.outcome || next.outcome == DecisionOutcome::Withdrawn);
                    prop_assert!(state.progress != Some(DecisionProgress::Verified));
                    state = next;
                }
            }
        }
    }
}
