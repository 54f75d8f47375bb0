//! Civil dates as plans print them.
//!
//! A printed plan says `2015`, `2015-autumn` or `2015/16` far more often than it names a day. A
//! [`PartialDate`] keeps what was printed and knows the first and the last day that it can mean.
//! This module never asks what day it is.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The earliest year that a date may name.
pub const FIRST_YEAR: i32 = 1900;
/// The latest year that a date may name.
pub const LAST_YEAR: i32 = 2199;

/// How much of a date was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DatePrecision {
    /// `2015-04-01`: one day.
    Day,
    /// `2015-04`: a calendar month.
    Month,
    /// `2015-autumn`: a meteorological season; winter begins in December of the year named.
    Season,
    /// `2015`: a calendar year.
    Year,
    /// `2015/16`: 1 April to 31 March.
    FinancialYear,
}

/// A date as printed, with the days that it spans.
///
/// On the wire and in the database it is the printed text alone: `2015`, `2015-04`, `2015-04-01`,
/// `2015-autumn` or `2015/16`. Dates sort by first day, then last day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    printed: String,
    start: NaiveDate,
    end: NaiveDate,
    precision: DatePrecision,
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text has none of the accepted forms.
    #[error("a date is written as 2015, 2015-04, 2015-04-01, 2015-autumn or 2015/16")]
    Form,
    /// The form is right, but the calendar has no such day or month.
    #[error("the calendar has no such date")]
    NotInCalendar,
    /// The year lies outside [`FIRST_YEAR`] to [`LAST_YEAR`].
    #[error("the year must be from 1900 to 2199")]
    Year,
    /// The two years of a financial year do not follow each other.
    #[error("a financial year names two years in a row, as in 2015/16")]
    FinancialYear,
}

impl PartialDate {
    /// The text as printed.
    #[must_use]
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// The first day that the text can mean.
    #[must_use]
    pub const fn start(&self) -> NaiveDate {
        self.start
    }

    /// The last day that the text can mean, inclusive.
    #[must_use]
    pub const fn end(&self) -> NaiveDate {
        self.end
    }

    /// How much of the date was printed.
    #[must_use]
    pub const fn precision(&self) -> DatePrecision {
        self.precision
    }

    /// The date in words for people: "22 June 2018", "April 2015", "Autumn 2015", "2015/16".
    #[must_use]
    pub fn in_words(&self) -> String {
        match self.precision {
            DatePrecision::Day => day_in_words(self.start),
            DatePrecision::Month => format!("{} {}", month_in_words(self.start), self.start.year()),
            DatePrecision::Season => {
                let season = match self.start.month() {
                    3 => "Spring",
                    6 => "Summer",
                    9 => "Autumn",
                    _ => "Winter",
                };
                format!("{season} {}", self.start.year())
            }
            DatePrecision::Year | DatePrecision::FinancialYear => self.printed.clone(),
        }
    }

    /// The date of one whole day, printed as `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`DateError::Year`] when the year is out of bounds.
    pub fn day(day: NaiveDate) -> Result<Self, DateError> {
        day.to_string().parse()
    }

    /// Whether every day that `self` can mean lies before every day that `other` can mean.
    #[must_use]
    pub fn is_wholly_before(&self, other: &Self) -> bool {
        self.end < other.start
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.end, &self.printed).cmp(&(other.start, other.end, &other.printed))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed)
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.printed
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let (start, end, precision) = span(text)?;
        Ok(Self {
            printed: text.to_owned(),
            start,
            end,
            precision,
        })
    }
}

/// A day in words for people: "22 June 2018". Put together by hand, because chrono's formatter is larger than all that it
/// would be asked for, and would travel to every browser.
#[must_use]
pub fn day_in_words(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_in_words(day), day.year())
}

/// The month of a day: "June".
#[must_use]
pub fn month_in_words(day: NaiveDate) -> &'static str {
    match day.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

