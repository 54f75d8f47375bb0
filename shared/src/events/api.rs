//! Wire types of the change feed, which are those of webhooks too.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    ids::{EventId, PlanId},
    plans::api::PlanRef,
};

/// Something that happened. It says to which record, and never what the record holds: who is told
/// reads it with their own rights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventView {
    /// Which event; the same in the feed and in every webhook.
    pub id: EventId,
    /// What happened, as `update.submitted`.
    pub r#type: String,
    /// When.
    pub timestamp: DateTime<Utc>,
    /// To which record.
    pub data: EventData,
}

/// The record that an event is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventData {
    /// What kind of record it is, as `update`.
    pub kind: String,
    /// Which.
    pub id: Uuid,
    /// The plan that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// Where it, or the list that it stands in, can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A part of the change feed, in the order in which things happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventPage {
    /// The events.
    pub items: Vec<EventView>,
    /// The place behind the last of them: the `after` of the next call, now or in a month.
    pub cursor: String,
    /// The address of what comes next, now or later.
    pub next: String,
    /// Whether more has happened already.
    pub more: bool,
}

/// Something that happened, in words, as the activity of a plan or an agency tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivityEntry {
    /// Which event.
    pub id: EventId,
    /// What happened, as `update.submitted`.
    pub r#type: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; absent for the service itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// On behalf of which agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// What was done, as "Accepted a progress update".
    pub act: String,
    /// To which record.
    pub data: EventData,
    /// What that record is called now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// For an agency's activity: in which plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanRef>,
}
