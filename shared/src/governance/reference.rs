use std::{fmt, str::FromStr};

/// The reference of a decision, as people quote it: `D-2026-014` is the fourteenth of the plan's
/// decisions of the meetings of 2026. It is unique in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionReference {
    /// The year of the meeting.
    pub year: i32,
    /// Its number in that year, from 1.
    pub number: i32,
}

impl fmt::Display for DecisionReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "D-{:04}-{:03}", self.year, self.number)
    }
}

/// A text that is not a decision's reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a decision's reference has the form D-2026-014")]
pub struct NotAReference;

impl FromStr for DecisionReference {
    type Err = NotAReference;

    /// Reads a reference in capitals or not, with or without the noughts before its number.
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let mut parts = text.split('-');
        let (Some("D" | "d"), Some(year), Some(number), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAReference);
        };
        let digits = |text: &str, most: usize| {
            let fits = (1..=most).contains(&text.len());
            (fits && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<i32>().ok())
                .flatten()
                .ok_or(NotAReference)
        };
        if year.len() != 4 {
            return Err(NotAReference);
        }
        let number = digits(number, 6)?;
        if number == 0 {
            return Err(NotAReference);
        }
        Ok(Self {
            year: digits(year, 4)?,
            number,
        })
    }
}

/// The references that stand in a text, each once, in order.
pub fn references_in(text: &str) -> Vec<DecisionReference> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
        if let Ok(reference) = word.trim_matches('-').parse()
            && !found.contains(&reference)
        {
            found.push(reference);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_are_read_as_people_quote_them() {
        let read = |text: &str| {
            text.parse::<DecisionReference>()
                .map(|found| found.to_string())
        };
        for (text, reference) in [
            ("D-2026-014", "D-2026-014"),
            ("d-2026-14", "D-2026-014"),
            ("D-2026-1234", "D-2026-1234"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(reference));
        }
        for text in [
            "",
            "D",
            "D-2026",
            "D-26-014",
            "D-2026-000",
            "D-2026-0",
            "D-2026-x",
            "D-2026-014-1",
            "E-2026-014",
            "D-+026-014",
            "D-2026-9999999",
            " D-2026-014",
            "D\u{2013}2026\u{2013}014",
        ] {
            assert_eq!(read(text), Err(NotAReference), "{text}");
        }
    }

    #[test]
    fn texts_may_name_several() {
        let found = |text: &str| {
            references_in(text)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("By D-2026-014 (see also d-2026-2), not D-2026-014."),
            ["D-2026-014", "D-2026-002"]
        );
        assert!(found("Cabinet, minute 12/2026").is_empty());
        assert!(found("CD-2026-014").is_empty());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(year in 1000i32..=9999, number in 1i32..=999_999) {
            let reference = DecisionReference { year, number };
            prop_assert_eq!(reference.to_string().parse(), Ok(reference));
            prop_assert_eq!(references_in(&format!("({reference})")), vec![reference]);
        }
    }
}