fn span(text: &str) -> Result<(NaiveDate, NaiveDate, DatePrecision), DateError> {
    if let Some((first, second)) = text.split_once('/') {
        let year = year_of(first)?;
        if digits(second, 2)? != (year + 1).rem_euclid(100) {
            return Err(DateError::FinancialYear);
        }
        let start = ymd(year, 4, 1)?;
        return Ok((start, last_day(start, 12)?, DatePrecision::FinancialYear));
    }
    let mut pieces = text.split('-');
    let year = year_of(pieces.next().unwrap_or_default())?;
    let (start, months, precision) = match (pieces.next(), pieces.next(), pieces.next()) {
        (None, ..) => (ymd(year, 1, 1)?, 12, DatePrecision::Year),
        (Some("spring"), None, _) => (ymd(year, 3, 1)?, 3, DatePrecision::Season),
        (Some("summer"), None, _) => (ymd(year, 6, 1)?, 3, DatePrecision::Season),
        (Some("autumn"), None, _) => (ymd(year, 9, 1)?, 3, DatePrecision::Season),
        (Some("winter"), None, _) => (ymd(year, 12, 1)?, 3, DatePrecision::Season),
        (Some(month), None, _) => (ymd(year, digits(month, 2)?, 1)?, 1, DatePrecision::Month),
        (Some(month), Some(day), None) => {
            let day = ymd(year, digits(month, 2)?, digits(day, 2)?)?;
            return Ok((day, day, DatePrecision::Day));
        }
        _ => return Err(DateError::Form),
    };
    Ok((start, last_day(start, months)?, precision))
}

fn year_of(text: &str) -> Result<i32, DateError> {
    let year = digits(text, 4)?;
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) {
        Ok(year)
    } else {
        Err(DateError::Year)
    }
}

/// A number of exactly `width` ASCII digits; signs, blanks and other scripts are refused.
fn digits(text: &str, width: usize) -> Result<i32, DateError> {
    if text.len() == width && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| DateError::Form)
    } else {
        Err(DateError::Form)
    }
}

fn ymd(year: i32, month: i32, day: i32) -> Result<NaiveDate, DateError> {
    let part = |n: i32| u32::try_from(n).map_err(|_| DateError::Form);
    NaiveDate::from_ymd_opt(year, part(month)?, part(day)?).ok_or(DateError::NotInCalendar)
}

fn last_day(start: NaiveDate, months: u32) -> Result<NaiveDate, DateError> {
    start
        .checked_add_months(Months::new(months))
        .and_then(|next| next.checked_sub_days(Days::new(1)))
        .ok_or(DateError::NotInCalendar)
}

