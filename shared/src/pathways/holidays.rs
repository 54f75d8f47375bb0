//! England's bank holidays, by rule.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days that were given once.
const ONCE: &[(i32, u32, u32, &str)] = &[
    (1981, 7, 29, "Royal wedding"),
    (1999, 12, 31, "Millennium"),
    (2002, 6, 3, "Golden jubilee"),
    (2011, 4, 29, "Royal wedding"),
    (2012, 6, 5, "Diamond jubilee"),
    (2022, 6, 3, "Platinum jubilee"),
    (2022, 9, 19, "State funeral"),
    (2023, 5, 8, "Coronation"),
];

/// Which bank holiday in England a day is. The rules are those since 1978; a holiday that falls on
/// a weekend stands on it and on the day given for it.
pub fn bank_holiday(day: NaiveDate) -> Option<&'static str> {
    let (year, month, date) = (day.year(), day.month(), day.day());
    let given = ONCE
        .iter()
        .find(|(y, m, d, _)| (*y, *m, *d) == (year, month, date));
    if let Some((.., name)) = given {
        return Some(name);
    }
    let monday = day.weekday() == Weekday::Mon;
    match (month, date) {
        (1, 1) => Some("New Year's Day"),
        (1, 2 | 3) if monday => Some("New Year's Day, in lieu"),
        (12, 25) => Some("Christmas Day"),
        (12, 26) => Some("Boxing Day"),
        // Both days of Christmas are made up for, in their order, by the next days of work.
        (12, 27) if matches!(day.weekday(), Weekday::Mon | Weekday::Tue) => {
            Some("Christmas Day, in lieu")
        }
        (12, 28) if matches!(day.weekday(), Weekday::Mon | Weekday::Tue) => {
            Some("Boxing Day, in lieu")
        }
        _ if early_may(year) == (month, date) => Some("Early May bank holiday"),
        _ if spring(day) => Some("Spring bank holiday"),
        (8, 25..=31) if monday => Some("Summer bank holiday"),
        _ => around_easter(day),
    }
}

/// Whether people are at work: Monday to Friday, and no bank holiday in England.
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && bank_holiday(day).is_none()
}

/// The first Monday in May; twice it was moved to the day of peace in Europe.
fn early_may(year: i32) -> (u32, u32) {
    match year {
        1995 | 2020 => (5, 8),
        _ => {
            let first = NaiveDate::from_weekday_of_month_opt(year, 5, Weekday::Mon, 1);
            (5, first.map_or(1, |day| day.day()))
        }
    }
}

/// The last Monday in May; it was moved in the years of jubilees.
fn spring(day: NaiveDate) -> bool {
    match (day.year(), day.month(), day.day()) {
        (2002 | 2012, month, date) => (month, date) == (6, 4),
        (2022, month, date) => (month, date) == (6, 2),
        (_, 5, 25..=31) => day.weekday() == Weekday::Mon,
        _ => false,
    }
}

fn around_easter(day: NaiveDate) -> Option<&'static str> {
    let sunday = easter(day.year())?;
    if day.checked_add_days(Days::new(2)) == Some(sunday) {
        Some("Good Friday")
    } else if day.checked_sub_days(Days::new(1)) == Some(sunday) {
        Some("Easter Monday")
    } else {
        None
    }
}

/// Easter Sunday in the Gregorian calendar, by the rule that needs no table.
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let (leap_centuries, odd_centuries) = (century.div_euclid(4), century.rem_euclid(4));
    let (leap_years, odd_years) = (of_century.div_euclid(4), of_century.rem_euclid(4));
    let moon_shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let moon = (19 * golden + century - leap_centuries - moon_shift + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * odd_centuries + 2 * leap_years - moon - odd_years).rem_euclid(7);
    let early = (golden + 11 * moon + 22 * to_sunday).div_euclid(451);
    let after = u64::try_from(moon + to_sunday - 7 * early).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 22)?.checked_add_days(Days::new(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(year: i32) -> Vec<String> {
        NaiveDate::from_ymd_opt(year, 1, 1)
            .unwrap()
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
            .filter(|day| bank_holiday(*day).is_some())
            .map(|day| format!("{:02}-{:02}", day.month(), day.day()))
            .collect()
    }

    #[test]
    fn easter_falls_on_its_sundays() {
        for text in [
            "1818-03-22",
            "1943-04-25",
            "1961-04-02",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2015-04-05",
            "2018-04-01",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
        ] {
            let day: NaiveDate = text.parse().unwrap();
            assert_eq!(easter(day.year()), Some(day));
        }
        for year in 1900..2200 {
            assert_eq!(easter(year).unwrap().weekday(), Weekday::Sun, "{year}");
        }
    }

    #[test]
    fn each_year_has_its_days_off() {
        let table: &[(i32, &str)] = &[
            (
                2011,
                "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
            ),
            (
                2012,
                "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
            ),
            (2013, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (2014, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
            (2015, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27"),
            (2017, "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
            (2018, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26"),
            (2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
            (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
            (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
            (
                2022,
                "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
            ),
            (
                2023,
                "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
            ),
            (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
            (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        ];
        for (year, days) in table {
            assert_eq!(of(*year).join(" "), *days, "{year}");
        }
    }

    #[test]
    fn an_ordinary_year_has_eight() {
        for year in 2024..2100 {
            assert_eq!(of(year).len(), 8, "{year}");
        }
    }
}
