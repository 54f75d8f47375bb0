//! Days as people and spreadsheets write them.

use chrono::{Datelike, Days, NaiveDate};
use shared::calendar::{FIRST_YEAR, LAST_YEAR, PartialDate};

use crate::cell::Cell;

/// Why a cell is not a date.
pub const NOT_A_DAY: &str = "Enter a day, such as 22/11/2026 or 2026-11-22";
/// Why a cell is not a date as plans print it.
pub const NOT_PRINTED: &str =
    "Enter a date, such as 2026-11-22, 22/11/2026, 2026-11, 2026-autumn, 2026 or 2026/27";

/// The day that a cell means.
pub fn day(cell: &Cell, from_1904: bool) -> Option<NaiveDate> {
    let found = match cell {
        Cell::Date(day) => Some(*day),
        Cell::Number(serial) => of_serial(*serial, from_1904),
        Cell::Text(text) => of_text(text.trim()),
        _ => None,
    };
    found.filter(|day| (FIRST_YEAR..=LAST_YEAR).contains(&day.year()))
}

/// The date as printed that a cell means.
pub fn printed(cell: &Cell, from_1904: bool) -> Option<PartialDate> {
    match cell {
        Cell::Text(text) => text
            .trim()
            .to_lowercase()
            .parse()
            .ok()
            .or_else(|| PartialDate::day(of_text(text.trim())?).ok()),
        // A year that was typed as a number; as a serial it would lie before 1906.
        Cell::Number(year)
            if year.fract() == 0.0
                && (f64::from(FIRST_YEAR)..=f64::from(LAST_YEAR)).contains(year) =>
        {
            format!("{year:.0}").parse().ok()
        }
        other => PartialDate::day(day(other, from_1904)?).ok(),
    }
}

/// A serial number of days, as spreadsheets count them. Theirs has a 29 February 1900, which never
/// was, so that days before 1 March 1900 count from one day later.
fn of_serial(serial: f64, from_1904: bool) -> Option<NaiveDate> {
    let whole = serial.floor();
    if !(1.0..200_000.0).contains(&whole) || (!from_1904 && whole == 60.0) {
        return None;
    }
    let (year, month, day) = match (from_1904, whole < 60.0) {
        (true, _) => (1904, 1, 1),
        (false, true) => (1899, 12, 31),
        (false, false) => (1899, 12, 30),
    };
    // From 1 to 200,000 and without a fraction, so that nothing is lost.
    let days = Days::new(whole as u64);
    NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(days)
}

const FORMS: [&str; 7] = [
    "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d-%b-%Y", "%Y/%m/%d",
];

/// A day in words or figures, the day before the month. Years have four digits.
fn of_text(text: &str) -> Option<NaiveDate> {
    // A time of midnight, as some programs write a day.
    let text = text
        .strip_suffix(" 00:00:00")
        .or_else(|| text.strip_suffix("T00:00:00"))
        .unwrap_or(text);
    let four_digits = text
        .split(|c: char| !c.is_ascii_digit())
        .any(|part| part.len() == 4);
    if !four_digits {
        return None;
    }
    FORMS
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, expected) in [
            ("2026-11-22", on("2026-11-22")),
            (" 22/11/2026 ", on("2026-11-22")),
            ("22.11.2026", on("2026-11-22")),
            ("3 January 2026", on("2026-01-03")),
            ("3 Jan 2026", on("2026-01-03")),
            ("03-Jan-2026", on("2026-01-03")),
            ("2026-11-22 00:00:00", on("2026-11-22")),
            ("22/11/26", None),
            ("30/02/2026", None),
            ("11/22/2026", None),
            ("22/11/12026", None),
            ("next week", None),
        ] {
            assert_eq!(day(&Cell::text(text), false), expected, "{text}");
        }
    }

    #[test]
    fn serials_count_from_their_own_beginning() {
        for (serial, from_1904, expected) in [
            (46348.0, false, on("2026-11-22")),
            (44886.0, true, on("2026-11-22")),
            (61.0, false, on("1900-03-01")),
            (59.0, false, on("1900-02-28")),
            (60.0, false, None),
            (46348.75, false, on("2026-11-22")),
            (0.0, false, None),
            (-1.0, false, None),
            (1e300, false, None),
            (f64::NAN, false, None),
        ] {
            assert_eq!(day(&Cell::Number(serial), from_1904), expected, "{serial}");
        }
    }

    #[test]
    fn printed_dates_keep_their_form() {
        let text = |cell: Cell| printed(&cell, false).map(String::from);
        for form in ["2015", "2015-04", "2015-04-01", "2015-autumn", "2015/16"] {
            assert_eq!(text(Cell::text(form)).as_deref(), Some(form));
        }
        assert_eq!(
            text(Cell::text("2015-Autumn")).as_deref(),
            Some("2015-autumn")
        );
        assert_eq!(
            text(Cell::text("22/11/2026")).as_deref(),
            Some("2026-11-22")
        );
        assert_eq!(text(Cell::Number(2026.0)).as_deref(), Some("2026"));
        assert_eq!(text(Cell::Number(46348.0)).as_deref(), Some("2026-11-22"));
        assert_eq!(text(Cell::text("soon")), None);
    }
}
