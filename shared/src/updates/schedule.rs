//! A run of reporting cycles from a rhythm: each observes the months after the one before, opens
//! on the day after them, and is due and closes a number of days later. All are civil dates, so
//! that summer time moves none of them.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{FIRST_YEAR, LAST_YEAR, day_in_words, month_in_words},
    problem::{FieldCode, FieldError},
};

use super::CycleDates;

/// Most cycles that are added at once.
pub const SERIES_MAX: u32 = 24;
/// Most days from the opening to the due date, and from the due date to the close.
pub const WINDOW_DAYS_MAX: u32 = 90;

/// How often a plan is reported on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Every month.
    Monthly,
    /// Every two months.
    TwoMonthly,
    /// Every three months.
    Quarterly,
}

impl Frequency {
    /// Every frequency, the shortest first.
    pub const ALL: &'static [Self] = &[Self::Monthly, Self::TwoMonthly, Self::Quarterly];

    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::TwoMonthly => "two_monthly",
            Self::Quarterly => "quarterly",
        }
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Monthly => "Every month",
            Self::TwoMonthly => "Every two months",
            Self::Quarterly => "Every quarter",
        }
    }

    /// How many months a cycle observes.
    pub const fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::TwoMonthly => 2,
            Self::Quarterly => 3,
        }
    }

    /// How many cycles make a year.
    pub const fn in_a_year(self) -> u32 {
        12 / self.months()
    }

    /// The frequency that a word on the wire names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|frequency| frequency.code() == code)
    }
}

/// What a run of cycles is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// How often.
    pub frequency: Frequency,
    /// The first day that the first cycle observes.
    pub from: NaiveDate,
    /// How many cycles.
    pub count: u32,
    /// Days from the opening to the due date.
    pub due_days: u32,
    /// Days from the due date to the close.
    pub grace_days: u32,
    /// Days from the close to the day from which each is locked by itself; never where absent.
    pub lock_days: Option<u32>,
}

/// A cycle that would be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedCycle {
    /// Its name, from the months that it observes.
    pub name: String,
    /// Its dates.
    pub dates: CycleDates,
    /// The first day on which it is locked by itself.
    pub locks: Option<NaiveDate>,
}

impl Rhythm {
    /// The cycles, first to last.
    ///
    /// # Errors
    /// Every fault found, at `/from`, `/count`, `/due_days`, `/grace_days` and `/lock_days`.
    pub fn cycles(&self) -> Result<Vec<PlannedCycle>, Vec<FieldError>> {
        let mut faults = Vec::new();
        if !(1..=SERIES_MAX).contains(&self.count) {
            faults.push(FieldError::new(
                "/count",
                FieldCode::NotAllowed,
                format!("Choose from 1 to {SERIES_MAX} cycles"),
            ));
        }
        for (pointer, days) in [
            ("/due_days", self.due_days),
            ("/grace_days", self.grace_days),
        ] {
            if days > WINDOW_DAYS_MAX {
                faults.push(FieldError::new(
                    pointer,
                    FieldCode::TooLong,
                    format!("Choose {WINDOW_DAYS_MAX} days or fewer"),
                ));
            }
        }
        if self
            .lock_days
            .is_some_and(|days| !(1..=WINDOW_DAYS_MAX).contains(&days))
        {
            faults.push(FieldError::new(
                "/lock_days",
                FieldCode::NotAllowed,
                format!("Choose from 1 to {WINDOW_DAYS_MAX} days, or leave it empty"),
            ));
        }
        let year = self.from.year();
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            faults.push(FieldError::new(
                "/from",
                FieldCode::NotAllowed,
                "The year must be from 1900 to 2199",
            ));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let cycles: Option<Vec<PlannedCycle>> = (0..self.count).map(|at| self.cycle(at)).collect();
        cycles.ok_or_else(|| {
            vec![FieldError::new(
                "/from",
                FieldCode::TooLate,
                "These cycles go on for longer than dates do. Choose an earlier first day",
            )]
        })
    }

