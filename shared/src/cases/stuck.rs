//! When something does not move with a case. Nothing here is typed by anybody: it follows from the
//! days on which things were asked and were due.

use chrono::NaiveDate;

use super::{CaseWhy, Sharing};
use crate::{
    agreements::AgreementStanding,
    pathways::{Clock, due},
    step_down::{Duty, StepDownState},
};

/// How long an agency may take to answer whether it takes part.
pub const ANSWERED_WITHIN: Clock = Clock::working_days(5);
/// How long a plan may wait for agreement.
pub const AGREED_WITHIN: Clock = Clock::working_days(10);
/// How long responsibility may wait to pass.
pub const PASSED_WITHIN: Clock = Clock::working_days(10);
/// How long a case may be without a step-down plan.
pub const PLANNED_WITHIN: Clock = Clock::working_days(20);
/// How many days ahead a review counts as coming up.
pub const REVIEW_AHEAD: u64 = 28;

/// Whether the ground on which an agency takes part still carries it: the sharing, and the agreement
/// that it names. One that begins later was not in force when the agency was asked, which is refused
/// there.
pub fn has_ground(
    sharing: &Sharing,
    agreement: Option<AgreementStanding>,
    today: NaiveDate,
) -> bool {
    sharing.in_force(today) && agreement != Some(AgreementStanding::Ended)
}

/// What is known of a live case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moving {
    /// The day on which it was opened.
    pub opened: NaiveDate,
    /// Since when an agency has not answered whether it takes part.
    pub asked: Option<NaiveDate>,
    /// How its live plan stands.
    pub plan: Option<StepDownState>,
    /// Since when a version of it waits for agreement.
    pub proposed: Option<NaiveDate>,
    /// The day on which support began to be reduced.
    pub stepped_down: Option<NaiveDate>,
    /// What of what is owed since has been done.
    pub done: Vec<Duty>,
    /// Since when responsibility waits to pass.
    pub passing: Option<NaiveDate>,
    /// The day of the first review that nobody has recorded.
    pub review: Option<NaiveDate>,
    /// Whether an agency takes part whose ground to be told has ended.
    pub no_ground: bool,
    /// Whether an agency takes part for which nobody is named.
    pub nobody_named: bool,
    /// Whether a safeguarding concern has not been dealt with.
    pub concern: bool,
}

impl Moving {
    /// What does not move on a day, in the order in which it is shown, with the last day on which
    /// it would have been in time.
    pub fn stuck(&self, today: NaiveDate) -> Vec<(CaseWhy, NaiveDate)> {
        let late = |why: CaseWhy, since: Option<NaiveDate>, clock: Clock| {
            let last = due(clock, since?);
            (last < today).then_some((why, last))
        };
        let mut found = Vec::new();
        if self.concern {
            found.push((CaseWhy::Concern, today));
        }
        found.extend(
            self.review
                .filter(|day| *day < today)
                .map(|day| (CaseWhy::ReviewMissed, day)),
        );
        if let Some(stepped_down) = self.stepped_down {
            let overdue = Duty::ALL
                .iter()
                .filter(|duty| !self.done.contains(duty))
                .map(|duty| duty.due(stepped_down))
                .filter(|day| *day < today)
                .min();
            found.extend(overdue.map(|day| (CaseWhy::DutyOverdue, day)));
        }
        found.extend(late(CaseWhy::NoAnswer, self.asked, ANSWERED_WITHIN));
        found.extend(late(CaseWhy::NotAgreed, self.proposed, AGREED_WITHIN));
        found.extend(late(CaseWhy::PassWaits, self.passing, PASSED_WITHIN));
        if self.no_ground {
            found.push((CaseWhy::NoGround, today));
        }
        if self.nobody_named {
            found.push((CaseWhy::NobodyNamed, today));
        }
        if self.plan.is_none() {
            found.extend(late(CaseWhy::NoPlan, Some(self.opened), PLANNED_WITHIN));
        }
        found
    }

