//! A figure that the papers print about children, in words.

use serde::Deserialize;

/// A figure as a plan file has it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Printed {
    /// Unique in its file.
    pub id: String,
    /// What is counted, and among whom.
    pub what: String,
    /// How much.
    #[serde(default)]
    pub value: Option<Amount>,
    /// Of what: `percent`, `times`, `fraction`, or a word of the file's own.
    #[serde(default)]
    pub unit: Option<String>,
    /// How the figure is meant: `equal`, `about`, `at-least`, `more-than`, `up-to`, `range`,
    /// `from-to`.
    #[serde(default)]
    pub comparator: Option<String>,
    /// The group that it is about, by its id in the file.
    #[serde(default)]
    pub group: Option<String>,
    /// The source that it rests on, by its id in the file.
    #[serde(default)]
    pub evidence: Option<String>,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// How much.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Amount {
    /// A number.
    Number(f64),
    /// In words.
    Words(String),
    /// Two ends of a range, or one after the other.
    Several(Vec<Amount>),
}

impl Amount {
    fn parts(&self) -> Vec<String> {
        match self {
            Self::Number(number) => vec![number.to_string()],
            Self::Words(words) => vec![words.clone()],
            Self::Several(parts) => parts.iter().flat_map(Self::parts).collect(),
        }
    }
}

/// A figure in words, such as "At least 10%"; none where the file gives no amount.
pub fn figure(printed: &Printed) -> Option<String> {
    let parts = printed.value.as_ref()?.parts();
    let last = parts.last()?;
    let unit = match printed.unit.as_deref() {
        Some("percent") => "%".to_owned(),
        Some("fraction") | None => String::new(),
        Some(unit) => format!(" {}", unit.replace(['-', '_'], " ")),
    };
    let meant = printed.comparator.as_deref();
    let words = match (parts.len(), meant) {
        (1, Some("about")) => format!("about {last}{unit}"),
        (1, Some("at-least")) => format!("at least {last}{unit}"),
        (1, Some("more-than")) => format!("more than {last}{unit}"),
        (1, Some("up-to")) => format!("up to {last}{unit}"),
        (1, _) => format!("{last}{unit}"),
        (_, Some("from-to")) => parts
            .iter()
            .map(|part| format!("{part}{unit}"))
            .collect::<Vec<_>>()
            .join(", then "),
        (_, _) => format!("{}{unit}", parts.join(" to ")),
    };
    let mut letters = words.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: &str, unit: &str, comparator: &str) -> Option<String> {
        let text = format!(
            r#"{{"id": "st", "what": "Children", "value": {value}, "unit": {unit}, "comparator": {comparator}}}"#
        );
        figure(&serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn figures_read_as_people_say_them() {
        for (value, unit, comparator, words) in [
            ("10", "\"percent\"", "\"equal\"", Some("10%")),
            ("10", "\"percent\"", "\"at-least\"", Some("At least 10%")),
            ("50", "\"percent\"", "\"more-than\"", Some("More than 50%")),
            ("8", "\"percent\"", "\"up-to\"", Some("Up to 8%")),
            ("70", "\"percent\"", "\"about\"", Some("About 70%")),
            ("[60, 70]", "\"percent\"", "\"range\"", Some("60 to 70%")),
            (
                "[18, 32]",
                "\"percent\"",
                "\"from-to\"",
                Some("18%, then 32%"),
            ),
            ("[3, 6]", "\"times\"", "\"range\"", Some("3 to 6 times")),
            ("1.7", "\"times\"", "\"equal\"", Some("1.7 times")),
            (
                "[\"one third\", \"one half\"]",
                "\"fraction\"",
                "\"range\"",
                Some("One third to one half"),
            ),
            ("1500", "\"children\"", "null", Some("1500 children")),
            ("null", "\"percent\"", "\"equal\"", None),
            ("[]", "\"percent\"", "\"range\"", None),
            ("\"\"", "null", "null", None),
        ] {
            assert_eq!(
                said(value, unit, comparator).as_deref(),
                words,
                "{value} {unit} {comparator}"
            );
        }
    }

    #[test]
    fn what_a_file_does_not_say_is_not_needed() {
        let bare: Printed =
            serde_json::from_str(r#"{"id": "st", "what": "Children", "more": 1}"#).unwrap();
        assert_eq!(figure(&bare), None);
        assert!(serde_json::from_str::<Printed>(r#"{"id": "st"}"#).is_err());
    }
}
