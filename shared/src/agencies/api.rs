//! Wire types of agencies.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    auth::api::Permit,
    ids::{ActionId, AgencyId},
    patch::Patch,
    plans::{AssignmentRole, api::PlanRef},
};

use super::AgencyKind;

/// An agency in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyRef {
    /// Which.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
    /// What it is called for short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abbreviation: Option<String>,
}

impl AgencyRef {
    /// The short name where there is one, else the name.
    pub fn short(&self) -> &str {
        self.abbreviation.as_deref().unwrap_or(&self.name)
    }
}

/// A part that an agency has in an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyDuty {
    /// The plan.
    pub plan: PlanRef,
    /// The action.
    pub action: ActionId,
    /// Its reference, as settled or else as printed.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The part.
    pub role: AssignmentRole,
    /// The class through which the duty comes, where the agency reports for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<AgencyRef>,
}

/// An agency in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencySummary {
    /// Which.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
    /// What it is called for short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abbreviation: Option<String>,
    /// What it is.
    pub kind: AgencyKind,
    /// What it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AgencyRef>,
    /// Whether it stands for a class of agencies.
    pub is_class: bool,
    /// The member that reports for the class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<AgencyRef>,
    /// The last day on which it existed, when it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// How many actions it leads, alone or jointly.
    pub leads: u32,
    /// How many actions it has another part in.
    pub supports: u32,
}

/// The agencies of the partnership.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyList {
    /// The agencies, by name.
    pub items: Vec<AgencySummary>,
    /// What the caller may do to the list: `create`.
    pub allowed: Vec<Permit>,
}

/// An agency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyView {
    /// Which.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
    /// What it is called for short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abbreviation: Option<String>,
    /// What it is.
    pub kind: AgencyKind,
    /// What it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AgencyRef>,
    /// Its parts.
    pub members: Vec<AgencyRef>,
    /// Other names under which it appears.
    pub aliases: Vec<String>,
    /// What it does in the partnership.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether it stands for a class of agencies.
    pub is_class: bool,
    /// The member that reports for the class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<AgencyRef>,
    /// The classes for which it reports.
    pub reports_for: Vec<AgencyRef>,
    /// The first day on which it existed, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it existed, when it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// What carries on its duties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<AgencyRef>,
    /// The agencies whose duties it carries on.
    pub predecessors: Vec<AgencyRef>,
    /// Its parts in the actions of plans that the caller sees.
    pub duties: Vec<AgencyDuty>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do to it: `update`, `succession`.
    pub allowed: Vec<Permit>,
}

/// A new agency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateAgency {
    /// Its name.
    pub name: String,
    /// What it is called for short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abbreviation: Option<String>,
    /// What it is.
    pub kind: AgencyKind,
    /// What it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AgencyId>,
}

/// A change to an agency (JSON Merge Patch).
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchAgency {
    /// Corrects the name; a real change of name is a succession.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub name: Patch<String>,
    /// The short name.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub abbreviation: Patch<String>,
    /// What it is part of.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<AgencyId>))]
    pub parent: Patch<AgencyId>,
    /// All of its other names.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    pub aliases: Patch<Vec<String>>,
    /// Whether it stands for a class.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<bool>))]
    pub is_class: Patch<bool>,
    /// The member that reports for the class.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<AgencyId>))]
    pub reported_by: Patch<AgencyId>,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub note: Patch<String>,
}

/// An agency ends and another carries on: by merger into one that exists, or under a new name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Succession {
    /// The agency that carries on, for a merger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<AgencyId>,
    /// The name from then on, for a change of name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_name: Option<String>,
    /// The first day of the successor's duties.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}
