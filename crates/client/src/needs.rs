//! Who needs help, and what a plan offers.

use shared::needs::api::{GroupsGuide, LevelsGuide};

use crate::{Call, Client, Method::Get, Result};

impl Client {
    /// The guide to the levels of need of a plan.
    pub async fn levels(&self, plan: &str) -> Result<LevelsGuide> {
        self.send(Call::new(Get, format!("/plans/{plan}/levels")))
            .await
    }

    /// What a plan offers to the groups of children that it singles out.
    pub async fn groups(&self, plan: &str) -> Result<GroupsGuide> {
        self.send(Call::new(Get, format!("/plans/{plan}/groups")))
            .await
    }
}
