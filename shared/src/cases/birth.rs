use std::{fmt, str::FromStr};

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::month_in_words,
    problem::{FieldCode, FieldError},
};

/// The age in years at which a young person is too old for a new case: services run from 0 to 25.
pub const OLDEST: u32 = 26;

/// The month and the year of birth, which is all that is kept of it: `2011-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthMonth(NaiveDate);

/// Why a text is not a month of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter the month and year of birth, for example 2011-05. Leave out the day")]
pub struct NotAMonth;

impl BirthMonth {
    /// The month that a year and a number from 1 to 12 name.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        (1900..2200)
            .contains(&year)
            .then(|| NaiveDate::from_ymd_opt(year, month, 1))
            .flatten()
            .map(Self)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// In words: "May 2011".
    pub fn in_words(self) -> String {
        format!("{} {}", month_in_words(self.0), self.0.year())
    }

    /// Whether a day lies in the month.
    pub fn holds(self, day: NaiveDate) -> bool {
        (day.year(), day.month()) == (self.0.year(), self.0.month())
    }

    /// The day on which the person has certainly reached an age: the first of the month after the
    /// one in which the birthday falls.
    pub fn surely_reached(self, years: u32) -> Option<NaiveDate> {
        self.0
            .checked_add_months(Months::new(years.saturating_mul(12).saturating_add(1)))
    }

    /// The youngest and the oldest age, in full years, that the person can have on a day; none
    /// before the month of birth. The two differ only in the month of the birthday.
    pub fn ages(self, today: NaiveDate) -> Option<(u32, u32)> {
        let months =
            (today.year() - self.0.year()) * 12 + month_number(today) - month_number(self.0);
        let months = u32::try_from(months).ok()?;
        let oldest = months / 12;
        let in_birthday_month = months.is_multiple_of(12) && months > 0;
        Some((oldest - u32::from(in_birthday_month), oldest))
    }

    /// Checks the month of somebody for whom a case is opened.
    ///
    /// # Errors
    /// A fault at `pointer` where the month is to come, or the person too old.
    pub fn check(self, pointer: &str, today: NaiveDate) -> Result<Self, FieldError> {
        let Some((youngest, _)) = self.ages(today) else {
            return Err(FieldError::new(
                pointer,
                FieldCode::TooLate,
                format!(
                    "{} has not come yet. Check the month and year of birth",
                    self.in_words()
                ),
            ));
        };
        if youngest >= OLDEST {
            return Err(FieldError::new(
                pointer,
                FieldCode::TooEarly,
                format!(
                    "Somebody born in {} is {youngest}. Cases are for people up to 25. Check the year of birth",
                    self.in_words()
                ),
            ));
        }
        Ok(self)
    }
}

fn month_number(day: NaiveDate) -> i32 {
    i32::try_from(day.month()).unwrap_or_default()
}

impl FromStr for BirthMonth {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let digits = |text: &str, width: usize| {
            (text.len() == width && text.bytes().all(|b| b.is_ascii_digit()))
                .then(|| text.parse::<u32>().ok())
                .flatten()
                .ok_or(NotAMonth)
        };
        let (year, month) = text.trim().split_once('-').ok_or(NotAMonth)?;
        let year = i32::try_from(digits(year, 4)?).map_err(|_| NotAMonth)?;
        Self::new(year, digits(month, 2)?).ok_or(NotAMonth)
    }
}

impl fmt::Display for BirthMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl From<BirthMonth> for String {
    fn from(month: BirthMonth) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for BirthMonth {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for BirthMonth {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])$"))
            .description(Some("A month of birth: 2011-05."))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for BirthMonth {
    fn name() -> std::borrow::Cow<'static, str> {
        "BirthMonth".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn month(text: &str) -> BirthMonth {
        text.parse().unwrap()
    }

    #[test]
    fn months_travel_without_the_day() {
        assert_eq!(month("2011-05").to_string(), "2011-05");
        assert_eq!(month("2011-05").in_words(), "May 2011");
        assert_eq!(
            serde_json::to_string(&month("2011-05")).unwrap(),
            "\"2011-05\""
        );
        for bad in [
            "",
            "2011",
            "2011-5",
            "2011-13",
            "2011-00",
            "2011-05-03",
            "05-2011",
            "1811-05",
            "٢٠١١-٠٥",
        ] {
            assert_eq!(bad.parse::<BirthMonth>(), Err(NotAMonth), "{bad}");
        }
    }

    #[test]
    fn an_age_is_known_to_a_month() {
        for (born, today, ages) in [
            ("2011-05", "2026-04-30", Some((14, 14))),
            ("2011-05", "2026-05-01", Some((14, 15))),
            ("2011-05", "2026-05-31", Some((14, 15))),
            ("2011-05", "2026-06-01", Some((15, 15))),
            ("2026-11", "2026-11-22", Some((0, 0))),
            ("2026-12", "2026-11-22", None),
            ("2012-02", "2030-02-28", Some((17, 18))),
        ] {
            assert_eq!(month(born).ages(day(today)), ages, "{born} {today}");
        }
        assert_eq!(month("2008-12").surely_reached(18), Some(day("2027-01-01")));
        assert!(month("2012-02").holds(day("2012-02-29")));
        assert!(!month("2012-02").holds(day("2012-03-01")));
    }

    #[test]
    fn nobody_is_born_tomorrow_or_too_old() {
        let today = day("2026-11-22");
        for (born, code) in [
            ("2026-11", None),
            ("2026-12", Some(FieldCode::TooLate)),
            ("2111-05", Some(FieldCode::TooLate)),
            // Twenty-five until their birthday, which may be still to come this month.
            ("2000-11", None),
            ("2000-10", Some(FieldCode::TooEarly)),
            ("1911-05", Some(FieldCode::TooEarly)),
        ] {
            let found = month(born).check("/born", today).err();
            assert_eq!(found.map(|fault| fault.code), code, "{born}");
        }
    }
}