    /// The day of a review that comes up or was missed.
    pub fn review(&self, today: NaiveDate) -> Option<(CaseWhy, NaiveDate)> {
        let ahead = today
            .checked_add_days(chrono::Days::new(REVIEW_AHEAD))
            .unwrap_or(NaiveDate::MAX);
        self.review.filter(|day| *day <= ahead).map(|day| {
            if day < today {
                (CaseWhy::ReviewMissed, day)
            } else {
                (CaseWhy::ReviewDue, day)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{Consenter, LawfulBasis};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A case that moves: opened lately, with a plan.
    fn moving() -> Moving {
        Moving {
            opened: day("2026-11-02"),
            plan: Some(StepDownState::Draft),
            ..Moving::default()
        }
    }

    #[test]
    fn each_reason_begins_on_the_day_after_its_time() {
        let why = |case: Moving, today: &str| -> Vec<CaseWhy> {
            case.stuck(day(today))
                .into_iter()
                .map(|(why, _)| why)
                .collect()
        };
        type Change = fn(&mut Moving);
        let table: [(Change, CaseWhy, &str, &str); 6] = [
            (
                |case| case.asked = Some(day("2026-11-16")),
                CaseWhy::NoAnswer,
                "2026-11-23",
                "2026-11-24",
            ),
            (
                |case| case.proposed = Some(day("2026-11-16")),
                CaseWhy::NotAgreed,
                "2026-11-30",
                "2026-12-01",
            ),
            (
                |case| case.passing = Some(day("2026-11-16")),
                CaseWhy::PassWaits,
                "2026-11-30",
                "2026-12-01",
            ),
            (
                |case| case.plan = None,
                CaseWhy::NoPlan,
                "2026-11-30",
                "2026-12-01",
            ),
            (
                |case| case.review = Some(day("2026-11-20")),
                CaseWhy::ReviewMissed,
                "2026-11-20",
                "2026-11-21",
            ),
            (
                |case| {
                    case.stepped_down = Some(day("2026-11-18"));
                    case.done = vec![Duty::NameWorker];
                },
                CaseWhy::DutyOverdue,
                "2026-11-19",
                "2026-11-20",
            ),
        ];
        for (change, reason, in_time, late) in table {
            let mut case = moving();
            change(&mut case);
            assert_eq!(why(case.clone(), in_time), [], "{reason:?}");
            assert_eq!(why(case, late), [reason]);
        }
        assert_eq!(why(moving(), "2027-06-01"), []);
    }

    #[test]
    fn what_has_no_day_counts_at_once() {
        let case = Moving {
            no_ground: true,
            nobody_named: true,
            concern: true,
            ..moving()
        };
        let why: Vec<CaseWhy> = case
            .stuck(day("2026-11-03"))
            .into_iter()
            .map(|(why, _)| why)
            .collect();
        assert_eq!(
            why,
            [CaseWhy::Concern, CaseWhy::NoGround, CaseWhy::NobodyNamed]
        );
    }

    #[test]
    fn a_ground_ends_with_consent_or_with_the_agreement() {
        use AgreementStanding::{Ended, InForce};
        let sharing = |withdrawn_on: Option<&str>| Sharing {
            basis: LawfulBasis::Consent,
            consenter: Some(Consenter::Both),
            on: day("2026-11-02"),
            purpose: "What helps at school".into(),
            because: String::new(),
            told: true,
            not_told_because: String::new(),
            withdrawn_on: withdrawn_on.map(day),
        };
        for (withdrawn, agreement, today, carries) in [
            (None, Some(InForce), "2026-11-20", true),
            (None, None, "2026-11-20", true),
            (None, Some(Ended), "2026-11-20", false),
            (Some("2026-11-20"), Some(InForce), "2026-11-19", true),
            (Some("2026-11-20"), Some(InForce), "2026-11-20", false),
        ] {
            assert_eq!(
                has_ground(&sharing(withdrawn), agreement, day(today)),
                carries
            );
        }
    }

    #[test]
    fn a_review_comes_up_four_weeks_before() {
        let case = Moving {
            review: Some(day("2026-12-31")),
            ..moving()
        };
        assert_eq!(case.review(day("2026-12-02")), None);
        let due = Some((CaseWhy::ReviewDue, day("2026-12-31")));
        assert_eq!(case.review(day("2026-12-03")), due);
        assert_eq!(case.review(day("2026-12-31")), due);
        assert_eq!(
            case.review(day("2027-01-01")),
            Some((CaseWhy::ReviewMissed, day("2026-12-31")))
        );
    }
}
