use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::month_in_words;

/// Most steps into which a span of time is cut, so that a chart of them can be read.
pub const PERIODS_MAX: usize = 24;

/// A step of time: a month, a quarter, or one or more years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Period {
    /// Its name: "June 2026", "April to June 2026", "2026".
    pub name: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
}

impl Period {
    /// Whether a day belongs to it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The steps from the one that holds `first` to the one that holds `last`: the shortest of months,
/// quarters, years and so on of which [`PERIODS_MAX`] are enough. None where `last` comes first.
pub fn periods(first: NaiveDate, last: NaiveDate) -> Vec<Period> {
    if last < first {
        return Vec::new();
    }
    let months = [1, 3, 12, 60, 120]
        .into_iter()
        .find(|months| steps(first, last, *months) <= PERIODS_MAX)
        .unwrap_or(120);
    let mut found = Vec::new();
    let mut from = begin(first, months);
    while let Some(start) = from.filter(|start| *start <= last) {
        from = start.checked_add_months(Months::new(months.unsigned_abs()));
        let to = from
            .and_then(|next| next.checked_sub_days(Days::new(1)))
            .unwrap_or(NaiveDate::MAX);
        found.push(Period {
            name: name(start, to, months),
            from: start,
            to,
        });
    }
    found
}

/// Months since the year nought.
fn number(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0().cast_signed()
}

fn steps(first: NaiveDate, last: NaiveDate, months: i32) -> usize {
    let between = number(last).div_euclid(months) - number(first).div_euclid(months);
    usize::try_from(between + 1).unwrap_or(usize::MAX)
}

fn begin(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    let first = number(day).div_euclid(months) * months;
    let month = u32::try_from(first.rem_euclid(12)).ok()? + 1;
    NaiveDate::from_ymd_opt(first.div_euclid(12), month, 1)
}

fn name(from: NaiveDate, to: NaiveDate, months: i32) -> String {
    match months {
        1 => format!("{} {}", month_in_words(from), from.year()),
        3 => format!(
            "{} to {} {}",
            month_in_words(from),
            month_in_words(to),
            to.year()
        ),
        12 => from.year().to_string(),
        _ => format!("{} to {}", from.year(), to.year()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn names(first: &str, last: &str) -> Vec<String> {
        periods(day(first), day(last))
            .into_iter()
            .map(|period| period.name)
            .collect()
    }

    #[test]
    fn a_span_is_cut_into_the_shortest_steps_that_can_be_drawn() {
        assert_eq!(
            names("2026-01-31", "2026-03-01"),
            ["January 2026", "February 2026", "March 2026"]
        );
        assert_eq!(names("2026-05-01", "2026-04-30"), Vec::<String>::new());
        let quarters = names("2015-02-01", "2018-01-31");
        assert_eq!(quarters.first().unwrap(), "January to March 2015");
        assert_eq!(quarters.len(), 13);
        let years = names("2000-01-01", "2020-12-31");
        assert_eq!((years[0].as_str(), years.len()), ("2000", 21));
        assert_eq!(names("1901-01-01", "2010-12-31")[0], "1900 to 1904");
    }

    proptest! {
        /// However long a span is, every day of it belongs to exactly one of a few steps.
        #[test]
        fn steps_follow_one_another(start in 0i64..60_000, length in 0i64..45_000, place in 0i64..45_000) {
            let first = day("1950-01-01") + chrono::Duration::days(start);
            let last = first + chrono::Duration::days(length);
            let found = periods(first, last);
            prop_assert!(!found.is_empty() && found.len() <= PERIODS_MAX);
            prop_assert!(found[0].from <= first && found[found.len() - 1].holds(last));
            for pair in found.windows(2) {
                prop_assert_eq!(pair[0].to + chrono::Duration::days(1), pair[1].from);
            }
            let within = first + chrono::Duration::days(place % (length + 1));
            prop_assert_eq!(found.iter().filter(|period| period.holds(within)).count(), 1);
        }
    }
}
