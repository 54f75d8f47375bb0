use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    policy::RefusalCode,
    problem::{FieldCode, FieldError},
};

/// Where a reporting cycle stands on a day. Computed from its dates; only the lock is set, by the
/// plan's coordinator, on a cycle that has closed.
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
