//! By when something is due.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::holidays::is_working_day;

/// The most days that a clock can have.
pub const COUNT_MAX: i32 = 730;

/// What a clock counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ClockUnit {
    /// Days from Monday to Friday that are no bank holidays in England.
    WorkingDays,
    /// All days.
    Days,
}

/// The time that a standard allows. No working days at all mean the same working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// What is counted.
    pub unit: ClockUnit,
    /// How many, from 0 for the same day to 730.
    pub count: i32,
}

impl Clock {
    /// The working day on which it starts.
    pub const SAME_WORKING_DAY: Self = Self::working_days(0);

    /// So many working days.
    pub const fn working_days(count: i32) -> Self {
        Self {
            unit: ClockUnit::WorkingDays,
            count,
        }
    }

    /// So many days.
    pub const fn days(count: i32) -> Self {
        Self {
            unit: ClockUnit::Days,
            count,
        }
    }

    /// The clock in words: "the same working day", "within 5 working days".
    pub fn label(self) -> String {
        match (self.unit, self.count) {
            (ClockUnit::WorkingDays, 0) => "the same working day".to_owned(),
            (ClockUnit::Days, 0) => "the same day".to_owned(),
            (ClockUnit::WorkingDays, 1) => "within 1 working day".to_owned(),
            (ClockUnit::Days, 1) => "within 1 day".to_owned(),
            (ClockUnit::WorkingDays, count) => format!("within {count} working days"),
            (ClockUnit::Days, count) => format!("within {count} days"),
        }
    }
}

/// The last day on which `clock` is kept, where it starts on `start`, a day in London.
///
/// The day of the start is not counted. For working days, what starts on a day off counts as having
/// started on the next working day: what comes in on a Saturday is due the same working day on
/// Monday, and within one working day on Tuesday. Nothing is due before it starts.
pub fn due(clock: Clock, start: NaiveDate) -> NaiveDate {
    let count = clock.count.clamp(0, COUNT_MAX);
    match clock.unit {
        ClockUnit::Days => start
            .checked_add_days(Days::new(u64::from(count.unsigned_abs())))
            .unwrap_or(NaiveDate::MAX),
        ClockUnit::WorkingDays => {
            let first = from(start);
            (0..count).fold(first, |day, _| day.succ_opt().map_or(day, from))
        }
    }
}

/// The first working day that is not before `day`.
fn from(mut day: NaiveDate) -> NaiveDate {
    while !is_working_day(day) {
        let Some(next) = day.succ_opt() else {
            break;
        };
        day = next;
    }
    day
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_clock_ends_on_its_day() {
        for (clock, start, end) in [
            // A Wednesday.
            (Clock::SAME_WORKING_DAY, "2026-11-18", "2026-11-18"),
            (Clock::working_days(1), "2026-11-18", "2026-11-19"),
            (Clock::working_days(5), "2026-11-18", "2026-11-25"),
            (Clock::days(14), "2026-11-18", "2026-12-02"),
            (Clock::days(0), "2026-11-21", "2026-11-21"),
            // A Saturday counts as the Monday after it.
            (Clock::SAME_WORKING_DAY, "2026-11-21", "2026-11-23"),
            (Clock::working_days(1), "2026-11-21", "2026-11-24"),
            // Good Friday 2015, and Easter Monday after it.
            (Clock::SAME_WORKING_DAY, "2015-04-03", "2015-04-07"),
            (Clock::working_days(1), "2015-04-02", "2015-04-07"),
            // Christmas Day 2021 was a Saturday: Monday and Tuesday stood in for it and Boxing Day.
            (Clock::working_days(1), "2021-12-24", "2021-12-29"),
            // Ten working days over the two days of the jubilee in 2022.
            (Clock::working_days(10), "2022-05-27", "2022-06-14"),
            (Clock::days(14), "2015-12-24", "2016-01-07"),
            (Clock::days(1), "2016-02-28", "2016-02-29"),
        ] {
            assert_eq!(due(clock, day(start)), day(end), "{clock:?} from {start}");
        }
    }

    #[test]
    fn clocks_have_words() {
        for (clock, words) in [
            (Clock::SAME_WORKING_DAY, "the same working day"),
            (Clock::days(0), "the same day"),
            (Clock::working_days(1), "within 1 working day"),
            (Clock::working_days(5), "within 5 working days"),
            (Clock::days(1), "within 1 day"),
            (Clock::days(14), "within 14 days"),
        ] {
            assert_eq!(clock.label(), words);
        }
    }

    #[test]
    fn the_end_of_time_is_an_end() {
        assert_eq!(due(Clock::days(5), NaiveDate::MAX), NaiveDate::MAX);
        assert!(due(Clock::working_days(5), NaiveDate::MAX) <= NaiveDate::MAX);
    }

    proptest! {
        #[test]
        fn a_clock_never_ends_before_it_starts_nor_runs_backwards(
            offset in 0..40_000u64, count in 0..60i32,
        ) {
            let start = day("1990-01-01") + Days::new(offset);
            for clock in [Clock::working_days(count), Clock::days(count)] {
                let end = due(clock, start);
                let longer = Clock { count: count + 1, ..clock };
                prop_assert!(start <= end);
                prop_assert!(end < due(longer, start));
                prop_assert!(end <= due(clock, start + Days::new(1)));
            }
            let end = due(Clock::working_days(count), start);
            prop_assert!(is_working_day(end));
        }

        #[test]
        fn working_days_are_counted_one_by_one(offset in 0..20_000u64, count in 0..40i32) {
            let start = day("2000-01-01") + Days::new(offset);
            let first = due(Clock::SAME_WORKING_DAY, start);
            let end = due(Clock::working_days(count), start);
            let between = first
                .iter_days()
                .skip(1)
                .take_while(|day| *day <= end)
                .filter(|day| is_working_day(*day))
                .count();
            prop_assert_eq!(between, usize::try_from(count).unwrap());
        }
    }
}
