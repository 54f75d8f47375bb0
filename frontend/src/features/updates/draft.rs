//! An update as it is being typed, and its way to the wire and back.
//!
//! A draft holds texts exactly as they stand in the fields, so that a date typed by half survives; what the server is sent
//! is what can be read of them.

use client::Fault;
use serde::{Deserialize, Serialize};
use shared::ids::MilestoneId;
use shared::plans::api::{MilestoneState, MilestoneView};
use shared::problem::FieldError;
use shared::updates::api::{MilestoneReport, RecoveryStep, UpdateContent};
use shared::updates::{Audience, Brag, DeliveryStatus, VarianceCause};

use crate::api;
use crate::ui::{DateParts, FormError};

/// What is said of a milestone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// Nothing: it stands as planned.
    #[default]
    Nothing,
    /// It is done.
    Done,
    /// Its date moves.
    Moved,
}

impl Said {
    /// Every answer, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Done, Self::Moved];

    /// The value of its radio.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Done => "done",
            Self::Moved => "moved",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "Nothing to report",
            Self::Done => "It is done",
            Self::Moved => "Its date has moved",
        }
    }

    /// The answer of a radio's value.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|said| said.code() == code)
            .unwrap_or_default()
    }
}

/// One milestone, as it is being typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MilestoneDraft {
    /// Which.
    pub milestone: MilestoneId,
    /// What is said of it.
    pub said: Said,
    /// The day on which it was done.
    pub on: DateParts,
    /// The day to which it moves.
    pub to: DateParts,
    /// Why it moves.
    pub reason: String,
}

impl MilestoneDraft {
    /// Nothing said yet.
    pub fn unsaid(milestone: MilestoneId) -> Self {
        Self {
            milestone,
            said: Said::Nothing,
            on: DateParts::default(),
            to: DateParts::default(),
            reason: String::new(),
        }
    }

    fn of(report: &MilestoneReport) -> Self {
        let unsaid = Self::unsaid(report.milestone());
        match report {
            MilestoneReport::Done { on, .. } => Self {
                said: Said::Done,
                on: DateParts::of(*on),
                ..unsaid
            },
            MilestoneReport::Moved { to, reason, .. } => Self {
                said: Said::Moved,
                to: DateParts::of(*to),
                reason: reason.clone(),
                ..unsaid
            },
        }
    }

    /// The report, the fault of its date, or nothing to say. `at` is its place in the form.
    fn read(&self, at: usize) -> Result<Option<MilestoneReport>, FormError> {
        let milestone = self.milestone;
        let date = |parts: &DateParts, part: &str, subject: &str| {
            let field = milestone_field(at, part);
            match parts.read() {
                Ok(Some(date)) => Ok(date),
                Ok(None) => Err(FormError::field(field, format!("Enter {}", lower(subject)))),
                Err(fault) => Err(FormError::field(field, fault.sentence(subject))),
            }
        };
        Ok(match self.said {
            Said::Nothing => None,
            Said::Done => Some(MilestoneReport::Done {
                milestone,
                on: date(&self.on, "on", "The day on which the milestone was done")?,
            }),
            Said::Moved => Some(MilestoneReport::Moved {
                milestone,
                to: date(&self.to, "to", "The new date of the milestone")?,
                reason: self.reason.clone(),
            }),
        })
    }
}

/// An update as it is being typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// How far the action has got: a code, or nothing.
    pub delivery: String,
    /// The rating: a code, or nothing.
    pub brag: String,
    /// What was done.
    pub done: String,
    /// What it changed.
    pub changed: String,
    /// What comes next.
    pub next: String,
    /// What help is needed.
    pub help: String,
    /// The milestones of the form, in its order.
    pub milestones: Vec<MilestoneDraft>,
    /// The rating at the end date: a code, or nothing.
    pub forecast: String,
    /// Why the rating differs from the facts.
    pub difference: String,
    /// What keeps the action back or brings it forward: a code, or nothing.
    pub cause: String,
    /// The step back on track.
    pub step: String,
    /// Who takes it.
    pub owner: String,
    /// By which day.
    pub by: DateParts,
    /// Whether there is a risk that others should know of.
    pub risk: bool,
    /// How widely it may be quoted: a code, or nothing for the narrowest.
    pub audience: String,
    /// Whether nothing has changed.
    pub no_change: bool,
}

