//! What the forms of a sharing agreement share: the fields as they are typed, and how they become what is sent.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::agencies::api::AgencyList;
use shared::agreements::api::{AgreementDraft, AgreementView};
use shared::agreements::{AGREEMENT_TEXT_MAX, check};

use crate::dates;
use crate::ui::field::FormError;
use crate::ui::{Checkboxes, Choice, DateInput, DateParts, TextArea, TextField};

/// "1 January 2026 to 31 December 2027".
pub fn days(from: NaiveDate, until: Option<NaiveDate>) -> String {
    match until {
        Some(until) => format!("{} to {}", dates::day(from), dates::day(until)),
        None => format!("From {}, with no last day", dates::day(from)),
    }
}

/// The fields as they are typed.
#[derive(Clone, Copy)]
pub struct Typed {
    name: RwSignal<String>,
    purpose: RwSignal<String>,
    basis: RwSignal<String>,
    starts_on: RwSignal<DateParts>,
    ends_on: RwSignal<DateParts>,
    parties: RwSignal<Vec<String>>,
}

impl Typed {
    /// Starts from an agreement, or from nothing.
    pub fn of(view: Option<&AgreementView>) -> Self {
        let text = |read: fn(&AgreementView) -> &String| {
            RwSignal::new(view.map(read).cloned().unwrap_or_default())
        };
        let day = |read: fn(&AgreementView) -> Option<NaiveDate>| {
            RwSignal::new(view.and_then(read).map(DateParts::of).unwrap_or_default())
        };
        let parties = view.map(|it| {
            it.parties
                .iter()
                .map(|agency| agency.id.to_string())
                .collect()
        });
        Self {
            name: text(|it| &it.name),
            purpose: text(|it| &it.purpose),
            basis: text(|it| &it.basis),
            starts_on: day(|it| Some(it.starts_on)),
            ends_on: day(|it| it.ends_on),
            parties: RwSignal::new(parties.unwrap_or_default()),
        }
    }

    /// What was typed, as the rules allow it.
    ///
    /// # Errors
    /// Every fault at its field.
    pub fn read(self) -> Result<AgreementDraft, Vec<FormError>> {
        let mut faults = Vec::new();
        let starts_on = match self.starts_on.with_untracked(DateParts::read) {
            Ok(Some(day)) => Some(day),
            Ok(None) => {
                faults.push(FormError::field("starts_on", "Enter the first day"));
                None
            }
            Err(fault) => {
                faults.push(FormError::field(
                    "starts_on",
                    fault.sentence("The first day"),
                ));
                None
            }
        };
        let ends_on = match self.ends_on.with_untracked(DateParts::read) {
            Ok(day) => day,
            Err(fault) => {
                faults.push(FormError::field("ends_on", fault.sentence("The last day")));
                None
            }
        };
        let draft = AgreementDraft {
            name: self.name.get_untracked(),
            purpose: self.purpose.get_untracked(),
            basis: self.basis.get_untracked(),
            // Where the first day is missing the others are judged all the same.
            starts_on: starts_on.unwrap_or(NaiveDate::MIN),
            ends_on,
            parties: self
                .parties
                .with_untracked(|ids| ids.iter().filter_map(|id| id.parse().ok()).collect()),
        };
        match check(draft) {
            Ok(draft) if faults.is_empty() => Ok(draft),
            Ok(_) => Err(faults),
            Err(found) => Err(found
                .into_iter()
                .map(FormError::from)
                .chain(faults)
                .collect()),
        }
    }
}

/// The fields.
#[component]
pub fn Fields(typed: Typed, list: AgencyList) -> impl IntoView {
    let today = dates::today();
    let signed = typed.parties.get_untracked();
    let agencies = list
        .items
        .into_iter()
        .filter(|agency| {
            let living = !agency.is_class && agency.valid_to.is_none_or(|last| last >= today);
            living || signed.contains(&agency.id.to_string())
        })
        .map(|agency| Choice::new(agency.id.to_string(), agency.name))
        .collect::<Vec<_>>();
    view! {
        <TextField id="name" label="Name" value=typed.name />
        <TextArea
            id="purpose"
            label="What is shared, and for what"
            hint="In words that a family would understand"
            value=typed.purpose
            limit=AGREEMENT_TEXT_MAX
            rows=3
        />
        <TextArea
            id="basis"
            label="Ground of the law"
            hint="For example, the public task of each agency under the Children Act 2004, section 10"
            value=typed.basis
            limit=AGREEMENT_TEXT_MAX
            rows=3
        />
        <DateInput id="starts_on" legend="First day" value=typed.starts_on />
        <DateInput
            id="ends_on"
            legend="Last day (optional)"
            hint="After it nobody is invited under this agreement. What was shared before stays with the cases"
            value=typed.ends_on
        />
        <Checkboxes
            id="parties"
            legend="Agencies that have signed it"
            hint="Two or more"
            values=typed.parties
            choices=agencies
        />
    }
}

/// What somebody else changed between two readings, and what it says now.
pub fn differences(before: &AgreementView, now: &AgreementView) -> Vec<(String, String)> {
    let told = |it: &AgreementView| {
        let parties: Vec<&str> = it
            .parties
            .iter()
            .map(|agency| agency.name.as_str())
            .collect();
        [
            ("Name", it.name.clone()),
            ("What is shared, and for what", it.purpose.clone()),
            ("Ground of the law", it.basis.clone()),
            ("From and until", days(it.starts_on, it.ends_on)),
            ("Signed by", parties.join(", ")),
        ]
    };
    told(before)
        .into_iter()
        .zip(told(now))
        .filter(|(before, now)| before != now)
        .map(|(_, (name, now))| (name.to_owned(), now))
        .collect()
}
