use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{api::StepDownContent, dates::ReviewFinding};
use crate::{
    cases::{Known, identifiers},
    problem::{FieldCode, FieldError},
    text::PASSAGE_MAX,
};

/// Something that happens to a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum StepDownEvent {
    /// The version that is being written is saved. The braces let a member that does not belong
    /// here be refused.
    Save {
        /// What it says, whole.
        content: Box<StepDownContent>,
    },
    /// A new version of an agreed plan is begun, as a copy of the one in force.
    Revise {
        /// What has changed since.
        words: String,
    },
    /// The new version is given up; the one in force stays.
    Drop {
        /// Why.
        words: String,
    },
    /// The participants are asked.
    Propose {},
    /// A participant asks for a change.
    AskForChange {
        /// Which.
        words: String,
    },
    /// A participant accepts.
    Accept {},
    /// An agency has joined the case or left it. Nobody sends this: it follows from that.
    PartiesChanged {},
    /// Support begins to be reduced.
    StepDown {
        /// On which day.
        on: NaiveDate,
    },
    /// A review was held.
    Review {
        /// The day for which it was set.
        due: NaiveDate,
        /// The day on which it was held.
        on: NaiveDate,
        /// What it found.
        finding: ReviewFinding,
        /// What changes.
        words: String,
        /// The next review, where none is set yet or it is to be sooner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<NaiveDate>,
    },
    /// A review was not held and will not be.
    MissReview {
        /// The day for which it was set.
        due: NaiveDate,
        /// Why.
        words: String,
        /// The next review.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<NaiveDate>,
    },
    /// What was reached has held.
    Sustain {},
    /// The plan has done its work.
    Close {
        /// What carries on.
        words: String,
    },
    /// The young person comes back in.
    ReEnter {
        /// By which sign, or what they asked for.
        words: String,
    },
    /// Life goes another way.
    Stop {
        /// Why.
        words: String,
    },
}

impl StepDownEvent {
    /// The word of the event on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Save { .. } => "save",
            Self::Revise { .. } => "revise",
            Self::Drop { .. } => "drop",
            Self::Propose {} => "propose",
            Self::AskForChange { .. } => "ask_for_change",
            Self::Accept {} => "accept",
            Self::PartiesChanged {} => "parties_changed",
            Self::StepDown { .. } => "step_down",
            Self::Review { .. } => "review",
            Self::MissReview { .. } => "miss_review",
            Self::Sustain {} => "sustain",
            Self::Close { .. } => "close",
            Self::ReEnter { .. } => "re_enter",
            Self::Stop { .. } => "stop",
        }
    }

    /// The act under which the audit log keeps it.
    pub const fn act(&self) -> &'static str {
        match self {
            Self::Save { .. } => "step_down.save",
            Self::Revise { .. } => "step_down.revise",
            Self::Drop { .. } => "step_down.drop",
            Self::Propose {} => "step_down.propose",
            Self::AskForChange { .. } => "step_down.ask_for_change",
            Self::Accept {} => "step_down.accept",
            Self::PartiesChanged {} => "step_down.parties_changed",
            Self::StepDown { .. } => "step_down.step_down",
            Self::Review { .. } => "step_down.review",
            Self::MissReview { .. } => "step_down.miss_review",
            Self::Sustain {} => "step_down.sustain",
            Self::Close { .. } => "step_down.close",
            Self::ReEnter { .. } => "step_down.re_enter",
            Self::Stop { .. } => "step_down.stop",
        }
    }

    /// What its words are asked for as; none where it needs none.
    pub const fn asks(&self) -> Option<&'static str> {
        match self {
            Self::Save { .. }
            | Self::Propose {}
            | Self::Accept {}
            | Self::PartiesChanged {}
            | Self::StepDown { .. }
            | Self::Sustain {} => None,
            Self::Revise { .. } => Some("Say what has changed since"),
            Self::Drop { .. } => Some("Say why the new version is given up"),
            Self::AskForChange { .. } => Some("Say which change you ask for"),
            Self::Review { finding, .. } => {
                if finding.asks_for_change() {
                    Some("Say what changes")
                } else {
                    None
                }
            }
            Self::MissReview { .. } => Some("Say why the review was not held"),
            Self::Close { .. } => Some("Say what carries on"),
            Self::ReEnter { .. } => Some("Say by which sign, or what they asked for"),
            Self::Stop { .. } => Some("Say why the plan stops"),
        }
    }

    /// What was said with it, where anything was.
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::Revise { words }
            | Self::Drop { words }
            | Self::AskForChange { words }
            | Self::Review { words, .. }
            | Self::MissReview { words, .. }
            | Self::Close { words }
            | Self::ReEnter { words }
            | Self::Stop { words } => Some(words.as_str()).filter(|words| !words.is_empty()),
            Self::Save { .. }
            | Self::Propose {}
            | Self::Accept {}
            | Self::PartiesChanged {}
            | Self::StepDown { .. }
            | Self::Sustain {} => None,
        }
    }

    fn words(&mut self) -> Option<&mut String> {
        match self {
            Self::Revise { words }
            | Self::Drop { words }
            | Self::AskForChange { words }
            | Self::Review { words, .. }
            | Self::MissReview { words, .. }
            | Self::Close { words }
            | Self::ReEnter { words }
            | Self::Stop { words } => Some(words),
            Self::Save { .. }
            | Self::Propose {}
            | Self::Accept {}
            | Self::PartiesChanged {}
            | Self::StepDown { .. }
            | Self::Sustain {} => None,
        }
    }

    /// The event with its words as they are kept, and its days sensible.
    ///
    /// # Errors
    /// Every fault, at its field.
    pub fn checked(mut self, known: &Known, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let asks = self.asks();
        let mut faults = Vec::new();
        if let Self::Save { content } = self {
            return super::content::check(*content, known).map(|content| Self::Save {
                content: Box::new(content),
            });
        }
        if let Some(words) = self.words() {
            match identifiers::check("/words", words, PASSAGE_MAX, known) {
                Ok(kept) => *words = kept,
                Err(fault) => faults.push(fault),
            }
            if let Some(asks) = asks.filter(|_| faults.is_empty() && words.is_empty()) {
                faults.push(FieldError::required("/words", asks));
            }
        }
        if let Self::StepDown { on } | Self::Review { on, .. } = &self
            && *on > today
        {
            faults.push(FieldError::new(
                "/on",
                FieldCode::TooLate,
                "This day is to come. Record it when it has happened",
            ));
        }
        if faults.is_empty() {
            Ok(self)
        } else {
            Err(faults)
        }
    }
}