/// What can be read of a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What can be sent.
    pub content: UpdateContent,
    /// The dates that cannot, each with its field.
    pub faults: Vec<FormError>,
}

impl Draft {
    /// The form of `content`. It offers the milestones that are still planned, and those that the content speaks of.
    pub fn of(content: &UpdateContent, milestones: &[MilestoneView]) -> Self {
        let report = |id| {
            content
                .milestones
                .iter()
                .find(|report| report.milestone() == id)
        };
        Self {
            delivery: content
                .delivery_status
                .map(DeliveryStatus::code)
                .unwrap_or_default()
                .to_owned(),
            brag: content.brag.map(Brag::code).unwrap_or_default().to_owned(),
            done: content.done.clone(),
            changed: content.changed.clone(),
            next: content.next.clone(),
            help: content.help.clone(),
            milestones: milestones
                .iter()
                .filter_map(|milestone| match report(milestone.id) {
                    Some(report) => Some(MilestoneDraft::of(report)),
                    None if milestone.state == MilestoneState::Planned => {
                        Some(MilestoneDraft::unsaid(milestone.id))
                    }
                    None => None,
                })
                .collect(),
            forecast: content
                .forecast
                .map(Brag::code)
                .unwrap_or_default()
                .to_owned(),
            difference: content.difference.clone(),
            cause: content
                .cause
                .map(VarianceCause::code)
                .unwrap_or_default()
                .to_owned(),
            step: content.recovery.step.clone(),
            owner: content.recovery.owner.clone(),
            by: content.recovery.by.map(DateParts::of).unwrap_or_default(),
            risk: content.risk,
            audience: content.audience.code().to_owned(),
            no_change: content.no_change,
        }
    }

    /// What can be sent of it, and the dates that cannot.
    pub fn read(&self) -> Reading {
        let mut faults = Vec::new();
        let mut milestones = Vec::new();
        for (at, milestone) in self.milestones.iter().enumerate() {
            match milestone.read(at) {
                Ok(report) => milestones.extend(report),
                Err(fault) => faults.push(fault),
            }
        }
        let by = self.by.read().unwrap_or_else(|fault| {
            let subject = "The day by which the step is taken";
            faults.push(FormError::field("recovery-by", fault.sentence(subject)));
            None
        });
        Reading {
            content: UpdateContent {
                delivery_status: DeliveryStatus::from_code(&self.delivery),
                brag: Brag::from_code(&self.brag),
                done: self.done.clone(),
                changed: self.changed.clone(),
                next: self.next.clone(),
                help: self.help.clone(),
                milestones,
                forecast: Brag::from_code(&self.forecast),
                difference: self.difference.clone(),
                cause: VarianceCause::from_code(&self.cause),
                recovery: RecoveryStep {
                    step: self.step.clone(),
                    owner: self.owner.clone(),
                    by,
                },
                risk: self.risk,
                audience: Audience::from_code(&self.audience).unwrap_or_default(),
                no_change: self.no_change,
            },
            faults,
        }
    }

    /// Whether all of it can be sent.
    pub fn is_whole(&self) -> bool {
        self.read().faults.is_empty()
    }

    /// The same milestones as `form`, in its order, with what this draft says of them.
    #[must_use]
    pub fn fitted_to(mut self, form: &Self) -> Self {
        self.milestones = form
            .milestones
            .iter()
            .map(|milestone| {
                self.milestones
                    .iter()
                    .find(|own| own.milestone == milestone.milestone)
                    .unwrap_or(milestone)
                    .clone()
            })
            .collect();
        self
    }

    /// Faults of what was sent, each at its field of the form: the wire counts the milestones that are spoken of, the form
    /// counts all of them.
    pub fn errors(&self, sent: &UpdateContent, faults: Vec<FieldError>) -> Vec<FormError> {
        faults
            .into_iter()
            .map(|fault| match self.milestone_of(sent, &fault.pointer) {
                Some(field) => FormError::field(field, fault.detail),
                None => FormError::at_pointer(&fault.pointer, fault.detail),
            })
            .collect()
    }

