//! Wire types of the audit log.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::AuditId;

/// An entry of the audit log, with the names of today for the ids that it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntryView {
    /// Which.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; absent for the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// On behalf of which agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// What was done, as `update.accept`.
    pub act: String,
    /// What kind of record it was done to.
    pub subject_kind: String,
    /// Which record.
    pub subject: Uuid,
    /// The record's name today, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_name: Option<String>,
    /// The number of the request.
    pub request_id: String,
    /// The place in the chain; absent while it waits to be sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
}
