//! The change feed.

use shared::events::api::EventPage;

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
}
