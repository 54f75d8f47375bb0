//! The audit log.

use shared::{
    audit::api::AuditEntryView,
    ids::{PersonId, PlanId},
    page::Page,
};
use uuid::Uuid;

use crate::{Call, Client, Method::Get, Result};

/// Which entries of the audit log to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditFilter {
    /// By whom.
    pub actor: Option<PersonId>,
    /// In which plan.
    pub plan: Option<PlanId>,
    /// On which record.
    pub subject: Option<Uuid>,
    /// What was done, as `update.accept`; or the part before the dot.
    pub act: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: Option<u16>,
}

impl Client {
    /// A page of the audit log, latest first.
    pub async fn audit(&self, filter: &AuditFilter) -> Result<Page<AuditEntryView>> {
        self.send(
            Call::new(Get, "/audit")
                .query("actor", filter.actor)
                .query("plan", filter.plan)
                .query("subject", filter.subject)
                .query("act", filter.act.as_deref())
                .query("cursor", filter.cursor.as_deref())
                .query("limit", filter.limit),
        )
        .await
    }
}
