//! What an owner's rating has to come with before it is sent: a reason where it is better than the
//! facts, a cause and a way back where it is worse than planned, and words when "no change" was
//! said the last time already.

use chrono::NaiveDate;

use crate::problem::{FieldCode, FieldError};

use super::{
    Brag, DeliveryStatus, Direction, Implied,
    api::UpdateContent,
    implied::{Facts, implied, severity},
};

/// What stands around an update when it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// The day.
    pub today: NaiveDate,
    /// The first day of the plan, where it has one.
    pub plan_begins: Option<NaiveDate>,
    /// What is known of the action.
    pub facts: &'a Facts,
    /// What was accepted for an earlier cycle.
    pub previous: Option<&'a UpdateContent>,
}

impl Submission<'_> {
    /// What the facts imply once the update is accepted.
    pub fn implied(&self, content: &UpdateContent) -> Implied {
        implied(&self.facts.after(content, self.today), self.today)
    }
}

/// Whether the rating of `content` differs from `implied` without saying why. A rating that is
/// worse than the facts says why by its cause.
pub fn needs_difference(content: &UpdateContent, implied: &Implied) -> bool {
    let worse = severity(content.brag) > severity(implied.brag);
    let explained = worse && matches!(content.brag, Some(Brag::Amber | Brag::Red));
    implied.differs_from(content.brag) && !explained
}

/// Whether an update with this `content` has to say what keeps the action back and how it gets
/// back on track: it is at risk, off track, or past its end and not complete.
pub fn needs_recovery(content: &UpdateContent, implied: &Implied) -> bool {
    matches!(content.brag, Some(Brag::Amber | Brag::Red)) || implied.is_delayed()
}

/// The faults of an update's ratings.
pub(super) fn check_ratings(
    content: &UpdateContent,
    submission: &Submission<'_>,
) -> Vec<FieldError> {
    let implied = submission.implied(content);
    let mut faults = Vec::new();
    if content.delivery_status == Some(DeliveryStatus::Complete)
        && content.forecast.is_some_and(|brag| brag != Brag::Blue)
    {
        faults.push(FieldError::new(
            "/forecast",
            FieldCode::Contradiction,
            "You said that the action is complete. Leave the forecast empty, or change how far it has got",
        ));
    }
    // Where the rating contradicts what is said of the work, that is to be put right first.
    let contradicts = content.delivery_status == Some(DeliveryStatus::Complete)
        && content.brag != Some(Brag::Blue);
    if !contradicts && needs_difference(content, &implied) && content.difference.trim().is_empty() {
        let facts: Vec<String> = implied
            .reasons
            .iter()
            .map(|reason| reason.in_words())
            .collect();
        faults.push(FieldError::required(
            "/difference",
            format!(
                "The dates and milestones say \u{201c}{}\u{201d}: {}. Enter why you rate it otherwise",
                super::brag_label(implied.brag).to_lowercase(),
                facts.join("; ")
            ),
        ));
    }
    match content.cause.map(super::VarianceCause::direction) {
        None if needs_recovery(content, &implied) => faults.push(FieldError::required(
            "/cause",
            "Select what keeps the action back",
        )),
        Some(Direction::Ahead) if needs_recovery(content, &implied) => {
            faults.push(FieldError::new(
                "/cause",
                FieldCode::Contradiction,
                "This brings an action forward, but yours is behind. Select what keeps it back",
            ));
        }
        _ => {}
    }
    if needs_recovery(content, &implied) {
        check_recovery(content, submission.today, &mut faults);
    }
    faults
}

fn check_recovery(content: &UpdateContent, today: NaiveDate, faults: &mut Vec<FieldError>) {
    let recovery = &content.recovery;
    if recovery.step.trim().is_empty() {
        faults.push(FieldError::required(
            "/recovery/step",
            "Enter the step that brings the action back on track",
        ));
    }
    if recovery.owner.trim().is_empty() {
        faults.push(FieldError::required(
            "/recovery/owner",
            "Enter who takes this step",
        ));
    }
    match recovery.by {
        None => faults.push(FieldError::required(
            "/recovery/by",
            "Enter the day by which the step is taken",
        )),
        Some(by) if by < today => faults.push(FieldError::new(
            "/recovery/by",
            FieldCode::TooEarly,
            "The day by which the step is taken must be today or later",
        )),
        Some(_) => {}
    }
}

