//! Wire types of sharing agreements.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::Permit,
    ids::{AgencyId, AgreementId},
};

use super::AgreementStanding;

/// A sharing agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementView {
    /// Which.
    pub id: AgreementId,
    /// Its name.
    pub name: String,
    /// What is shared under it, and for what.
    pub purpose: String,
    /// On which ground of the law, in words.
    pub basis: String,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day, where that is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// The agencies that have signed it, by name.
    pub parties: Vec<AgencyRef>,
    /// How it stands today.
    pub standing: AgreementStanding,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do to it: `update`.
    pub allowed: Vec<Permit>,
}

/// The sharing agreements of the partnership: those in force first, then by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementList {
    /// All of them.
    pub items: Vec<AgreementView>,
    /// What the caller may do to the list: `create`.
    pub allowed: Vec<Permit>,
}

/// What is said about a sharing agreement when it is added or changed, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreementDraft {
    /// Its name.
    pub name: String,
    /// What is shared under it, and for what.
    pub purpose: String,
    /// On which ground of the law, in words.
    pub basis: String,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day; absent where none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// The agencies that have signed it: two or more.
    pub parties: Vec<AgencyId>,
}