    /// Why the server did not take `sent`, each fault at its field of the form.
    pub fn submission_errors(&self, sent: &UpdateContent, fault: &Fault) -> Vec<FormError> {
        match fault {
            Fault::Problem(problem) if !problem.errors.is_empty() => {
                self.errors(sent, problem.errors.clone())
            }
            _ => api::in_words(fault),
        }
    }

    fn milestone_of(&self, sent: &UpdateContent, pointer: &str) -> Option<String> {
        let (at, part) = pointer.strip_prefix("/milestones/")?.split_once('/')?;
        let milestone = sent.milestones.get(at.parse::<usize>().ok()?)?.milestone();
        let place = self
            .milestones
            .iter()
            .position(|own| own.milestone == milestone)?;
        Some(milestone_field(place, part))
    }
}

/// The id of a field of the milestone at a place of the form.
pub fn milestone_field(at: usize, part: &str) -> String {
    format!("milestone-{at}-{part}")
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use shared::problem::FieldCode;
    use uuid::Uuid;

    use super::*;

    fn milestone(n: u128, state: MilestoneState) -> MilestoneView {
        MilestoneView {
            id: Uuid::from_u128(n).into(),
            title: format!("Milestone {n}"),
            starts: None,
            due: None,
            owner: None,
            state,
            printed_state: None,
            done_on: None,
            moves: 0,
            note: None,
            version: 1,
        }
    }

    fn content() -> UpdateContent {
        UpdateContent {
            delivery_status: Some(DeliveryStatus::InProgress),
            brag: Some(Brag::Amber),
            done: "Two schools began".to_owned(),
            milestones: vec![MilestoneReport::Moved {
                milestone: Uuid::from_u128(3).into(),
                to: "2027-01-10".parse().unwrap(),
                reason: "Recruitment".to_owned(),
            }],
            cause: Some(VarianceCause::Staffing),
            recovery: RecoveryStep {
                step: "Borrow a trainer".to_owned(),
                owner: "The team manager".to_owned(),
                by: Some("2027-01-10".parse().unwrap()),
            },
            audience: Audience::Board,
            ..UpdateContent::default()
        }
    }

    fn form() -> Draft {
        Draft::of(
            &content(),
            &[
                milestone(1, MilestoneState::Planned),
                milestone(2, MilestoneState::Done),
                milestone(3, MilestoneState::Planned),
            ],
        )
    }

    #[test]
    fn what_the_form_shows_reads_back_as_it_was() {
        let draft = form();
        assert_eq!(
            draft.milestones.len(),
            2,
            "what is done already is not offered"
        );
        assert_eq!(
            draft.read(),
            Reading {
                content: content(),
                faults: Vec::new()
            }
        );
        let text = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), draft);
    }

    #[test]
    fn a_date_typed_by_half_is_a_fault_at_its_field_and_sends_the_rest() {
        let mut draft = form();
        draft.milestones[0].said = Said::Done;
        draft.milestones[0].on.day = "3".to_owned();
        let reading = draft.read();
        assert_eq!(reading.content, content());
        assert_eq!(
            reading.faults,
            [FormError::field(
                "milestone-0-on",
                "The day on which the milestone was done must include a month"
            )]
        );
        assert!(!draft.is_whole());
        draft.milestones[0].on = DateParts::default();
        assert_eq!(
            draft.read().faults,
            [FormError::field(
                "milestone-0-on",
                "Enter the day on which the milestone was done"
            )]
        );
    }

    #[test]
    fn faults_of_the_wire_find_their_field() {
        let fault = |pointer: &str| FieldError::new(pointer, FieldCode::Required, "Say why");
        let found = form().errors(
            &content(),
            vec![fault("/milestones/0/reason"), fault("/done"), fault("")],
        );
        let fields: Vec<Option<&str>> = found.iter().map(|error| error.field.as_deref()).collect();
        assert_eq!(fields, [Some("milestone-1-reason"), Some("done"), None]);
    }

    #[test]
    fn an_older_draft_fits_a_form_whose_milestones_have_changed() {
        let mut newer = form();
        newer.milestones.reverse();
        newer
            .milestones
            .push(MilestoneDraft::unsaid(Uuid::from_u128(8).into()));
        let fitted = form().fitted_to(&newer);
        assert_eq!(fitted.milestones, newer.milestones);
    }
}
