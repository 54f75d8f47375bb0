//! Wire types of cases.

mod kept;
mod together;
mod views;

pub use kept::*;
pub use together::*;
pub use views::*;

use serde::{Deserialize, Serialize};

use super::{BirthMonth, Cohort, District, NeedLevel};

/// What is said about a young person when a case is opened or changed, whole. There is no field for
/// a name, an address or an NHS number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseDraft {
    /// The month and year of birth.
    pub born: BirthMonth,
    /// Where they live; absent where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<District>,
    /// What makes services answer faster or differently.
    #[serde(default)]
    pub cohorts: Vec<Cohort>,
    /// The level of need.
    pub level: NeedLevel,
    /// What the agency calls the young person in its own system, seen by that agency alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<String>,
}
