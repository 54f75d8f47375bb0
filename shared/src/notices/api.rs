//! Wire types of notices.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::PersonRef,
    ids::{NoticeId, UpdateId},
    plans::api::{ActionRef, PlanRef},
    updates::api::CycleRef,
};

use super::Occasion;

/// Something that its reader is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeView {
    /// Which.
    pub id: NoticeId,
    /// Why.
    pub occasion: Occasion,
    /// When it came about; where it came about again, the latest time.
    pub at: DateTime<Utc>,
    /// Whether it asks for no attention any more: it was marked as read, or others did what it
    /// asked for.
    pub read: bool,
    /// The same in a sentence.
    pub words: String,
    /// Who did it; absent for what the service says by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// The agency for which its reader is told.
    pub agency: AgencyRef,
    /// The plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanRef>,
    /// The action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionRef>,
    /// The update to which it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<UpdateId>,
    /// The cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleRef>,
    /// The first day on which it holds, as for a deputy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day on which it holds or something can be done: of a deputy, of an exception, the
    /// due date or the end of a cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// Notices, latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticePage {
    /// Those of this page.
    pub items: Vec<NoticeView>,
    /// The address of the next page, where there is one.
    pub next: Option<String>,
    /// How many of all are unread.
    pub unread: u64,
}

/// Up to which notice everything has been read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadUpTo {
    /// The latest notice that the reader has seen. What came after it stays unread.
    pub notice: NoticeId,
}

/// How many notices are unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unread {
    /// How many.
    pub unread: u64,
}
