use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    policy::RefusalCode,
    problem::{FieldCode, FieldError},
};

/// Where a reporting cycle stands on a day. Computed from its dates; a cycle that has closed is
/// locked from a day that its dates name, or by the plan's coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CycleState {
    /// Updates cannot be sent yet.
    Scheduled,
    /// Updates can be sent.
    Open,
    /// Updates are late but still taken.
    Grace,
    /// Updates are no longer taken; those that were returned can still be sent again.
    Closed,
    /// Nothing moves any more but by an exception.
    Locked,
}

impl CycleState {
    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Scheduled => "Not open yet",
            Self::Open => "Open",
            Self::Grace => "Overdue",
            Self::Closed => "Closed",
            Self::Locked => "Locked",
        }
    }

    /// Whether updates are taken.
    ///
    /// # Errors
    /// `CycleNotOpen` or `CycleLocked`.
    pub const fn takes_updates(self) -> Result<(), RefusalCode> {
        match self {
            Self::Open | Self::Grace => Ok(()),
            Self::Scheduled | Self::Closed => Err(RefusalCode::CycleNotOpen),
            Self::Locked => Err(RefusalCode::CycleLocked),
        }
    }
}

/// What locks a cycle once it has closed. That the day has come is computed like everything else
/// about a cycle, so there is nothing that has to run on it, and a moment in the past shows what
/// held then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CycleLock {
    /// Whether the coordinator has locked it.
    pub by_hand: bool,
    /// The first day on which it is locked by itself.
    pub from: Option<NaiveDate>,
}

impl CycleLock {
    fn holds_on(self, today: NaiveDate) -> bool {
        self.by_hand || self.from.is_some_and(|from| from <= today)
    }
}

/// The dates of a cycle: the period that is observed and the window in which updates are sent.
/// All are civil dates in Europe/London and all are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CycleDates {
    /// The first day observed.
    pub observes_from: NaiveDate,
    /// The last day observed.
    pub observes_to: NaiveDate,
    /// The first day on which updates can be sent.
    pub opens: NaiveDate,
    /// The day by which they are due.
    pub due: NaiveDate,
    /// The last day on which they are taken.
    pub closes: NaiveDate,
}

impl CycleDates {
    /// Where the cycle stands on `today`.
    pub fn state_on(&self, today: NaiveDate) -> CycleState {
        if today < self.opens {
            CycleState::Scheduled
        } else if today <= self.due {
            CycleState::Open
        } else if today <= self.closes {
            CycleState::Grace
        } else {
            CycleState::Closed
        }
    }

    /// Where the cycle stands on `today` with its lock.
    pub fn stands_on(&self, lock: CycleLock, today: NaiveDate) -> CycleState {
        match self.state_on(today) {
            CycleState::Closed if lock.holds_on(today) => CycleState::Locked,
            state => state,
        }
    }

    /// Checks the day from which the cycle is locked by itself.
    ///
    /// # Errors
    /// At `/locks`, where it would be locked while updates are taken.
    pub fn check_lock(&self, from: Option<NaiveDate>) -> Result<(), FieldError> {
        if from.is_some_and(|from| from <= self.closes) {
            return Err(FieldError::new(
                "/locks",
                FieldCode::TooEarly,
                "The cycle can be locked from the day after it closes. Choose a later day, or leave it empty",
            ));
        }
        Ok(())
    }