/// Whether an update is a green like the one before it, with which the facts agree and in which
/// nothing is asked of anybody: such ones can be accepted several at a time, from their first
/// lines. `previous` is the rating that was accepted last before its cycle.
pub fn is_unchanged_green(
    content: &UpdateContent,
    implied: Option<&Implied>,
    previous: Option<Brag>,
) -> bool {
    let green = Some(Brag::Green);
    content.brag == green
        && previous == green
        && content.forecast.is_none_or(|brag| brag == Brag::Green)
        && implied.is_some_and(|implied| !implied.differs_from(green))
        && !content.risk
        && content.help.trim().is_empty()
        && content.milestones.is_empty()
}

/// Whether an update may say that nothing has changed since `previous`: there is one, and it had
/// words of its own.
pub fn may_say_no_change(previous: Option<&UpdateContent>) -> bool {
    previous.is_some_and(|previous| !previous.no_change)
}

/// The faults of an update that says that nothing has changed.
pub(super) fn check_no_change(
    content: &UpdateContent,
    previous: Option<&UpdateContent>,
) -> Vec<FieldError> {
    const POINTER: &str = "/no_change";
    if !content.no_change {
        return Vec::new();
    }
    let fault = |code, detail: &str| vec![FieldError::new(POINTER, code, detail)];
    let Some(previous) = previous else {
        return fault(
            FieldCode::NotAllowed,
            "Nothing has been accepted on this action before. Enter what was done",
        );
    };
    if previous.no_change {
        return fault(
            FieldCode::NotAllowed,
            "The last report already said that nothing had changed. Enter in words what was done, or what keeps it",
        );
    }
    if content.brag != previous.brag || content.delivery_status != previous.delivery_status {
        return fault(
            FieldCode::Contradiction,
            "The rating or how far it has got is not that of the last report. Enter what changed",
        );
    }
    if !content.milestones.is_empty() {
        return fault(
            FieldCode::Contradiction,
            "You report a milestone, so something has changed. Enter what was done",
        );
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        plans::{ActionState, api::MilestoneState},
        updates::{MilestoneFact, VarianceCause, api::RecoveryStep},
    };
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_green_that_says_something_new_is_read_by_itself() {
        let green = UpdateContent {
            delivery_status: Some(DeliveryStatus::InProgress),
            brag: Some(Brag::Green),
            ..UpdateContent::default()
        };
        let implied = |brag| Implied {
            brag,
            reasons: Vec::new(),
        };
        let agree = implied(Some(Brag::Green));
        let is = |content: &UpdateContent, implied: &Implied, previous| {
            is_unchanged_green(content, Some(implied), previous)
        };
        assert!(is(&green, &agree, Some(Brag::Green)));
        assert!(is(&green, &implied(None), Some(Brag::Green)));
        assert!(!is(&green, &implied(Some(Brag::Amber)), Some(Brag::Green)));
        assert!(!is(&green, &agree, Some(Brag::Amber)));
        assert!(!is(&green, &agree, None));
        assert!(!is_unchanged_green(&green, None, Some(Brag::Green)));
        for other in [
            UpdateContent {
                brag: Some(Brag::Amber),
                ..green.clone()
            },
            UpdateContent {
                forecast: Some(Brag::Red),
                ..green.clone()
            },
            UpdateContent {
                risk: true,
                ..green.clone()
            },
            UpdateContent {
                help: "A room.".to_owned(),
                ..green.clone()
            },
        ] {
            assert!(!is(&other, &agree, Some(Brag::Green)), "{other:?}");
        }
    }

    fn facts() -> Facts {
        Facts {
            state: ActionState::InProgress,
            starts: None,
            ends: Some("2027".parse().unwrap()),
            last_report: None,
            milestones: Vec::new(),
        }
    }

    fn late() -> Facts {
        Facts {
            milestones: vec![MilestoneFact {
                id: Uuid::from_u128(1).into(),
                due: Some("2026-09-30".parse().unwrap()),
                state: MilestoneState::Planned,
                moves: 0,
            }],
            ..facts()
        }
    }

    fn rated(brag: Brag) -> UpdateContent {
        UpdateContent {
            delivery_status: Some(DeliveryStatus::InProgress),
            brag: Some(brag),
            ..UpdateContent::default()
        }
    }

    fn recovering(brag: Brag) -> UpdateContent {
        UpdateContent {
            cause: Some(VarianceCause::Staffing),
            recovery: RecoveryStep {
                step: "Borrow a trainer".to_owned(),
                owner: "The team manager".to_owned(),
                by: Some(day("2026-10-10")),
            },
            ..rated(brag)
        }
    }

    fn pointers(content: &UpdateContent, facts: &Facts) -> Vec<String> {
        let submission = Submission {
            today: day("2026-10-10"),
            plan_begins: None,
            facts,
            previous: None,
        };
        check_ratings(content, &submission)
            .into_iter()
            .map(|fault| fault.pointer)
            .collect()
    }

    #[test]
    fn a_rating_better_than_the_facts_has_a_reason() {
        assert!(pointers(&rated(Brag::Green), &facts()).is_empty());
        assert_eq!(pointers(&rated(Brag::Green), &late()), ["/difference"]);
        let said = UpdateContent {
            difference: "It was held; the certificate is outstanding.".to_owned(),
            ..rated(Brag::Green)
        };
        assert!(pointers(&said, &late()).is_empty());
        // Worse than the facts: its cause says why.
        assert!(pointers(&recovering(Brag::Red), &facts()).is_empty());
        assert!(pointers(&recovering(Brag::Amber), &late()).is_empty());
    }

    #[test]
    fn what_is_behind_has_a_cause_and_a_way_back() {
        let all = [
            "/cause",
            "/recovery/step",
            "/recovery/owner",
            "/recovery/by",
        ];
        assert_eq!(pointers(&rated(Brag::Amber), &late()), all);
        assert_eq!(pointers(&rated(Brag::Red), &facts()), all);
        let ended = Facts {
            ends: Some("2026-09".parse().unwrap()),
            ..facts()
        };
        assert_eq!(
            pointers(&rated(Brag::Green), &ended).first().map(|p| &**p),
            Some("/difference")
        );
        assert_eq!(
            pointers(&rated(Brag::Green), &ended).get(1..),
            Some(&all.map(String::from)[..])
        );
        let ahead = UpdateContent {
            cause: Some(VarianceCause::EarlyStart),
            ..recovering(Brag::Amber)
        };
        assert_eq!(pointers(&ahead, &late()), ["/cause"]);
        let mut past = recovering(Brag::Amber);
        past.recovery.by = Some(day("2026-10-09"));
        assert_eq!(pointers(&past, &late()), ["/recovery/by"]);
    }

    #[test]
    fn a_complete_action_has_no_other_forecast() {
        let complete = |forecast| UpdateContent {
            delivery_status: Some(DeliveryStatus::Complete),
            forecast,
            ..rated(Brag::Blue)
        };
        assert!(pointers(&complete(None), &facts()).is_empty());
        assert!(pointers(&complete(Some(Brag::Blue)), &facts()).is_empty());
        assert_eq!(
            pointers(&complete(Some(Brag::Green)), &facts()),
            ["/forecast"]
        );
        // Complete with a milestone that is not done differs from the facts.
        assert_eq!(pointers(&complete(None), &late()), ["/difference"]);
    }

    #[test]
    fn no_change_is_said_once() {
        let unchanged = UpdateContent {
            no_change: true,
            ..rated(Brag::Green)
        };
        let codes = |content: &UpdateContent, previous: Option<&UpdateContent>| {
            check_no_change(content, previous)
                .into_iter()
                .map(|fault| fault.code)
                .collect::<Vec<_>>()
        };
        assert!(codes(&unchanged, Some(&rated(Brag::Green))).is_empty());
        assert_eq!(codes(&unchanged, None), [FieldCode::NotAllowed]);
        assert_eq!(codes(&unchanged, Some(&unchanged)), [FieldCode::NotAllowed]);
        assert_eq!(
            codes(&unchanged, Some(&rated(Brag::Amber))),
            [FieldCode::Contradiction]
        );
        let with_milestone = UpdateContent {
            milestones: vec![crate::updates::api::MilestoneReport::Done {
                milestone: Uuid::from_u128(1).into(),
                on: day("2026-10-01"),
            }],
            ..unchanged
        };
        assert_eq!(
            codes(&with_milestone, Some(&rated(Brag::Green))),
            [FieldCode::Contradiction]
        );
        assert!(codes(&rated(Brag::Green), None).is_empty());
    }
}
