//! Whether a text tells who somebody is.
//!
//! The browser asks while somebody writes, and marks the place; the server asks again and refuses.
//! NHS numbers are found by their check digit, however they are spaced or written; telephone
//! numbers, e-mail addresses, postcodes, National Insurance numbers and record numbers by their
//! shapes; addresses by a number and the name of a street; dates of birth by the words beside them,
//! or because they lie in the case's month of birth.
//!
//! Names cannot be found reliably. What is found are those that follow a title, a relation or words
//! such as "my name is", and the commonest given names. The page says so, and asks people to read
//! what they wrote.
//!
//! What is certain enough is refused ([`Grade::Refused`]). What is only likely is shown and can be
//! kept ([`Grade::Warned`]): other full dates, an organisation's number, two capitalised words that
//! are not of the field.

mod dates;
mod fold;
mod given;
mod links;
mod names;
mod numbers;
mod papers;
mod places;
#[cfg(test)]
mod tests;
mod vocabulary;

use serde::{Deserialize, Serialize};

use super::{birth::BirthMonth, codes::codes};
use crate::{
    problem::{FieldCode, FieldError},
    text::passage,
};
use fold::Folded;

codes! {
    /// What was found in a text.
    IdentifierKind {
        /// An NHS number.
        NhsNumber, "nhs_number", "an NHS number";
        /// A National Insurance number.
        NationalInsurance, "national_insurance", "a National Insurance number";
        /// The number of a record in somebody's system.
        RecordNumber, "record_number", "a record number";
        /// A telephone number.
        Phone, "phone", "a telephone number";
        /// An e-mail address.
        Email, "email", "an email address";
        /// A name on a social network.
        Handle, "handle", "an account name";
        /// A web address that leads to one person's page or record.
        Link, "link", "a web address that may lead to one person";
        /// A full postcode.
        Postcode, "postcode", "a postcode";
        /// A postal address.
        Address, "address", "an address";
        /// A date of birth.
        BirthDate, "birth_date", "a date of birth";
        /// Another full date.
        FullDate, "full_date", "a full date";
        /// A name of a person.
        Name, "name", "a name";
    }

    /// What is made of it.
    Grade {
        /// It is not kept.
        Refused, "refused", "Take this out";
        /// It is pointed out, and kept where the writer says so.
        Warned, "warned", "Look at this again";
    }
}

/// A place in a text that tells who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    /// What it is.
    pub kind: IdentifierKind,
    /// What is made of it.
    pub grade: Grade,
    /// Its first character, counted from 0 in Unicode scalar values.
    pub start: usize,
    /// The character after its last one.
    pub end: usize,
}

/// What is known of the case that a text is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// Its month of birth: every full date in it is taken for the date of birth.
    pub born: Option<BirthMonth>,
}

/// Finds what tells who somebody is, in the order of the text, nothing twice.
pub fn find(text: &str, known: &Known) -> Vec<Found> {
    let folded = Folded::of(text);
    let mut hits = Vec::new();
    // Dates first: their digits are not the beginning of a number.
    let days = dates::find(&folded, known, &mut hits);
    links::find(&folded, &mut hits);
    numbers::find(&folded, &days, &mut hits);
    papers::find(&folded, &mut hits);
    places::find(&folded, &mut hits);
    names::find(&folded, &mut hits);
    let mut found: Vec<Found> = hits
        .into_iter()
        .filter_map(|hit| folded.found(hit))
        .collect();
    found.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end), one.grade));
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        let within = |other: &Found| {
            other.start <= one.start && one.end <= other.end && other.grade <= one.grade
        };
        if !kept.iter().any(within) {
            kept.push(one);
        }
    }
    kept
}

/// Checks a text of a case, and gives it back as it is kept: see [`passage`].
///
/// # Errors
/// A fault at `pointer`: those of [`passage`], or `identifying` with what was found and where.
pub fn check(pointer: &str, text: &str, max: usize, known: &Known) -> Result<String, FieldError> {
    let kept = passage(pointer, text, max)?;
    let refused: Vec<Found> = find(&kept, known)
        .into_iter()
        .filter(|found| found.grade == Grade::Refused)
        .collect();
    if refused.is_empty() {
        Ok(kept)
    } else {
        Err(fault(pointer, &kept, &refused))
    }
}

/// The fault in words: what it is, in which line and from which character on, never what it says,
/// because faults are logged and shown elsewhere.
fn fault(pointer: &str, text: &str, refused: &[Found]) -> FieldError {
    let places: Vec<String> = refused
        .iter()
        .take(5)
        .map(|found| {
            let before: String = text.chars().take(found.start).collect();
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            if text.contains('\n') {
                format!(
                    "{} in line {line} at character {column}",
                    found.kind.label()
                )
            } else {
                format!("{} at character {column}", found.kind.label())
            }
        })
        .collect();
    let more = refused.len().saturating_sub(places.len());
    let more = if more == 0 {
        String::new()
    } else {
        format!(", and {more} more")
    };
    FieldError::new(
        pointer,
        FieldCode::Identifying,
        format!(
            "Take out what could tell who somebody is: {}{more}. Write \"they\", \"their parent\" or \"the school\" instead",
            places.join(", ")
        ),
    )
}