    /// Checks the order of the dates and that none lies before the plan begins.
    ///
    /// # Errors
    /// Every fault found, at `/observes_from`, `/observes_to`, `/opens`, `/due` and `/closes`.
    pub fn check(&self, plan_begins: Option<NaiveDate>) -> Result<(), Vec<FieldError>> {
        let mut faults = Vec::new();
        if let Some(begins) = plan_begins
            && self.observes_from < begins
        {
            faults.push(FieldError::new(
                "/observes_from",
                FieldCode::TooEarly,
                format!(
                    "The first day observed must be on or after {}, when the plan begins",
                    crate::calendar::day_in_words(begins)
                ),
            ));
        }
        let order = [
            (
                "/observes_to",
                self.observes_from,
                self.observes_to,
                "The last day observed must be on or after the first",
            ),
            (
                "/due",
                self.opens,
                self.due,
                "The due date must be on or after the day on which reporting opens",
            ),
            (
                "/closes",
                self.due,
                self.closes,
                "The closing date must be on or after the due date",
            ),
        ];
        for (pointer, first, second, detail) in order {
            if second < first {
                faults.push(FieldError::new(pointer, FieldCode::TooEarly, detail));
            }
        }
        if self.opens < self.observes_from {
            faults.push(FieldError::new(
                "/opens",
                FieldCode::TooEarly,
                "Reporting cannot open before the first day observed",
            ));
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn cycle() -> CycleDates {
        CycleDates {
            observes_from: day("2026-07-01"),
            observes_to: day("2026-09-30"),
            opens: day("2026-10-01"),
            due: day("2026-10-14"),
            closes: day("2026-10-21"),
        }
    }

    #[test]
    fn the_day_decides_the_state() {
        let table = [
            ("2026-09-30", CycleState::Scheduled),
            ("2026-10-01", CycleState::Open),
            ("2026-10-14", CycleState::Open),
            ("2026-10-15", CycleState::Grace),
            ("2026-10-21", CycleState::Grace),
            ("2026-10-22", CycleState::Closed),
        ];
        for (today, state) in table {
            assert_eq!(cycle().state_on(day(today)), state, "{today}");
            assert_eq!(
                state.takes_updates().is_ok(),
                matches!(state, CycleState::Open | CycleState::Grace)
            );
        }
    }

    #[test]
    fn a_closed_cycle_is_locked_by_hand_or_by_its_day() {
        let lock = |by_hand, from: Option<&str>| CycleLock {
            by_hand,
            from: from.map(day),
        };
        let table = [
            (lock(false, None), "2026-10-22", CycleState::Closed),
            (lock(true, None), "2026-10-22", CycleState::Locked),
            (lock(true, None), "2026-10-21", CycleState::Grace),
            (
                lock(false, Some("2026-11-01")),
                "2026-10-31",
                CycleState::Closed,
            ),
            (
                lock(false, Some("2026-11-01")),
                "2026-11-01",
                CycleState::Locked,
            ),
            (
                lock(true, Some("2026-11-01")),
                "2026-10-22",
                CycleState::Locked,
            ),
            (
                lock(false, Some("2026-10-01")),
                "2026-10-14",
                CycleState::Open,
            ),
        ];
        for (lock, today, state) in table {
            assert_eq!(
                cycle().stands_on(lock, day(today)),
                state,
                "{lock:?} {today}"
            );
        }
        assert_eq!(cycle().check_lock(None), Ok(()));
        assert_eq!(cycle().check_lock(Some(day("2026-10-22"))), Ok(()));
        let fault = cycle().check_lock(Some(day("2026-10-21"))).unwrap_err();
        assert_eq!(fault.pointer, "/locks");
    }

    /// Clocks in Europe/London go back on 25 October 2026 and forward on 29 March 2026. Cycles are
    /// counted in civil days, of which each of those is one.
    #[test]
    fn a_change_of_the_clocks_moves_no_day() {
        for (opens, due, closes) in [
            ("2026-10-24", "2026-10-25", "2026-10-26"),
            ("2026-03-28", "2026-03-29", "2026-03-30"),
        ] {
            let cycle = CycleDates {
                observes_from: day("2026-01-01"),
                observes_to: day("2026-02-28"),
                opens: day(opens),
                due: day(due),
                closes: day(closes),
            };
            let on = |today: NaiveDate| cycle.state_on(today);
            assert_eq!(on(cycle.opens), CycleState::Open);
            assert_eq!(on(cycle.due), CycleState::Open);
            assert_eq!(on(cycle.closes), CycleState::Grace);
            assert_eq!(on(cycle.closes + chrono::Days::new(1)), CycleState::Closed);
        }
    }

    #[test]
    fn dates_out_of_order_are_named() {
        assert_eq!(cycle().check(Some(day("2026-07-01"))), Ok(()));
        let pointers = |cycle: CycleDates, begins: &str| {
            cycle
                .check(Some(day(begins)))
                .err()
                .unwrap_or_default()
                .into_iter()
                .map(|f| f.pointer)
                .collect::<Vec<_>>()
        };
        assert_eq!(pointers(cycle(), "2026-07-02"), ["/observes_from"]);
        assert_eq!(
            pointers(
                CycleDates {
                    observes_to: day("2026-06-30"),
                    ..cycle()
                },
                "2026-01-01"
            ),
            ["/observes_to"]
        );
        assert_eq!(
            pointers(
                CycleDates {
                    due: day("2026-09-30"),
                    ..cycle()
                },
                "2026-01-01"
            ),
            ["/due"]
        );
        assert_eq!(
            pointers(
                CycleDates {
                    closes: day("2026-10-13"),
                    ..cycle()
                },
                "2026-01-01"
            ),
            ["/closes"]
        );
        assert_eq!(
            pointers(
                CycleDates {
                    opens: day("2026-06-30"),
                    ..cycle()
                },
                "2026-01-01"
            ),
            ["/opens"]
        );
    }

    proptest! {
        /// As days go by a cycle only ever moves forward.
        #[test]
        fn states_only_move_forward(a in 0i64..400, b in 0i64..400) {
            let base = day("2026-01-01");
            let (first, second) = (a.min(b), a.max(b));
            let on = |days| cycle().state_on(base + chrono::Duration::days(days));
            prop_assert!(on(first) <= on(second));
        }
    }
}
