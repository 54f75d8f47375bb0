use serde::{Deserialize, Serialize};

use super::codes::codes;
use crate::{
    problem::{FieldCode, FieldError},
    services::HIGHEST_LEVEL,
};

/// Most cohort flags of a case.
pub const COHORTS_MAX: usize = 6;

/// A level of need: 1 universal, 2 early help, 3 complex, 4 very complex. Lower is less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "i32", into = "i32")]
pub struct NeedLevel(i32);

/// Why a number is not a level of need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A level of need is 1, 2, 3 or 4")]
pub struct NotALevel;

impl NeedLevel {
    /// The number of the level.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// In words: "Level 3".
    pub fn in_words(self) -> String {
        format!("Level {}", self.0)
    }
}

impl TryFrom<i32> for NeedLevel {
    type Error = NotALevel;

    fn try_from(number: i32) -> Result<Self, NotALevel> {
        if (1..=HIGHEST_LEVEL).contains(&number) {
            Ok(Self(number))
        } else {
            Err(NotALevel)
        }
    }
}

impl From<NeedLevel> for i32 {
    fn from(level: NeedLevel) -> Self {
        level.0
    }
}

codes! {
    /// Where the young person lives, as finely as is kept: one of Kent's twelve districts, or
    /// Medway. None is named where it is not known.
    District {
        /// Ashford.
        Ashford, "ashford", "Ashford";
        /// Canterbury.
        Canterbury, "canterbury", "Canterbury";
        /// Dartford.
        Dartford, "dartford", "Dartford";
        /// Dover.
        Dover, "dover", "Dover";
        /// Folkestone and Hythe, which was Shepway until 2018.
        FolkestoneAndHythe, "folkestone_and_hythe", "Folkestone and Hythe";
        /// Gravesham.
        Gravesham, "gravesham", "Gravesham";
        /// Maidstone.
        Maidstone, "maidstone", "Maidstone";
        /// Sevenoaks.
        Sevenoaks, "sevenoaks", "Sevenoaks";
        /// Swale.
        Swale, "swale", "Swale";
        /// Thanet.
        Thanet, "thanet", "Thanet";
        /// Tonbridge and Malling.
        TonbridgeAndMalling, "tonbridge_and_malling", "Tonbridge and Malling";
        /// Tunbridge Wells.
        TunbridgeWells, "tunbridge_wells", "Tunbridge Wells";
        /// Medway, a council of its own beside the county's.
        Medway, "medway", "Medway";
    }

    /// What makes services answer faster or differently. The list is short on purpose: flags that
    /// are rarely true together point to one child.
    Cohort {
        /// In the care of a council.
        InCare, "in_care", "In care";
        /// Has left the care of a council.
        CareLeaver, "care_leaver", "Care leaver";
        /// On a child protection plan, or a child in need.
        Protection, "protection", "Child protection or child in need";
        /// Known to youth justice.
        YouthJustice, "youth_justice", "Youth justice";
        /// Has, or waits to be assessed for, a neurodevelopmental condition.
        Neurodevelopmental, "neurodevelopmental", "Neurodevelopmental";
        /// Has a learning disability.
        LearningDisability, "learning_disability", "Learning disability";
        /// Seeks asylum alone.
        UnaccompaniedAsylum, "unaccompanied_asylum", "Unaccompanied asylum seeker";
        /// Looks after somebody at home.
        YoungCarer, "young_carer", "Young carer";
        /// Too unwell for school, or without one.
        NotInSchool, "not_in_school", "Not in school";
    }
}

/// Checks the cohort flags of a case and gives them back in order, none twice.
///
/// # Errors
/// A fault at `pointer` where there are too many, or two that exclude each other.
pub fn check_cohorts(pointer: &str, flags: &[Cohort]) -> Result<Vec<Cohort>, FieldError> {
    let mut kept = flags.to_vec();
    kept.sort_unstable();
    kept.dedup();
    if kept.contains(&Cohort::InCare) && kept.contains(&Cohort::CareLeaver) {
        return Err(FieldError::new(
            pointer,
            FieldCode::Contradiction,
            "Choose in care or care leaver. Nobody is both",
        ));
    }
    if kept.len() > COHORTS_MAX {
        return Err(FieldError::new(
            pointer,
            FieldCode::TooLong,
            format!(
                "Choose {COHORTS_MAX} or fewer, those that matter for the support. Many together could tell who this is"
            ),
        ));
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::codes::assert_codes_come_back;

    #[test]
    fn levels_are_one_to_four() {
        for number in -1..7 {
            assert_eq!(
                NeedLevel::try_from(number).is_ok(),
                (1..=4).contains(&number)
            );
        }
        assert!(serde_json::from_str::<NeedLevel>("5").is_err());
        assert_eq!(
            serde_json::from_str::<NeedLevel>("3").unwrap().in_words(),
            "Level 3"
        );
    }

    #[test]
    fn flags_are_few_and_agree() {
        use Cohort::{CareLeaver, InCare, YoungCarer};
        assert_eq!(
            check_cohorts("/cohorts", &[YoungCarer, InCare, YoungCarer]),
            Ok(vec![InCare, YoungCarer])
        );
        let code = |flags: &[Cohort]| check_cohorts("/cohorts", flags).unwrap_err().code;
        assert_eq!(code(&[InCare, CareLeaver]), FieldCode::Contradiction);
        let all: Vec<Cohort> = Cohort::ALL
            .iter()
            .copied()
            .filter(|one| *one != InCare)
            .collect();
        assert_eq!(code(&all), FieldCode::TooLong);
    }

    #[test]
    fn codes_come_back() {
        assert_codes_come_back!(District, Cohort);
        assert_eq!(District::ALL.len(), 13);
    }
}
