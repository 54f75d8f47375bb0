use chrono::NaiveDate;

use super::{
    api::CaseDraft,
    identifiers::{self, Grade, IdentifierKind, Known},
    need::check_cohorts,
};
use crate::{
    problem::{FieldCode, FieldError},
    text::line,
};

/// Longest reference of an agency's own, in characters.
pub const OWN_REFERENCE_MAX: usize = 40;

/// Checks what is said about a young person, and gives it back as it is kept.
///
/// # Errors
/// Every fault, at its field.
pub fn check(draft: CaseDraft, today: NaiveDate) -> Result<CaseDraft, Vec<FieldError>> {
    let mut faults = Vec::new();
    if let Err(fault) = draft.born.check("/born", today) {
        faults.push(fault);
    }
    let cohorts = check_cohorts("/cohorts", &draft.cohorts).unwrap_or_else(|fault| {
        faults.push(fault);
        Vec::new()
    });
    let own_reference = match draft.own_reference.filter(|text| !text.trim().is_empty()) {
        None => None,
        Some(text) => match own_reference("/own_reference", &text) {
            Ok(kept) => Some(kept),
            Err(fault) => {
                faults.push(fault);
                None
            }
        },
    };
    if faults.is_empty() {
        Ok(CaseDraft {
            cohorts,
            own_reference,
            ..draft
        })
    } else {
        Err(faults)
    }
}

/// An agency's own reference: the number of a record in its system, and nothing that others could
/// know the young person by. An NHS number is such a thing, also where an agency uses it as its own.
///
/// # Errors
/// A fault at `pointer`.
pub fn own_reference(pointer: &str, text: &str) -> Result<String, FieldError> {
    let kept = line(pointer, "your reference", text, OWN_REFERENCE_MAX)?;
    let telling = identifiers::find(&kept, &Known::default())
        .into_iter()
        .find(|found| found.grade == Grade::Refused && found.kind != IdentifierKind::RecordNumber);
    match telling {
        Some(found) => Err(FieldError::new(
            pointer,
            FieldCode::Identifying,
            format!(
                "This looks like {}. Enter the number that your own system gave, or leave it empty",
                found.kind.label()
            ),
        )),
        None => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::Cohort;

    fn draft() -> CaseDraft {
        CaseDraft {
            born: "2011-05".parse().unwrap(),
            district: None,
            cohorts: vec![Cohort::YoungCarer, Cohort::InCare],
            level: 3.try_into().unwrap(),
            own_reference: Some(" RiO 1234567 ".into()),
        }
    }

    fn faults(draft: CaseDraft) -> Vec<String> {
        check(draft, "2026-11-22".parse().unwrap())
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| fault.pointer)
            .collect()
    }

    #[test]
    fn a_case_is_kept_tidy() {
        let kept = check(draft(), "2026-11-22".parse().unwrap()).unwrap();
        assert_eq!(kept.own_reference.as_deref(), Some("RiO 1234567"));
        assert_eq!(kept.cohorts, [Cohort::InCare, Cohort::YoungCarer]);
        let bare = CaseDraft {
            own_reference: Some("  ".into()),
            ..draft()
        };
        let kept = check(bare, "2026-11-22".parse().unwrap()).unwrap();
        assert_eq!(kept.own_reference, None);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let bad = CaseDraft {
            born: "2026-12".parse().unwrap(),
            cohorts: vec![Cohort::CareLeaver, Cohort::InCare],
            own_reference: Some("943 476 5919".into()),
            ..draft()
        };
        assert_eq!(faults(bad), ["/born", "/cohorts", "/own_reference"]);
        for telling in [
            "Sarah W",
            "jo@example.org",
            "07700 900123",
            "14 Acacia Road",
        ] {
            let bad = CaseDraft {
                own_reference: Some(telling.into()),
                ..draft()
            };
            assert_eq!(faults(bad), ["/own_reference"], "{telling}");
        }
    }

    #[test]
    fn there_is_no_field_for_a_name() {
        let wire = r#"{"born":"2011-05","level":3,"name":"x"}"#;
        assert!(serde_json::from_str::<CaseDraft>(wire).is_err());
        assert!(serde_json::from_str::<CaseDraft>(r#"{"born":"2011-05","level":3}"#).is_ok());
        assert!(serde_json::from_str::<CaseDraft>(r#"{"born":"2011-05-03","level":3}"#).is_err());
    }
}
