use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{FIRST_YEAR, LAST_YEAR},
    plans::{ActionEvent, ActionState},
    problem::{FieldCode, FieldError},
    text::{NAME_MAX, PASSAGE_MAX, passage},
};

use super::{
    Brag,
    api::{MilestoneReport, RecoveryStep, UpdateContent},
    ratings::{Submission, check_no_change, check_ratings},
};

/// How far an action has got, in the words of the agency that reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// Nothing has begun.
    NotStarted,
    /// Work is going on.
    InProgress,
    /// Everything is done.
    Complete,
}

impl DeliveryStatus {
    /// Every status.
    pub const ALL: &'static [Self] = &[Self::NotStarted, Self::InProgress, Self::Complete];

    /// The word on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Complete => "complete",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::InProgress => "In progress",
            Self::Complete => "Complete",
        }
    }

    /// The status that a word in the database names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|status| status.code() == code)
    }
}

/// Checks what a draft may hold: lengths, characters and years, nothing about completeness. Gives the
/// content back as it is to be kept.
///
/// # Errors
/// Every fault found, by field.
pub fn check_content(content: UpdateContent) -> Result<UpdateContent, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut within = |pointer: &str, text: String, max| match passage(pointer, &text, max) {
        Ok(kept) => kept,
        Err(fault) => {
            faults.push(fault);
            text
        }
    };
    let mut keep = |pointer: &str, text| within(pointer, text, PASSAGE_MAX);
    let UpdateContent {
        delivery_status,
        brag,
        done,
        changed,
        next,
        help,
        milestones,
        forecast,
        difference,
        cause,
        recovery,
        risk,
        audience,
        no_change,
    } = content;
    let content = UpdateContent {
        delivery_status,
        brag,
        done: keep("/done", done),
        changed: keep("/changed", changed),
        next: keep("/next", next),
        help: keep("/help", help),
        milestones: milestones
            .into_iter()
            .enumerate()
            .map(|(at, report)| match report {
                MilestoneReport::Moved {
                    milestone,
                    to,
                    reason,
                } => MilestoneReport::Moved {
                    milestone,
                    to,
                    reason: keep(&format!("/milestones/{at}/reason"), reason),
                },
                MilestoneReport::Done { .. } => report,
            })
            .collect(),
        forecast,
        difference: keep("/difference", difference),
        cause,
        recovery: RecoveryStep {
            step: keep("/recovery/step", recovery.step),
            owner: within("/recovery/owner", recovery.owner, NAME_MAX),
            by: recovery.by,
        },
        risk,
        audience,
        no_change,
    };
    if let Some(by) = content.recovery.by {
        faults.extend(out_of_bounds("/recovery/by".to_owned(), by));
    }
    for (at, report) in content.milestones.iter().enumerate() {
        let (field, date) = match report {
            MilestoneReport::Done { on, .. } => ("on", on),
            MilestoneReport::Moved { to, .. } => ("to", to),
        };
        faults.extend(out_of_bounds(format!("/milestones/{at}/{field}"), *date));
        if content
            .milestones
            .iter()
            .take(at)
            .any(|other| other.milestone() == report.milestone())
        {
            faults.push(FieldError::new(
                format!("/milestones/{at}/milestone"),
                FieldCode::Duplicate,
                "This milestone is reported twice. Keep one of the two",
            ));
        }
    }
    if faults.is_empty() {
        Ok(content)
    } else {
        Err(faults)
    }
}

fn out_of_bounds(pointer: String, date: NaiveDate) -> Option<FieldError> {
    (!(FIRST_YEAR..=LAST_YEAR).contains(&date.year())).then(|| {
        FieldError::new(
            pointer,
            FieldCode::NotAllowed,
            "The year must be from 1900 to 2199",
        )
    })
}

