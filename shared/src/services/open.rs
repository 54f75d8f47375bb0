use chrono::NaiveDate;

use super::{ServiceKind, WayIn};
use crate::{agencies::api::AgencyRef, ids::ServiceId};

/// What anybody may read about a service where the directory is public. Remarks, where something
/// was read, who pays, and who keeps the record are no part of it. Only services that are open are
/// told at all.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenService {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// Other names under which it is known.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: ServiceKind,
    /// What it does.
    pub summary: String,
    /// Who provides it.
    pub provider: Option<AgencyRef>,
    /// The lowest level of need that it serves.
    pub level_from: Option<i32>,
    /// The highest level of need that it serves.
    pub level_to: Option<i32>,
    /// The youngest age that it serves, in years.
    pub age_from: Option<i32>,
    /// The oldest age that it serves, in years.
    pub age_to: Option<i32>,
    /// Where it works; everywhere in the partnership when absent.
    pub area: Option<String>,
    /// Who can open its door.
    pub routes_in: Vec<WayIn>,
    /// How to get in, in words.
    pub access: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A web address.
    pub url: Option<String>,
    /// Its last day, where that is set.
    pub valid_to: Option<NaiveDate>,
}

/// Levels of need in words: `Level 2`, `Levels 2 to 4`.
pub fn levels(from: Option<i32>, to: Option<i32>) -> Option<String> {
    let (from, to) = (from?, to?);
    Some(if from == to {
        format!("Level {from}")
    } else {
        format!("Levels {from} to {to}")
    })
}

/// Ages in words: `0 to 25`, `16 and over`, `Up to 18`, `17`.
pub fn ages(from: Option<i32>, to: Option<i32>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("{from} and over")),
        (None, Some(to)) => Some(format!("Up to {to}")),
        (Some(from), Some(to)) if from == to => Some(from.to_string()),
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_said_in_words() {
        assert_eq!(levels(Some(2), Some(2)).as_deref(), Some("Level 2"));
        assert_eq!(levels(Some(2), Some(4)).as_deref(), Some("Levels 2 to 4"));
        assert_eq!(levels(None, Some(4)), None);
        for (from, to, words) in [
            (None, None, None),
            (Some(16), None, Some("16 and over")),
            (None, Some(18), Some("Up to 18")),
            (Some(17), Some(17), Some("17")),
            (Some(0), Some(25), Some("0 to 25")),
        ] {
            assert_eq!(ages(from, to).as_deref(), words);
        }
    }
}
