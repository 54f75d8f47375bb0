//! Wire types of meetings and decisions.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::Permit,
    ids::{ActionId, AgencyId, DecisionId, MeetingId},
    patch::Patch,
    plans::api::{ActionRef, PlanRef},
};

use super::{DecisionOutcome, DecisionProgress};

/// A meeting in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingRef {
    /// Which.
    pub id: MeetingId,
    /// The board that meets.
    pub board: AgencyRef,
    /// On which day.
    pub date: NaiveDate,
    /// What it is called.
    pub title: String,
}

/// A paper of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// Where it can be read: an address that begins with `https://` or `http://`.
    pub url: String,
}

/// A meeting in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingSummary {
    /// The meeting.
    pub meeting: MeetingRef,
    /// Whether its day has come.
    pub held: bool,
    /// How many papers are linked.
    pub papers: u32,
    /// How many decisions are recorded.
    pub decisions: u32,
}

/// The meetings of a plan, latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingList {
    /// The plan.
    pub plan: PlanRef,
    /// The meetings.
    pub items: Vec<MeetingSummary>,
    /// The boards that have met or will, by name.
    pub boards: Vec<AgencyRef>,
    /// The end of the day that this shows; absent for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<NaiveDate>,
    /// What the caller may do to the list: `create`.
    pub allowed: Vec<Permit>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingView {
    /// Which.
    pub id: MeetingId,
    /// The plan.
    pub plan: PlanRef,
    /// The board that meets.
    pub board: AgencyRef,
    /// On which day.
    pub date: NaiveDate,
    /// What it is called.
    pub title: String,
    /// Its papers, in order.
    pub papers: Vec<Paper>,
    /// Whether its day has come.
    pub held: bool,
    /// What is put to it or was decided, by reference.
    pub decisions: Vec<DecisionSummary>,
    /// The end of the day that this shows; absent for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<NaiveDate>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do: `update`, and `decide` to add a decision.
    pub allowed: Vec<Permit>,
}

/// A new meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateMeeting {
    /// The board that meets: a board, a committee or a partnership group.
    pub board: AgencyId,
    /// On which day.
    pub date: NaiveDate,
    /// What it is called.
    pub title: String,
    /// Its papers, in order.
    #[serde(default)]
    pub papers: Vec<Paper>,
}

/// A change to a meeting (JSON Merge Patch). Its papers are given as a whole.
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchMeeting {
    /// The board that meets.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<AgencyId>))]
    pub board: Patch<AgencyId>,
    /// On which day.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub date: Patch<NaiveDate>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub title: Patch<String>,
    /// Its papers, in order.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Paper>>))]
    pub papers: Patch<Vec<Paper>>,
}

/// A decision in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionRef {
    /// Which.
    pub id: DecisionId,
    /// The reference under which it is quoted, unique in its plan.
    pub reference: String,
    /// What is to be decided, or was.
    pub words: String,
    /// What the board made of it.
    pub outcome: DecisionOutcome,
    /// How far it has been carried out, where something was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<DecisionProgress>,
    /// The meeting.
    pub meeting: MeetingRef,
}

/// A decision in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionSummary {
    /// The decision.
    pub decision: DecisionRef,
    /// The agency that sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgencyRef>,
    /// Who sees to it, in words.
    pub owner_note: String,
    /// By when it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Whether it should have been done and is not.
    pub overdue: bool,
    /// The actions that it is about.
    pub actions: Vec<ActionRef>,
}

/// The decisions of a plan that fit, latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionList {
    /// The plan.
    pub plan: PlanRef,
    /// The decisions.
    pub items: Vec<DecisionSummary>,
    /// How many there are when nothing is left out.
    pub total: u32,
    /// The end of the day that this shows; absent for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<NaiveDate>,
    /// What the caller may do to the list: `create`.
    pub allowed: Vec<Permit>,
}

/// A state that a decision came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionStep {
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What the board made of it.
    pub outcome: DecisionOutcome,
    /// How far it had been carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<DecisionProgress>,
    /// The words that went with it: conditions, a reason, what shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// An action that was paused, stopped or deferred by a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionUse {
    /// The action.
    pub action: ActionRef,
    /// What happened to it: `pause`, `stop` or `defer`.
    pub event: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionView {
    /// Which.
    pub id: DecisionId,
    /// The plan.
    pub plan: PlanRef,
    /// The reference under which it is quoted, unique in its plan.
    pub reference: String,
    /// The meeting.
    pub meeting: MeetingRef,
    /// What is to be decided, or was.
    pub words: String,
    /// What the board made of it.
    pub outcome: DecisionOutcome,
    /// How far it has been carried out, where something was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<DecisionProgress>,
    /// The agency that sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgencyRef>,
    /// Who sees to it, in words.
    pub owner_note: String,
    /// By when it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Whether it should have been done and is not.
    pub overdue: bool,
    /// The actions that it is about.
    pub actions: Vec<ActionRef>,
    /// The actions that were paused, stopped or deferred by it.
    pub used: Vec<DecisionUse>,
    /// The states that it came to, first to last.
    pub steps: Vec<DecisionStep>,
    /// The end of the day that this shows; absent for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<NaiveDate>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do: `update`, and the events that are open.
    pub allowed: Vec<Permit>,
}

/// A new decision, which is proposed until the board has taken it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateDecision {
    /// The meeting.
    pub meeting: MeetingId,
    /// What is to be decided, or was.
    pub words: String,
    /// The agency that sees to it.
    #[serde(default)]
    pub owner: Option<AgencyId>,
    /// Who sees to it, in words.
    #[serde(default)]
    pub owner_note: String,
    /// By when it is to be done.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// The actions that it is about.
    #[serde(default)]
    pub actions: Vec<ActionId>,
}

/// A change to a decision (JSON Merge Patch). Its words and its meeting change only while it is not
/// decided.
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchDecision {
    /// The meeting, for one that comes back to a later meeting.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<MeetingId>))]
    pub meeting: Patch<MeetingId>,
    /// What is to be decided.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub words: Patch<String>,
    /// The agency that sees to it.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<AgencyId>))]
    pub owner: Patch<AgencyId>,
    /// Who sees to it, in words.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub owner_note: Patch<String>,
    /// By when it is to be done.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub due: Patch<NaiveDate>,
    /// The actions that it is about, as a whole.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<ActionId>>))]
    pub actions: Patch<Vec<ActionId>>,
}
