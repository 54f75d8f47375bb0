//! By when what is done, around a step-down.

use chrono::{Days, NaiveDate};

use crate::{
    cases::codes,
    pathways::{Clock, due},
};

/// Weeks after the step-down from which the first review may be held.
pub const FIRST_REVIEW_FROM: u64 = 6;
/// Weeks after the step-down until which the first review must be held.
pub const FIRST_REVIEW_UNTIL: u64 = 12;
/// Fewest reviews that a plan sets, and that are held before a change counts as sustained.
pub const REVIEWS_NEEDED: usize = 2;

codes! {
    /// What is owed once support begins to be reduced.
    Duty {
        /// The receiving service names its worker.
        NameWorker, "name_worker", "Name the receiving worker";
        /// Whoever referred the young person is told.
        TellReferrer, "tell_referrer", "Tell the referrer";
        /// Both workers meet the young person together.
        JointHandover, "joint_handover", "Hold the joint handover";
    }

    /// How it goes, as a review finds it.
    ReviewFinding {
        /// What was reached holds.
        Holding, "holding", "Holding";
        /// There are early signs.
        Wobbling, "wobbling", "Wobbling";
        /// It does not hold.
        Struggling, "struggling", "Struggling";
    }
}

impl Duty {
    /// The time for it, from the day on which support begins to be reduced.
    pub const fn clock(self) -> Clock {
        match self {
            Self::NameWorker => Clock::SAME_WORKING_DAY,
            Self::TellReferrer => Clock::working_days(1),
            Self::JointHandover => Clock::working_days(5),
        }
    }

    /// The last day on which it is done in time.
    pub fn due(self, stepped_down: NaiveDate) -> NaiveDate {
        due(self.clock(), stepped_down)
    }

    /// Whether it should have been done by `today` and was not.
    pub fn overdue(
        self,
        stepped_down: NaiveDate,
        done: Option<NaiveDate>,
        today: NaiveDate,
    ) -> bool {
        done.is_none() && self.due(stepped_down) < today
    }
}

impl ReviewFinding {
    /// Most weeks until the next review: the worse it goes, the sooner one looks again.
    pub const fn weeks_until_next(self) -> u64 {
        match self {
            Self::Holding => 26,
            Self::Wobbling => 6,
            Self::Struggling => 2,
        }
    }

    /// The last day on which the next review is soon enough, after one held `on` that day.
    pub fn next_by(self, on: NaiveDate) -> NaiveDate {
        on.checked_add_days(Days::new(self.weeks_until_next() * 7))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Whether something has to change for it.
    pub const fn asks_for_change(self) -> bool {
        !matches!(self, Self::Holding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cases::codes::assert_codes_come_back, step_down::made::day};

    #[test]
    fn duties_are_due_by_working_days() {
        for (stepped_down, worker, referrer, handover) in [
            // A Wednesday.
            ("2026-11-18", "2026-11-18", "2026-11-19", "2026-11-25"),
            // A Saturday.
            ("2026-11-21", "2026-11-23", "2026-11-24", "2026-11-30"),
            // Christmas Eve, a Thursday.
            ("2026-12-24", "2026-12-24", "2026-12-29", "2027-01-05"),
        ] {
            let on = day(stepped_down);
            assert_eq!(Duty::NameWorker.due(on), day(worker), "{stepped_down}");
            assert_eq!(Duty::TellReferrer.due(on), day(referrer), "{stepped_down}");
            assert_eq!(Duty::JointHandover.due(on), day(handover), "{stepped_down}");
        }
    }

    #[test]
    fn what_is_not_done_shows_as_overdue() {
        let on = day("2026-11-18");
        let duty = Duty::TellReferrer;
        assert!(!duty.overdue(on, None, day("2026-11-19")));
        assert!(duty.overdue(on, None, day("2026-11-20")));
        // What was done late is late, and no longer overdue.
        assert!(!duty.overdue(on, Some(day("2026-11-23")), day("2026-11-24")));
    }

    #[test]
    fn the_worse_the_sooner() {
        let on = day("2026-11-22");
        assert_eq!(ReviewFinding::Holding.next_by(on), day("2027-05-23"));
        assert_eq!(ReviewFinding::Wobbling.next_by(on), day("2027-01-03"));
        assert_eq!(ReviewFinding::Struggling.next_by(on), day("2026-12-06"));
        assert_eq!(
            ReviewFinding::Holding.next_by(NaiveDate::MAX),
            NaiveDate::MAX
        );
        assert_codes_come_back!(Duty, ReviewFinding);
    }
}
