//! Sharing agreements: which agencies have agreed to tell each other of young people, for what and
//! on which ground of the law. Every part in a case names one, and so does broken glass.

pub mod api;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ids::AgencyId,
    problem::{FieldCode, FieldError},
    text::{TITLE_MAX, line, passage},
};

use api::AgreementDraft;

/// Longest purpose and ground, in characters.
pub const AGREEMENT_TEXT_MAX: usize = 1_000;
/// Most agencies on one agreement.
pub const PARTIES_MAX: usize = 100;

/// How a sharing agreement stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgreementStanding {
    /// It carries what is shared under it.
    InForce,
    /// Its first day is to come.
    ToCome,
    /// Its last day has passed.
    Ended,
}

impl AgreementStanding {
    /// How an agreement with these days stands on `today`. Its last day counts.
    pub fn of(starts_on: NaiveDate, ends_on: Option<NaiveDate>, today: NaiveDate) -> Self {
        if ends_on.is_some_and(|last| last < today) {
            Self::Ended
        } else if today < starts_on {
            Self::ToCome
        } else {
            Self::InForce
        }
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InForce => "In force",
            Self::ToCome => "Begins later",
            Self::Ended => "Ended",
        }
    }
}

/// Whether an agreement lets `from` tell `to` of a young person: both have signed it.
pub fn covers(parties: &[AgencyId], from: AgencyId, to: AgencyId) -> bool {
    parties.contains(&from) && parties.contains(&to)
}

/// Checks what is said about a sharing agreement, and gives it back as it is kept: each agency
/// once.
///
/// # Errors
/// Every fault, at its field.
pub fn check(draft: AgreementDraft) -> Result<AgreementDraft, Vec<FieldError>> {
    let mut faults = Vec::new();
    let name = line("/name", "the name of the agreement", &draft.name, TITLE_MAX);
    let mut said = |pointer: &str, text: &str, asks: &str| {
        let kept = passage(pointer, text, AGREEMENT_TEXT_MAX).and_then(|kept| {
            if kept.is_empty() {
                Err(FieldError::required(pointer, asks))
            } else {
                Ok(kept)
            }
        });
        kept.unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        })
    };
    let purpose = said(
        "/purpose",
        &draft.purpose,
        "Say what is shared under it, and for what",
    );
    let basis = said(
        "/basis",
        &draft.basis,
        "Say on which ground of the law it rests",
    );
    let name = name.unwrap_or_else(|fault| {
        faults.push(fault);
        String::new()
    });
    if draft.ends_on.is_some_and(|last| last < draft.starts_on) {
        faults.push(FieldError::new(
            "/ends_on",
            FieldCode::TooEarly,
            "The last day must not be before the first one",
        ));
    }
    let parties: BTreeSet<AgencyId> = draft.parties.iter().copied().collect();
    if parties.len() < 2 {
        faults.push(FieldError::required(
            "/parties",
            "Choose two or more agencies that have signed it",
        ));
    }
    if parties.len() > PARTIES_MAX {
        faults.push(FieldError::new(
            "/parties",
            FieldCode::TooLong,
            format!("Choose {PARTIES_MAX} agencies or fewer"),
        ));
    }
    if faults.is_empty() {
        Ok(AgreementDraft {
            name,
            purpose,
            basis,
            parties: parties.into_iter().collect(),
            ..draft
        })
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn agency(number: u128) -> AgencyId {
        Uuid::from_u128(number).into()
    }

    fn draft() -> AgreementDraft {
        AgreementDraft {
            name: " Early help ".into(),
            purpose: "What helps a young person, so that support is carried on".into(),
            basis: "A public task of each agency".into(),
            starts_on: day("2026-01-01"),
            ends_on: None,
            parties: vec![agency(2), agency(1), agency(2)],
        }
    }

    fn faults(draft: AgreementDraft) -> Vec<String> {
        check(draft)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| fault.pointer)
            .collect()
    }

    #[test]
    fn it_is_kept_tidy_and_every_fault_is_told() {
        let kept = check(draft()).unwrap();
        assert_eq!(kept.name, "Early help");
        assert_eq!(kept.parties, [agency(1), agency(2)]);
        let bad = AgreementDraft {
            name: " ".into(),
            purpose: String::new(),
            basis: "x".repeat(AGREEMENT_TEXT_MAX + 1),
            ends_on: Some(day("2025-12-31")),
            parties: vec![agency(1), agency(1)],
            ..draft()
        };
        let mut found = faults(bad);
        found.sort_unstable();
        assert_eq!(
            found,
            ["/basis", "/ends_on", "/name", "/parties", "/purpose"]
        );
        let crowd = AgreementDraft {
            parties: (0..101).map(agency).collect(),
            ..draft()
        };
        assert_eq!(faults(crowd), ["/parties"]);
    }

    #[test]
    fn it_carries_from_its_first_day_to_its_last() {
        let (first, last) = (day("2026-01-01"), Some(day("2026-12-31")));
        for (today, standing) in [
            ("2025-12-31", AgreementStanding::ToCome),
            ("2026-01-01", AgreementStanding::InForce),
            ("2026-12-31", AgreementStanding::InForce),
            ("2027-01-01", AgreementStanding::Ended),
        ] {
            assert_eq!(
                AgreementStanding::of(first, last, day(today)),
                standing,
                "{today}"
            );
        }
        assert_eq!(
            AgreementStanding::of(first, None, day("2040-01-01")),
            AgreementStanding::InForce
        );
    }

    #[test]
    fn both_have_to_have_signed() {
        let parties = [agency(1), agency(2)];
        assert!(covers(&parties, agency(1), agency(2)));
        assert!(!covers(&parties, agency(1), agency(3)));
        assert!(!covers(&parties, agency(3), agency(1)));
    }
}
