//! Cycles, updates and My work.

use shared::{
    ids::{ActionId, AgencyId, CycleId, ExceptionId, UpdateId},
    page::Page,
    updates::{
        UpdateEvent, UpdateState,
        api::{
            CreateCycle, CreateException, CreateSeries, CycleList, CycleSeries, CycleView, Editors,
            ExceptionList, ExceptionView, HandOver, MyWork, PatchCycle, ReviewWords, StartUpdate,
            UpdateContent, UpdateSummary, UpdateView,
        },
    },
};

use crate::{
    Call, Client,
    Method::{Delete, Get, Patch, Post, Put},
    Result,
};

/// Which updates to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateFilter {
    /// Of which plan, by slug or id.
    pub plan: Option<String>,
    /// On which action.
    pub action: Option<ActionId>,
    /// In which cycle.
    pub cycle: Option<CycleId>,
    /// By which agency.
    pub agency: Option<AgencyId>,
    /// In which state.
    pub state: Option<UpdateState>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: Option<u16>,
}

impl Client {
    /// What the caller has to do.
    pub async fn my_work(&self) -> Result<MyWork> {
        self.send(Call::new(Get, "/my-work")).await
    }

    /// The cycles of a plan.
    pub async fn cycles(&self, plan: &str) -> Result<CycleList> {
        self.send(Call::new(Get, format!("/plans/{plan}/cycles")))
            .await
    }

    /// Adds a cycle.
    pub async fn create_cycle(&self, plan: &str, form: &CreateCycle) -> Result<CycleView> {
        self.send(Call::new(Post, format!("/plans/{plan}/cycles")).json(form))
            .await
    }

    /// Adds a run of cycles, or says which it would add.
    pub async fn create_series(&self, plan: &str, form: &CreateSeries) -> Result<CycleSeries> {
        let path = format!("/plans/{plan}/cycles/series");
        self.send(Call::new(Post, path).json(form)).await
    }

    /// Locks a closed cycle.
    pub async fn lock_cycle(&self, plan: &str, cycle: CycleId, version: i32) -> Result<CycleView> {
        let path = format!("/plans/{plan}/cycles/{cycle}/lock");
        self.send(Call::new(Post, path).version(version)).await
    }

    /// The exceptions of a cycle.
    pub async fn exceptions(&self, plan: &str, cycle: CycleId) -> Result<ExceptionList> {
        self.send(Call::new(
            Get,
            format!("/plans/{plan}/cycles/{cycle}/exceptions"),
        ))
        .await
    }

    /// Reopens a closed cycle for one action, agency and person.
    pub async fn create_exception(
        &self,
        plan: &str,
        cycle: CycleId,
        form: &CreateException,
    ) -> Result<ExceptionView> {
        let path = format!("/plans/{plan}/cycles/{cycle}/exceptions");
        self.send(Call::new(Post, path).json(form)).await
    }

    /// Ends an exception before its time.
    pub async fn end_exception(
        &self,
        plan: &str,
        cycle: CycleId,
        exception: ExceptionId,
    ) -> Result<ExceptionView> {
        let path = format!("/plans/{plan}/cycles/{cycle}/exceptions/{exception}");
        self.send(Call::new(Delete, path)).await
    }

    /// Changes a cycle.
    pub async fn patch_cycle(
        &self,
        plan: &str,
        cycle: CycleId,
        version: i32,
        form: &PatchCycle,
    ) -> Result<CycleView> {
        self.send(
            Call::new(Patch, format!("/plans/{plan}/cycles/{cycle}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// A page of the updates that the caller sees, latest first.
    pub async fn updates(&self, filter: &UpdateFilter) -> Result<Page<UpdateSummary>> {
        self.send(
            Call::new(Get, "/updates")
                .query("plan", filter.plan.as_deref())
                .query("action", filter.action)
                .query("cycle", filter.cycle)
                .query("agency", filter.agency)
                .query("state", filter.state.map(UpdateState::code))
                .query("cursor", filter.cursor.as_deref())
                .query("limit", filter.limit),
        )
        .await
    }

    /// Starts a draft.
    pub async fn start_update(&self, form: &StartUpdate) -> Result<UpdateView> {
        self.send(Call::new(Post, "/updates").json(form)).await
    }

    /// One update.
    pub async fn update(&self, update: UpdateId) -> Result<UpdateView> {
        self.send(Call::new(Get, format!("/updates/{update}")))
            .await
    }

    /// Who writes an update just now. Whoever asks has it open too.
    pub async fn editors(&self, update: UpdateId) -> Result<Editors> {
        self.send(Call::new(Get, format!("/updates/{update}/editors")))
            .await
    }

    /// Saves the words of a draft.
    pub async fn save_update(
        &self,
        update: UpdateId,
        version: i32,
        content: &UpdateContent,
    ) -> Result<UpdateView> {
        self.send(
            Call::new(Put, format!("/updates/{update}"))
                .version(version)
                .json(content),
        )
        .await
    }

    /// Hands an update to a colleague.
    pub async fn hand_over(
        &self,
        update: UpdateId,
        version: i32,
        form: &HandOver,
    ) -> Result<UpdateView> {
        let path = format!("/updates/{update}/hand-over");
        self.send(Call::new(Post, path).version(version).json(form))
            .await
    }

    /// Endorses or disputes another agency's update, for the agency `contributor`.
    pub async fn contribute(
        &self,
        update: UpdateId,
        contributor: AgencyId,
        version: i32,
        event: UpdateEvent,
        words: &ReviewWords,
    ) -> Result<UpdateView> {
        let path = format!(
            "/updates/{update}/contributions/{contributor}/{}",
            event.code()
        );
        self.send(Call::new(Post, path).version(version).json(words))
            .await
    }

    /// Moves an update through its states.
    pub async fn update_event(
        &self,
        update: UpdateId,
        version: i32,
        event: UpdateEvent,
        words: &ReviewWords,
    ) -> Result<UpdateView> {
        self.send(
            Call::new(
                Post,
                format!("/updates/{update}/{}", event.code().replace('_', "-")),
            )
            .version(version)
            .json(words),
        )
        .await
    }
}
