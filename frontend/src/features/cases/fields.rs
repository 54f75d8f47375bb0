//! What the forms of a case share: what is said about a young person as it is typed, and how it becomes what is sent.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use shared::cases::api::CaseDraft;
use shared::cases::{BirthMonth, Cohort, District, NeedLevel, OLDEST, check};
use shared::problem::FieldError;

use crate::dates;
use crate::ui::field::FormError;
use crate::ui::{Checkboxes, Choice, FieldWidth, Radios, Select, TextField, TextKind};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The fields as they are typed.
#[derive(Clone, Copy)]
pub struct Typed {
    month: RwSignal<String>,
    year: RwSignal<String>,
    district: RwSignal<String>,
    cohorts: RwSignal<Vec<String>>,
    level: RwSignal<String>,
    own_reference: RwSignal<String>,
}

impl Typed {
    /// Starts from a case, or from nothing.
    pub fn of(draft: Option<&CaseDraft>) -> Self {
        let text = |read: fn(&CaseDraft) -> Option<String>| {
            RwSignal::new(draft.and_then(read).unwrap_or_default())
        };
        let cohorts = draft.map(|it| it.cohorts.iter().map(|one| one.code().to_owned()).collect());
        Self {
            month: text(|it| Some(it.born.month().to_string())),
            year: text(|it| Some(it.born.year().to_string())),
            district: text(|it| Some(it.district?.code().to_owned())),
            cohorts: RwSignal::new(cohorts.unwrap_or_default()),
            level: text(|it| Some(it.level.number().to_string())),
            own_reference: text(|it| it.own_reference.clone()),
        }
    }

    /// The month of birth, as far as it is typed. Tracks.
    pub fn born(self) -> Option<BirthMonth> {
        let year = self.year.with(|year| year.parse().ok())?;
        BirthMonth::new(year, self.month.with(|month| month.parse().ok())?)
    }

    /// What was typed, as the rules allow it.
    ///
    /// # Errors
    /// Every fault at its field.
    pub fn read(self, today: NaiveDate) -> Result<CaseDraft, Vec<FormError>> {
        let mut faults = Vec::new();
        let born = untrack(|| self.born());
        if born.is_none() {
            faults.push(FormError::field(
                "born-month",
                "Choose the month and the year of birth",
            ));
        }
        let level = self
            .level
            .with_untracked(|level| NeedLevel::try_from(level.parse::<i32>().ok()?).ok());
        if level.is_none() {
            faults.push(FormError::field("level", "Choose the level of need"));
        }
        let (Some(born), Some(level)) = (born, level) else {
            return Err(faults);
        };
        let draft = CaseDraft {
            born,
            district: self
                .district
                .with_untracked(|code| District::from_code(code)),
            cohorts: self.cohorts.with_untracked(|codes| {
                codes
                    .iter()
                    .filter_map(|code| Cohort::from_code(code))
                    .collect()
            }),
            level,
            own_reference: Some(self.own_reference.get_untracked()),
        };
        check(draft, today).map_err(|found| found.into_iter().map(at_field).collect())
    }
}

/// A fault of the rules at the field that shows it.
fn at_field(mut fault: FieldError) -> FormError {
    if fault.pointer == "/born" {
        "/born/month".clone_into(&mut fault.pointer);
    }
    fault.into()
}

fn first(words: &str, rest: impl IntoIterator<Item = Choice>) -> Signal<Vec<Choice>> {
    Signal::stored(
        std::iter::once(Choice::new("", words))
            .chain(rest)
            .collect(),
    )
}

/// The fields.
#[component]
pub fn Fields(typed: Typed) -> impl IntoView {
    let this_year = dates::today().year();
    let oldest = i32::try_from(OLDEST).unwrap_or_default();
    let months = (1..)
        .zip(MONTHS)
        .map(|(number, name): (u32, _)| Choice::new(number.to_string(), name));
    let years = (this_year - oldest - 1..=this_year)
        .rev()
        .map(|year| Choice::new(year.to_string(), year.to_string()));
    let districts = District::ALL
        .iter()
        .map(|one| Choice::new(one.code(), one.label()));
    let cohorts = Cohort::ALL
        .iter()
        .map(|one| Choice::new(one.code(), one.label()))
        .collect::<Vec<_>>();
    let levels = (1..=4)
        .filter_map(|level| NeedLevel::try_from(level).ok())
        .map(|level| Choice::new(level.number().to_string(), level.in_words()))
        .collect::<Vec<_>>();
    view! {
        <div id="born">
            <Select id="born-month" label="Month of birth" value=typed.month choices=first("Choose a month", months) />
            <Select id="born-year" label="Year of birth" value=typed.year choices=first("Choose a year", years) />
        </div>
        <Select
            id="district"
            label="District"
            value=typed.district
            choices=first("Not known", districts)
        />
        <Radios id="level" legend="Level of need" value=typed.level choices=levels />
        <Checkboxes
            id="cohorts"
            legend="What services have to know to answer rightly (optional)"
            hint="Choose as few as you can: together they may point to one child"
            values=typed.cohorts
            choices=cohorts
        />
        <TextField
            id="own_reference"
            label="Your own reference (optional)"
            hint="What your agency calls the young person in its own system. No other agency sees it, and it may not be an NHS number"
            value=typed.own_reference
            kind=TextKind::Reference
            width=FieldWidth::Twenty
        />
    }
}
