//! Wire types of calendar links.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Whether a calendar reads what is due to somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarView {
    /// When their link was made; absent where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
}

/// A link for a calendar, which is shown once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarLink {
    /// The address that a calendar reads. Whoever has it can read it too.
    pub address: String,
}
