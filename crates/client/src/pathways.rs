//! The pathways of a plan. `plan` takes an id or a slug.

use chrono::NaiveDate;
use shared::{
    ids::PathwayId,
    pathways::{
        PathwayFilter,
        api::{
            ClosePathway, PathwayChanges, PathwayDraft, PathwayList, PathwayView, ReopenPathway,
        },
    },
};

use crate::{
    Call, Client,
    Method::{Get, Post, Put},
    Result,
};

impl Client {
    /// The pathways of a plan that fit, by name.
    pub async fn pathways(
        &self,
        plan: &str,
        filter: &PathwayFilter,
        as_at: Option<NaiveDate>,
    ) -> Result<PathwayList> {
        self.send(
            Call::new(Get, format!("/plans/{plan}/pathways"))
                .query("q", filter.text.as_deref())
                .query("level", filter.level)
                .query("outcome", filter.outcome)
                .query("group", filter.group)
                .query("staged", filter.staged)
                .query("as_at", as_at),
        )
        .await
    }

    /// One pathway, with what the checks find in it.
    pub async fn pathway(
        &self,
        plan: &str,
        pathway: PathwayId,
        as_at: Option<NaiveDate>,
    ) -> Result<PathwayView> {
        self.send(Call::new(Get, format!("/plans/{plan}/pathways/{pathway}")).query("as_at", as_at))
            .await
    }

    /// What happened to a pathway, the latest first.
    pub async fn pathway_changes(&self, plan: &str, pathway: PathwayId) -> Result<PathwayChanges> {
        self.send(Call::new(
            Get,
            format!("/plans/{plan}/pathways/{pathway}/changes"),
        ))
        .await
    }

    /// Adds a pathway.
    pub async fn create_pathway(&self, plan: &str, form: &PathwayDraft) -> Result<PathwayView> {
        self.send(Call::new(Post, format!("/plans/{plan}/pathways")).json(form))
            .await
    }

    /// Says anew what a pathway is.
    pub async fn replace_pathway(
        &self,
        plan: &str,
        pathway: PathwayId,
        version: i32,
        form: &PathwayDraft,
    ) -> Result<PathwayView> {
        self.send(
            Call::new(Put, format!("/plans/{plan}/pathways/{pathway}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Sets the last day of a pathway.
    pub async fn close_pathway(
        &self,
        plan: &str,
        pathway: PathwayId,
        version: i32,
        form: &ClosePathway,
    ) -> Result<PathwayView> {
        self.send(
            Call::new(Post, format!("/plans/{plan}/pathways/{pathway}/close"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Opens a pathway again.
    pub async fn reopen_pathway(
        &self,
        plan: &str,
        pathway: PathwayId,
        version: i32,
    ) -> Result<PathwayView> {
        self.send(
            Call::new(Post, format!("/plans/{plan}/pathways/{pathway}/reopen"))
                .version(version)
                .json(&ReopenPathway {}),
        )
        .await
    }
}
