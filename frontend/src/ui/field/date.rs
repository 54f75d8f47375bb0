use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::frame::{FieldContext, Grouped, LabelSize};

/// A date as it is typed: three texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DateParts {
    /// The day of the month.
    pub day: String,
    /// The month: a number, "jan" or "January".
    pub month: String,
    /// The year, in four digits.
    pub year: String,
}

/// Why three texts are no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// The day is missing.
    NoDay,
    /// The month is missing.
    NoMonth,
    /// The year is missing.
    NoYear,
    /// The year is not four digits.
    ShortYear,
    /// No calendar has it.
    NotReal,
}

impl DateFault {
    /// The error's words for the field called `subject`: "The due date must include a year".
    pub fn sentence(self, subject: &str) -> String {
        let fault = match self {
            Self::NoDay => "must include a day",
            Self::NoMonth => "must include a month",
            Self::NoYear => "must include a year",
            Self::ShortYear => "must have a year of 4 numbers",
            Self::NotReal => "must be a real date",
        };
        format!("{subject} {fault}")
    }
}

impl DateParts {
    /// The parts of a date, as a person would type them.
    pub fn of(date: NaiveDate) -> Self {
        Self {
            day: date.day().to_string(),
            month: date.month().to_string(),
            year: date.year().to_string(),
        }
    }

    /// The date that was typed; none where nothing was.
    ///
    /// # Errors
    /// The first fault, in the order day, month, year.
    pub fn read(&self) -> Result<Option<NaiveDate>, DateFault> {
        let (day, month, year) = (self.day.trim(), self.month.trim(), self.year.trim());
        match (day.is_empty(), month.is_empty(), year.is_empty()) {
            (true, true, true) => return Ok(None),
            (true, _, _) => return Err(DateFault::NoDay),
            (_, true, _) => return Err(DateFault::NoMonth),
            (_, _, true) => return Err(DateFault::NoYear),
            (false, false, false) => {}
        }
        let day = day.parse::<u32>().map_err(|_| DateFault::NotReal)?;
        let month = month_number(month).ok_or(DateFault::NotReal)?;
        if year.len() != 4 {
            return Err(DateFault::ShortYear);
        }
        let year = year.parse::<u16>().map_err(|_| DateFault::NotReal)?;
        NaiveDate::from_ymd_opt(i32::from(year), month, day)
            .map(Some)
            .ok_or(DateFault::NotReal)
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// 1 to 12 for a number, a name, or at least the first three letters of one.
fn month_number(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse::<u32>() {
        return Some(number);
    }
    let text = text.to_lowercase();
    (1_u32..)
        .zip(MONTHS)
        .find(|(_, name)| text.len() >= 3 && name.starts_with(&text))
        .map(|(number, _)| number)
}

/// A date that a person knows: three fields, and never a jump from one to the next by itself.
#[component]
pub fn DateInput(
    #[prop(into)] id: String,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] size: LabelSize,
    value: RwSignal<DateParts>,
) -> impl IntoView {
    let field = FieldContext::new(id, &hint);
    let (id, invalid) = (field.id.clone(), field.invalid());
    view! {
        <Grouped field legend hint size>
            <div class="govuk-date-input">
                <DatePart id=format!("{id}-day") part=Part::Day value invalid />
                <DatePart id=format!("{id}-month") part=Part::Month value invalid />
                <DatePart id=format!("{id}-year") part=Part::Year value invalid />
            </div>
        </Grouped>
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    Year,
}

impl Part {
    const fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Month => "Month",
            Self::Year => "Year",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Day => "govuk-input govuk-date-input__input govuk-input--width-2",
            Self::Month => "govuk-input govuk-date-input__input govuk-input--width-3",
            Self::Year => "govuk-input govuk-date-input__input govuk-input--width-4",
        }
    }

    /// A month may be typed as a word, so its keyboard has letters.
    const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Day | Self::Year => Some("numeric"),
            Self::Month => None,
        }
    }

    fn of(self, parts: &DateParts) -> String {
        match self {
            Self::Day => parts.day.clone(),
            Self::Month => parts.month.clone(),
            Self::Year => parts.year.clone(),
        }
    }

    fn set(self, parts: &mut DateParts, text: String) {
        match self {
            Self::Day => parts.day = text,
            Self::Month => parts.month = text,
            Self::Year => parts.year = text,
        }
    }
}

#[component]
fn DatePart(
    id: String,
    part: Part,
    value: RwSignal<DateParts>,
    invalid: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="govuk-date-input__item">
            <div class="govuk-form-group">
                <label class="govuk-label govuk-date-input__label" for=id.clone()>
                    {part.label()}
                </label>
                <input
                    class=part.class()
                    class:govuk-input--error=invalid
                    id=id.clone()
                    name=id
                    type="text"
                    inputmode=part.input_mode()
                    aria-invalid=move || invalid.get().then_some("true")
                    prop:value=move || value.with(|parts| part.of(parts))
                    on:input=move |event| value.update(|parts| part.set(parts, event_target_value(&event)))
                />
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(day: &str, month: &str, year: &str) -> Result<Option<NaiveDate>, DateFault> {
        DateParts {
            day: day.to_owned(),
            month: month.to_owned(),
            year: year.to_owned(),
        }
        .read()
    }

    #[test]
    fn months_may_be_numbers_names_or_the_start_of_names() {
        let date = NaiveDate::from_ymd_opt(2027, 1, 31);
        for month in ["1", "01", "jan", "January", " JAN "] {
            assert_eq!(read("31", month, "2027"), Ok(date), "{month}");
        }
    }

    #[test]
    fn each_fault_is_told_apart() {
        assert_eq!(read("", "", " "), Ok(None));
        assert_eq!(read("", "1", "2027"), Err(DateFault::NoDay));
        assert_eq!(read("1", "", "2027"), Err(DateFault::NoMonth));
        assert_eq!(read("1", "1", ""), Err(DateFault::NoYear));
        assert_eq!(read("1", "1", "27"), Err(DateFault::ShortYear));
        for (day, month) in [
            ("31", "2"),
            ("0", "1"),
            ("1", "13"),
            ("one", "1"),
            ("1", "ja"),
        ] {
            assert_eq!(
                read(day, month, "2027"),
                Err(DateFault::NotReal),
                "{day} {month}"
            );
        }
    }

    #[test]
    fn what_is_shown_for_a_date_reads_back_as_it() {
        let date = NaiveDate::from_ymd_opt(2016, 2, 29);
        assert_eq!(
            date.map(DateParts::of).map(|parts| parts.read()),
            Some(Ok(date))
        );
    }
}