    /// Counted from the first day every time, so that a run from the 31st comes back to the 31st.
    fn starts(&self, at: u32) -> Option<NaiveDate> {
        let months = at.checked_mul(self.frequency.months())?;
        self.from.checked_add_months(Months::new(months))
    }

    fn cycle(&self, at: u32) -> Option<PlannedCycle> {
        let (observes_from, opens) = (self.starts(at)?, self.starts(at + 1)?);
        let observes_to = opens.pred_opt()?;
        let due = opens.checked_add_days(Days::new(u64::from(self.due_days)))?;
        let closes = due.checked_add_days(Days::new(u64::from(self.grace_days)))?;
        let locks = match self.lock_days {
            None => None,
            Some(days) => Some(closes.checked_add_days(Days::new(u64::from(days)))?),
        };
        Some(PlannedCycle {
            name: name(observes_from, observes_to),
            dates: CycleDates {
                observes_from,
                observes_to,
                opens,
                due,
                closes,
            },
            locks,
        })
    }
}

/// "January 2027", "January to March 2027", "December 2026 to January 2027"; by days where the
/// period is not one of whole months.
fn name(from: NaiveDate, to: NaiveDate) -> String {
    let whole = from.day() == 1 && to.succ_opt().is_some_and(|next| next.day() == 1);
    if !whole {
        return format!("{} to {}", day_in_words(from), day_in_words(to));
    }
    let (first, last) = (month_in_words(from), month_in_words(to));
    match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => format!("{first} {}", from.year()),
        (true, false) => format!("{first} to {last} {}", to.year()),
        (false, _) => format!("{first} {} to {last} {}", from.year(), to.year()),
    }
}

/// A cycle that a plan has, as a run of new ones sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenPeriod<'c> {
    /// Its name.
    pub name: &'c str,
    /// The first day that it observes.
    pub from: NaiveDate,
    /// The last day that it observes.
    pub to: NaiveDate,
}

