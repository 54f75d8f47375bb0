//! Wire types of step-down plans.

mod views;

pub use views::{
    AcceptanceView, DutyView, GapView, ReEntryView, ReviewAnswer, ReviewView, ServiceChoice,
    StepDownEntry, StepDownHead, StepDownView, VersionView,
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Duty;
use crate::{
    cases::NeedLevel,
    ids::{AgencyId, ServiceId, StepDownId},
    pathways::Clock,
};

/// Begins a plan, which is empty at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginStepDown {}

/// Saves the version that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveStepDown {
    /// What it says, whole.
    pub content: StepDownContent,
}

/// Something that was owed around the step-down has been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyDone {
    /// What.
    pub duty: Duty,
    /// On which day.
    pub on: NaiveDate,
}

/// That something was done to a plan. It says nothing of what the plan says, so that it can be kept
/// and given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepDownReceipt {
    /// The plan.
    pub id: StepDownId,
    /// The version in which its record stands now.
    pub version: i32,
}

/// What a step-down plan says: one version of it, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepDownContent {
    /// The service that reduces its support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_service: Option<ServiceId>,
    /// Its level of need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_level: Option<NeedLevel>,
    /// The service that receives the young person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_service: Option<ServiceId>,
    /// Its level of need, which is below the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_level: Option<NeedLevel>,
    /// The day from which support is reduced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps_down_on: Option<NaiveDate>,
    /// What is to be reached.
    #[serde(default)]
    pub goals: Vec<Goal>,
    /// What the young person is good at and can rest on.
    #[serde(default)]
    pub strengths: Vec<String>,
    /// What helps when it is hard.
    #[serde(default)]
    pub helps: Vec<String>,
    /// How one notices early that it is getting harder.
    #[serde(default)]
    pub early_signs: Vec<String>,
    /// Who carries on what.
    #[serde(default)]
    pub carried_on: Vec<CarriedOn>,
    /// The way back in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_back: Option<WayBack>,
    /// The days on which one looks at how it goes.
    #[serde(default)]
    pub reviews: Vec<NaiveDate>,
    /// What the young person says to the plan.
    #[serde(default)]
    pub own_view: Voice,
    /// What the family does, and says to the plan.
    #[serde(default)]
    pub family_part: Voice,
}

/// Something to be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// What.
    pub goal: String,
    /// How one will know that it is reached.
    #[serde(default)]
    pub known_by: String,
}

/// What an agency carries on when support is reduced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CarriedOn {
    /// The agency, which takes part in the case.
    pub agency: AgencyId,
    /// What.
    pub what: String,
}

/// How the young person or the family gets back in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WayBack {
    /// Whom one asks, and how.
    pub how: String,
    /// Within which time there is an answer.
    pub promised: Clock,
    /// Who helps in a crisis: a service of the directory, so that its numbers are right.
    pub crisis_contact: ServiceId,
}

/// What somebody said, or why they did not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Voice {
    /// What they said, as nearly as possible in their words.
    #[serde(default)]
    pub said: String,
    /// Why there is nothing, where there is nothing.
    #[serde(default)]
    pub not_because: String,
}

impl Voice {
    /// Whether there is something, or a reason why not.
    pub fn heard(&self) -> bool {
        !self.said.trim().is_empty() || !self.not_because.trim().is_empty()
    }
}