/// Checks that an update says enough to be sent: a status, a rating that fits it, what was done,
/// what comes next unless all is done, a reason for each date that moves, no date before the
/// plan begins or in the future for what is done, a reason where the rating is better than the
/// facts, and a cause and a way back where the action is behind (`docs/GLOSSARY.md`, "Progress
/// update"). Where nothing has changed the words of the last report stand, once.
///
/// # Errors
/// Every fault found, by field.
pub fn check_submission(
    content: &UpdateContent,
    submission: &Submission<'_>,
) -> Result<(), Vec<FieldError>> {
    let Submission {
        today, plan_begins, ..
    } = *submission;
    let mut faults = Vec::new();
    if content.delivery_status.is_none() {
        faults.push(FieldError::required(
            "/delivery_status",
            "Select how far the action has got",
        ));
    }
    if content.brag.is_none() {
        faults.push(FieldError::required("/brag", "Select a rating"));
    }
    let complete = content.delivery_status == Some(DeliveryStatus::Complete);
    match (content.delivery_status, content.brag) {
        (Some(DeliveryStatus::Complete), Some(brag)) if brag != Brag::Blue => faults.push(FieldError::new(
            "/brag",
            FieldCode::Contradiction,
            "You said that the action is complete. Rate it as complete, or change how far it has got",
        )),
        (Some(DeliveryStatus::NotStarted | DeliveryStatus::InProgress), Some(Brag::Blue)) => {
            faults.push(FieldError::new(
                "/brag",
                FieldCode::Contradiction,
                "Only a complete action is rated as complete. Choose another rating, or change how far it has got",
            ));
        }
        _ => {}
    }
    faults.extend(check_ratings(content, submission));
    faults.extend(check_no_change(content, submission.previous));
    if content.done.trim().is_empty() && !content.no_change {
        faults.push(FieldError::required(
            "/done",
            "Enter what was done in this period",
        ));
    }
    if complete && content.changed.trim().is_empty() {
        faults.push(FieldError::required(
            "/changed",
            "Enter what the action changed for children and families",
        ));
    }
    if !complete && !content.no_change && content.next.trim().is_empty() {
        let detail = match content.brag {
            Some(Brag::Amber | Brag::Red) => {
                "Enter what comes next, and how the action gets back on track"
            }
            _ => "Enter what comes next",
        };
        faults.push(FieldError::required("/next", detail));
    }
    for (at, report) in content.milestones.iter().enumerate() {
        match report {
            MilestoneReport::Done { on, .. } => {
                if *on > today {
                    faults.push(FieldError::new(
                        format!("/milestones/{at}/on"),
                        FieldCode::TooLate,
                        "The day on which the milestone was done must be today or in the past",
                    ));
                }
                early(
                    &mut faults,
                    format!("/milestones/{at}/on"),
                    *on,
                    plan_begins,
                );
            }
            MilestoneReport::Moved { to, reason, .. } => {
                if reason.trim().is_empty() {
                    faults.push(FieldError::required(
                        format!("/milestones/{at}/reason"),
                        "Enter why the date moves",
                    ));
                }
                early(
                    &mut faults,
                    format!("/milestones/{at}/to"),
                    *to,
                    plan_begins,
                );
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

fn early(
    faults: &mut Vec<FieldError>,
    pointer: String,
    date: NaiveDate,
    plan_begins: Option<NaiveDate>,
) {
    if let Some(begins) = plan_begins
        && date < begins
    {
        faults.push(FieldError::new(
            pointer,
            FieldCode::TooEarly,
            format!(
                "The date must be on or after {}, when the plan begins",
                crate::calendar::day_in_words(begins)
            ),
        ));
    }
}

/// What an accepted update makes of its action: work that is reported has begun, and what is
/// reported complete, with its evidence, is complete.
pub fn action_event_of(state: ActionState, content: &UpdateContent) -> Option<ActionEvent> {
    match (state, content.delivery_status) {
        (ActionState::Agreed, Some(DeliveryStatus::InProgress)) => Some(ActionEvent::Start),
        (ActionState::Agreed | ActionState::InProgress, Some(DeliveryStatus::Complete)) => {
            Some(ActionEvent::Complete {
                evidence: content.done.clone(),
                changed: content.changed.clone(),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::updates::Facts;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn full() -> UpdateContent {
        UpdateContent {
            delivery_status: Some(DeliveryStatus::InProgress),
            brag: Some(Brag::Green),
            done: "Two schools have begun.".into(),
            next: "Four more in spring.".into(),
            ..UpdateContent::default()
        }
    }

    fn pointers(content: &UpdateContent) -> Vec<String> {
        let facts = Facts {
            state: ActionState::InProgress,
            starts: None,
            ends: None,
            last_report: None,
            milestones: Vec::new(),
        };
        let submission = Submission {
            today: day("2026-10-10"),
            plan_begins: Some(day("2015-04-01")),
            facts: &facts,
            previous: None,
        };
        check_submission(content, &submission)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| fault.pointer)
            .collect()
    }

    #[test]
    fn a_submission_says_enough() {
        assert!(pointers(&full()).is_empty());
        assert_eq!(
            pointers(&UpdateContent::default()),
            ["/delivery_status", "/brag", "/done", "/next"]
        );
        assert_eq!(
            pointers(&UpdateContent {
                brag: Some(Brag::Blue),
                ..full()
            }),
            ["/brag"]
        );
        let complete = UpdateContent {
            delivery_status: Some(DeliveryStatus::Complete),
            brag: Some(Brag::Blue),
            next: String::new(),
            ..full()
        };
        assert_eq!(pointers(&complete), ["/changed"]);
        assert!(
            pointers(&UpdateContent {
                changed: "Fewer waits.".into(),
                ..complete
            })
            .is_empty()
        );
    }

    #[test]
    fn dates_of_milestones_are_plausible() {
        let milestone = Uuid::from_u128(1).into();
        let with = |report| UpdateContent {
            milestones: vec![report],
            ..full()
        };
        assert!(
            pointers(&with(MilestoneReport::Done {
                milestone,
                on: day("2026-10-10")
            }))
            .is_empty()
        );
        assert_eq!(
            pointers(&with(MilestoneReport::Done {
                milestone,
                on: day("2026-10-11")
            })),
            ["/milestones/0/on"]
        );
        assert_eq!(
            pointers(&with(MilestoneReport::Done {
                milestone,
                on: day("2015-03-31")
            })),
            ["/milestones/0/on"]
        );
        assert_eq!(
            pointers(&with(MilestoneReport::Moved {
                milestone,
                to: day("2015-03-31"),
                reason: " ".into()
            })),
            ["/milestones/0/reason", "/milestones/0/to"]
        );
    }

    #[test]
    fn years_of_milestones_have_bounds() {
        let milestone = Uuid::from_u128(1).into();
        let to = |date| {
            check_content(UpdateContent {
                milestones: vec![MilestoneReport::Moved {
                    milestone,
                    to: day(date),
                    reason: String::new(),
                }],
                ..full()
            })
        };
        assert!(to("2199-12-31").is_ok());
        for date in ["1899-12-31", "2200-01-01"] {
            assert_eq!(
                to(date).unwrap_err().first().map(|fault| &*fault.pointer),
                Some("/milestones/0/to")
            );
        }
    }

    #[test]
    fn drafts_are_bounded_and_name_each_milestone_once() {
        let milestone = Uuid::from_u128(1).into();
        let twice = vec![
            MilestoneReport::Done {
                milestone,
                on: day("2026-10-10"),
            },
            MilestoneReport::Moved {
                milestone,
                to: day("2027-01-10"),
                reason: String::new(),
            },
        ];
        let faults = check_content(UpdateContent {
            done: "a".repeat(PASSAGE_MAX + 1),
            help: "a\0".into(),
            milestones: twice,
            ..full()
        })
        .unwrap_err();
        let found: Vec<_> = faults
            .iter()
            .map(|fault| (fault.pointer.as_str(), fault.code))
            .collect();
        assert_eq!(
            found,
            [
                ("/done", FieldCode::TooLong),
                ("/help", FieldCode::BadCharacter),
                ("/milestones/1/milestone", FieldCode::Duplicate),
            ]
        );
        assert_eq!(
            check_content(UpdateContent {
                done: " a ".into(),
                ..full()
            })
            .unwrap()
            .done,
            "a"
        );
    }

    #[test]
    fn acceptance_moves_the_action_on() {
        assert_eq!(
            action_event_of(ActionState::Agreed, &full()),
            Some(ActionEvent::Start)
        );
        assert_eq!(action_event_of(ActionState::InProgress, &full()), None);
        let complete = UpdateContent {
            delivery_status: Some(DeliveryStatus::Complete),
            ..full()
        };
        assert!(matches!(
            action_event_of(ActionState::InProgress, &complete),
            Some(ActionEvent::Complete { .. })
        ));
        assert_eq!(action_event_of(ActionState::Complete, &complete), None);
    }
}