impl PlannedCycle {
    /// Of the cycles `taken` the name of the one that has this one's name or observes one of its
    /// days.
    pub fn clash<'c>(&self, taken: impl IntoIterator<Item = TakenPeriod<'c>>) -> Option<&'c str> {
        taken
            .into_iter()
            .find(|other| {
                other.name == self.name
                    || (other.from <= self.dates.observes_to
                        && self.dates.observes_from <= other.to)
            })
            .map(|other| other.name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rhythm(frequency: Frequency, from: &str, count: u32) -> Rhythm {
        Rhythm {
            frequency,
            from: day(from),
            count,
            due_days: 13,
            grace_days: 7,
            lock_days: None,
        }
    }

    #[test]
    fn a_year_is_named_by_its_months() {
        let names = |frequency: Frequency, from: &str| -> Vec<String> {
            rhythm(frequency, from, frequency.in_a_year())
                .cycles()
                .unwrap()
                .into_iter()
                .map(|cycle| cycle.name)
                .collect()
        };
        assert_eq!(
            names(Frequency::Quarterly, "2027-01-01"),
            [
                "January to March 2027",
                "April to June 2027",
                "July to September 2027",
                "October to December 2027"
            ]
        );
        let two = names(Frequency::TwoMonthly, "2026-12-01");
        assert_eq!(two[0], "December 2026 to January 2027");
        assert_eq!(two.len(), 6);
        let monthly = names(Frequency::Monthly, "2026-11-01");
        assert_eq!((monthly[0].as_str(), monthly.len()), ("November 2026", 12));
        assert_eq!(
            names(Frequency::Monthly, "2026-11-15")[0],
            "15 November 2026 to 14 December 2026"
        );
    }

    #[test]
    fn the_window_follows_the_period_in_civil_days() {
        // Summer time begins on 28 March 2027 and ends on 31 October 2027.
        let cycles = rhythm(Frequency::Monthly, "2027-03-01", 8)
            .cycles()
            .unwrap();
        let march = cycles[0].dates;
        assert_eq!(
            (march.observes_to, march.opens, march.due, march.closes),
            (
                day("2027-03-31"),
                day("2027-04-01"),
                day("2027-04-14"),
                day("2027-04-21")
            )
        );
        assert_eq!(cycles[7].dates.opens, day("2027-11-01"));
        let from_the_31st = rhythm(Frequency::Monthly, "2027-01-31", 3)
            .cycles()
            .unwrap();
        let starts: Vec<NaiveDate> = from_the_31st
            .iter()
            .map(|cycle| cycle.dates.observes_from)
            .collect();
        assert_eq!(
            starts,
            [day("2027-01-31"), day("2027-02-28"), day("2027-03-31")]
        );
    }

    #[test]
    fn what_is_out_of_bounds_is_named() {
        let pointers = |rhythm: Rhythm| -> Vec<String> {
            rhythm
                .cycles()
                .unwrap_err()
                .into_iter()
                .map(|fault| fault.pointer)
                .collect()
        };
        let fair = rhythm(Frequency::Monthly, "2027-01-01", 12);
        assert_eq!(pointers(Rhythm { count: 0, ..fair }), ["/count"]);
        assert_eq!(
            pointers(Rhythm {
                count: 25,
                due_days: 91,
                grace_days: 91,
                lock_days: Some(0),
                from: day("2200-01-01"),
                ..fair
            }),
            ["/count", "/due_days", "/grace_days", "/lock_days", "/from"]
        );
    }

    #[test]
    fn each_cycle_of_a_run_is_locked_so_many_days_after_it_closes() {
        let run = Rhythm {
            lock_days: Some(10),
            ..rhythm(Frequency::Monthly, "2027-03-01", 2)
        };
        let locks: Vec<Option<NaiveDate>> = run
            .cycles()
            .unwrap()
            .iter()
            .map(|cycle| cycle.locks)
            .collect();
        assert_eq!(locks, [Some(day("2027-05-01")), Some(day("2027-05-31"))]);
    }

    #[test]
    fn a_period_that_is_taken_is_named() {
        let cycle = &rhythm(Frequency::Quarterly, "2027-01-01", 1)
            .cycles()
            .unwrap()[0];
        let taken = |name, from, to| TakenPeriod {
            name,
            from: day(from),
            to: day(to),
        };
        assert_eq!(cycle.clash([]), None);
        assert_eq!(
            cycle.clash([taken("Autumn", "2026-10-01", "2026-12-31")]),
            None
        );
        assert_eq!(
            cycle.clash([taken("Winter", "2026-11-01", "2027-01-01")]),
            Some("Winter")
        );
        assert_eq!(
            cycle.clash([taken("January to March 2027", "2020-01-01", "2020-01-31")]),
            Some("January to March 2027")
        );
    }

    proptest! {
        /// No day is left out and none is observed twice, from whatever day the run begins.
        #[test]
        fn a_run_leaves_no_day_out(days in 0u64..3_000, pick in 0usize..3, count in 1u32..=24) {
            let run = Rhythm {
                frequency: Frequency::ALL[pick],
                from: day("2024-01-01") + Days::new(days),
                count,
                due_days: 14,
                grace_days: 7,
                lock_days: Some(1),
            };
            let cycles = run.cycles().unwrap();
            prop_assert_eq!(cycles.len(), count as usize);
            for pair in cycles.windows(2) {
                prop_assert_eq!(pair[0].dates.observes_to.succ_opt(), Some(pair[1].dates.observes_from));
                prop_assert!(pair[0].name != pair[1].name);
            }
            for cycle in &cycles {
                prop_assert_eq!(cycle.dates.check(Some(run.from)), Ok(()));
                prop_assert_eq!(cycle.dates.check_lock(cycle.locks), Ok(()));
            }
        }
    }
}
