//! The change feed.

use shared::{
    events::api::{ActivityEntry, EventPage},
    ids::AgencyId,
    page::Page,
};

use crate::{Call, Client, Method::Get, Result};

impl Client {
    /// What happened behind the place `after`: a cursor, or `latest` for the place of now; from
    /// the beginning without one.
    pub async fn events(
        &self,
        after: Option<&str>,
        plan: Option<&str>,
        limit: Option<u16>,
    ) -> Result<EventPage> {
        self.send(
            Call::new(Get, "/events")
                .query("after", after)
                .query("plan", plan)
                .query("limit", limit),
        )
        .await
    }

    /// What happened in a plan, in words, latest first, a page at a time.
    pub async fn plan_activity(
        &self,
        plan: &str,
        cursor: Option<&str>,
        limit: Option<u16>,
    ) -> Result<Page<ActivityEntry>> {
        self.send(
            Call::new(Get, format!("/plans/{plan}/activity"))
                .query("cursor", cursor)
                .query("limit", limit),
        )
        .await
    }

    /// What was done on behalf of an agency and to it, as for a plan.
    pub async fn agency_activity(
        &self,
        agency: AgencyId,
        cursor: Option<&str>,
        limit: Option<u16>,
    ) -> Result<Page<ActivityEntry>> {
        self.send(
            Call::new(Get, format!("/agencies/{agency}/activity"))
                .query("cursor", cursor)
                .query("limit", limit),
        )
        .await
    }
}
