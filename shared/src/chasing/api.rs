//! What is chased, on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::{Permit, PersonRef},
    ids::{CycleId, PersonId},
    plans::api::PlanRef,
    updates::CycleState,
};

use super::{MailChoice, Standing};

/// A cycle of the grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GridCycle {
    /// Which.
    pub id: CycleId,
    /// Its name.
    pub name: String,
    /// The day by which updates were or are due.
    pub due: NaiveDate,
    /// The last day on which they are taken.
    pub closes: NaiveDate,
    /// Where it stands today.
    pub state: CycleState,
}

/// How one agency stands in one cycle, in numbers of the actions for which it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GridCell {
    /// The cycle.
    pub cycle: CycleId,
    /// Those that owe an update, and those that have had one accepted.
    pub owed: u32,
    /// Those with an accepted update.
    pub accepted: u32,
    /// Of those, how many were first sent after the due date.
    pub late: u32,
    /// Those without an accepted update.
    pub not_reported: u32,
    /// Of those, how many wait for a review; absent where the caller may not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<u32>,
    /// What the numbers say.
    pub standing: Standing,
}

/// One agency through the cycles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GridRow {
    /// The agency that reports.
    pub agency: AgencyRef,
    /// The day on which an update on one of its actions was last accepted, of whatever cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_report: Option<NaiveDate>,
    /// The days since then; absent where nothing was ever accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_silent: Option<u32>,
    /// One for every cycle of the grid, in the same order.
    pub cells: Vec<GridCell>,
}

/// Who has reported in the latest cycles of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportingGrid {
    /// The plan.
    pub plan: PlanRef,
    /// The cycles that have opened, latest first, six at most.
    pub cycles: Vec<GridCycle>,
    /// The agencies that owe something or have reported, those silent for longest first.
    pub agencies: Vec<GridRow>,
}

/// What somebody gets by mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailView {
    /// Whether the service sends mail at all.
    pub on: bool,
    /// The address to which it goes.
    pub email: String,
    /// What they chose.
    pub choice: MailChoice,
    /// The agencies for which they are told when a cycle has closed without reports, whatever they
    /// chose.
    pub answers_for: Vec<AgencyRef>,
}

/// Who answers for an agency when a cycle closes without its reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetAccountable {
    /// One of the agency's leads; all of them where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// Who answers for an agency when a cycle closes without its reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountableView {
    /// The agency.
    pub agency: AgencyRef,
    /// Who was named; absent where all leads are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// The leads of whom one can be named, by name.
    pub leads: Vec<PersonRef>,
    /// The version to name when changing it; 0 before anybody was named.
    pub version: i32,
    /// What the caller may do: `update`.
    pub allowed: Vec<Permit>,
}
