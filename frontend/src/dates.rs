//! Days and instants in words: "22 June 2018", "22 November 2026 at 2:15pm". Instants are shown as London's clocks have
//! them, wherever the browser is.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike, Utc, Weekday};
use shared::calendar::{PartialDate, day_in_words};

/// "22 June 2018".
pub fn day(date: NaiveDate) -> String {
    day_in_words(date)
}

/// "22 November 2026 at 2:15pm".
pub fn instant(at: DateTime<Utc>) -> String {
    let local = london(at);
    format!("{} at {}", day(local.date()), clock(local))
}

/// "22 November 2026": the day of an instant.
pub fn day_of(at: DateTime<Utc>) -> String {
    day(london(at).date())
}

/// The day of an instant, by London's clocks.
pub fn civil(at: DateTime<Utc>) -> NaiveDate {
    london(at).date()
}

/// "2:15pm": the time of an instant.
pub fn time_of(at: DateTime<Utc>) -> String {
    clock(london(at))
}

/// A date as a plan prints it, in words: "April 2015", "Autumn 2015", "2015/16".
pub fn printed(date: &PartialDate) -> String {
    date.in_words()
}

/// Today in London, by the clock of the person's device.
pub fn today() -> NaiveDate {
    london(now()).date()
}

/// How long ago a day was, in the unit a person would use: "yesterday", "3 weeks ago". Days to come are "today".
pub fn ago(past: NaiveDate, today: NaiveDate) -> String {
    let days = (today - past).num_days();
    let count = |number: i64, unit: &str| match number {
        1 => format!("1 {unit} ago"),
        _ => format!("{number} {unit}s ago"),
    };
    match days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=13 => count(days, "day"),
        14..=62 => count(days / 7, "week"),
        63..=729 => count(days * 12 / 365, "month"),
        _ => count(days / 365, "year"),
    }
}

/// How long ago an instant was; see [`ago`].
pub fn since(at: DateTime<Utc>) -> String {
    ago(london(at).date(), today())
}

/// The device's clock: it says how old a thing is and never decides anything.
pub fn now() -> DateTime<Utc> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are whole and fit"
    )]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

fn clock(local: NaiveDateTime) -> String {
    match (local.hour(), local.minute()) {
        (12, 0) => "midday".to_owned(),
        (0, 0) => "midnight".to_owned(),
        (_, minute) => {
            let (afternoon, hour) = local.hour12();
            let half = if afternoon { "pm" } else { "am" };
            match minute {
                0 => format!("{hour}{half}"),
                _ => format!("{hour}:{minute:02}{half}"),
            }
        }
    }
}

/// London's clocks: an hour ahead from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October
/// (the Summer Time Order 2002).
fn london(at: DateTime<Utc>) -> NaiveDateTime {
    let utc = at.naive_utc();
    let change = |month| last_sunday(utc.year(), month).and_then(|day| day.and_hms_opt(1, 0, 0));
    let summer = match (change(3), change(10)) {
        (Some(forward), Some(back)) => forward <= utc && utc < back,
        _ => false,
    };
    if summer {
        utc + Duration::hours(1)
    } else {
        utc
    }
}

/// The last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    Some(last - Duration::days(i64::from(last.weekday().days_since(Weekday::Sun))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> String {
        instant(text.parse().unwrap())
    }

    #[test]
    fn instants_follow_londons_clocks() {
        assert_eq!(at("2026-11-22T14:15:59Z"), "22 November 2026 at 2:15pm");
        assert_eq!(at("2026-06-30T23:30:00Z"), "1 July 2026 at 12:30am");
        assert_eq!(at("2026-03-29T00:59:59Z"), "29 March 2026 at 12:59am");
        assert_eq!(at("2026-03-29T01:00:00Z"), "29 March 2026 at 2am");
        assert_eq!(at("2026-10-25T00:59:00Z"), "25 October 2026 at 1:59am");
        assert_eq!(at("2026-10-25T01:00:00Z"), "25 October 2026 at 1am");
        assert_eq!(at("2026-01-05T12:00:00Z"), "5 January 2026 at midday");
    }

    #[test]
    fn printed_dates_keep_their_precision() {
        let words = |text: &str| printed(&text.parse().unwrap());
        assert_eq!(words("2015-04-01"), "1 April 2015");
        assert_eq!(words("2015-04"), "April 2015");
        assert_eq!(words("2015-winter"), "Winter 2015");
        assert_eq!(words("2015/16"), "2015/16");
    }

    #[test]
    fn ages_are_told_in_the_unit_that_fits() {
        let words = |past: &str| ago(past.parse().unwrap(), "2026-11-22".parse().unwrap());
        assert_eq!(words("2026-11-23"), "today");
        assert_eq!(words("2026-11-21"), "yesterday");
        assert_eq!(words("2026-11-10"), "12 days ago");
        assert_eq!(words("2026-10-25"), "4 weeks ago");
        assert_eq!(words("2026-08-22"), "3 months ago");
        assert_eq!(words("2023-11-22"), "3 years ago");
    }
}