/// The printed forms as a regular expression, for the schemas of the file format and of the API.
#[cfg(any(feature = "schema", feature = "openapi"))]
const PATTERN: &str = r"^(19|20|21)\d{2}(-\d{2}(-\d{2})?|-(spring|summer|autumn|winter)|/\d{2})?$";

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PartialDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": PATTERN,
            "description": "A date as printed: 2015, 2015-04, 2015-04-01, 2015-autumn or the financial year 2015/16.",
        })
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for PartialDate {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(PATTERN))
            .description(Some(
                "A date as printed: 2015, 2015-04, 2015-04-01, 2015-autumn or the financial year 2015/16.",
            ))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for PartialDate {
    fn name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> (String, String, DatePrecision) {
        let date: PartialDate = text.parse().expect(text);
        (
            date.start().to_string(),
            date.end().to_string(),
            date.precision(),
        )
    }

    #[test]
    fn dates_are_said_in_words() {
        let words = |text: &str| text.parse::<PartialDate>().unwrap().in_words();
        assert_eq!(words("2018-06-22"), "22 June 2018");
        assert_eq!(words("2015-04"), "April 2015");
        assert_eq!(words("2015-autumn"), "Autumn 2015");
        assert_eq!(words("2015-winter"), "Winter 2015");
        assert_eq!(words("2015/16"), "2015/16");
        assert_eq!(words("2015"), "2015");
    }

    #[test]
    fn every_printed_form_spans_its_days() {
        let table = [
            ("2015", "2015-01-01", "2015-12-31", DatePrecision::Year),
            ("2015-04", "2015-04-01", "2015-04-30", DatePrecision::Month),
            ("2015-12", "2015-12-01", "2015-12-31", DatePrecision::Month),
            ("2015-04-01", "2015-04-01", "2015-04-01", DatePrecision::Day),
            (
                "2015-spring",
                "2015-03-01",
                "2015-05-31",
                DatePrecision::Season,
            ),
            (
                "2015-summer",
                "2015-06-01",
                "2015-08-31",
                DatePrecision::Season,
            ),
            (
                "2015-autumn",
                "2015-09-01",
                "2015-11-30",
                DatePrecision::Season,
            ),
            (
                "2015-winter",
                "2015-12-01",
                "2016-02-29",
                DatePrecision::Season,
            ),
            (
                "2015/16",
                "2015-04-01",
                "2016-03-31",
                DatePrecision::FinancialYear,
            ),
            (
                "1999/00",
                "1999-04-01",
                "2000-03-31",
                DatePrecision::FinancialYear,
            ),
            (
                "2199-winter",
                "2199-12-01",
                "2200-02-28",
                DatePrecision::Season,
            ),
        ];
        for (text, start, end, precision) in table {
            assert_eq!(
                spans(text),
                (start.to_owned(), end.to_owned(), precision),
                "{text}"
            );
        }
    }

    #[test]
    fn leap_years_follow_the_gregorian_rule() {
        assert_eq!(spans("2016-02").1, "2016-02-29");
        assert_eq!(spans("2015-02").1, "2015-02-28");
        assert_eq!(spans("2000-02-29").0, "2000-02-29");
        assert_eq!(
            "1900-02-29".parse::<PartialDate>(),
            Err(DateError::NotInCalendar)
        );
        assert_eq!(
            "2100-02-29".parse::<PartialDate>(),
            Err(DateError::NotInCalendar)
        );
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        let table = [
            ("", DateError::Form),
            ("2015-", DateError::Form),
            ("2015-4", DateError::Form),
            ("2015-Autumn", DateError::Form),
            ("2015-04-01T00:00", DateError::Form),
            ("2015-04-01-01", DateError::Form),
            ("autumn", DateError::Form),
            (" 2015", DateError::Form),
            ("+015", DateError::Form),
            ("٢٠١٥", DateError::Form),
            ("2015-13", DateError::NotInCalendar),
            ("2015-00-10", DateError::NotInCalendar),
            ("1899", DateError::Year),
            ("2200", DateError::Year),
            ("2015/17", DateError::FinancialYear),
            ("2015/2016", DateError::Form),
        ];
        for (text, error) in table {
            assert_eq!(text.parse::<PartialDate>(), Err(error), "{text:?}");
        }
    }

    #[test]
    fn dates_sort_by_first_day_and_travel_as_printed() {
        let mut dates: Vec<PartialDate> = ["2015-autumn", "2015/16", "2015", "2015-04-01"]
            .iter()
            .map(|t| t.parse().unwrap())
            .collect();
        dates.sort();
        let printed: Vec<&str> = dates.iter().map(PartialDate::printed).collect();
        assert_eq!(printed, ["2015", "2015-04-01", "2015/16", "2015-autumn"]);
        assert_eq!(serde_json::to_string(&dates[3]).unwrap(), "\"2015-autumn\"");
        assert!(serde_json::from_str::<PartialDate>("\"soon\"").is_err());
        assert!(dates[1].is_wholly_before(&dates[3]));
        assert!(!dates[0].is_wholly_before(&dates[3]));
    }
}
