//! Plans, actions and findings. `plan` and `action` take an id, a plan's slug or an action's
//! reference.

use chrono::NaiveDate;
use shared::{
    chasing::api::ReportingGrid,
    ids::{AgencyId, CycleId, FindingId},
    plans::{
        ActionEvent, ActionState,
        api::{
            ActionView, AgreeActions, Agreement, CreateMilestone, DecideFinding, FindingDecided,
            FindingList, MilestoneView, PatchAction, PlanImported, PlanList, PlanView, Register,
            Timeline,
        },
        board::{Show, api::Board},
    },
    updates::api::Overview,
};

use crate::{
    Call, Client,
    Method::{Get, Patch, Post},
    Result,
};

/// Which moment of a plan to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The cycle that ratings are for; the current one when absent.
    pub cycle: Option<CycleId>,
    /// The end of a day in Europe/London; now when absent.
    pub as_at: Option<NaiveDate>,
}

/// Which actions of a plan to list, and how many at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionFilter {
    /// The agency that answers for them.
    pub lead: Option<AgencyId>,
    /// Where they stand.
    pub state: Option<ActionState>,
    /// How many at most: 1 to 200.
    pub limit: Option<u16>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Whether to count all that fit.
    pub count: bool,
    /// The actions behind a figure of the board's page.
    pub show: Option<Show>,
    /// The day from which `show` compares or looks.
    pub from: Option<NaiveDate>,
    /// The last day that `show` looks at.
    pub to: Option<NaiveDate>,
}

impl Client {
    /// The plans that the caller sees.
    pub async fn plans(&self) -> Result<PlanList> {
        self.send(Call::new(Get, "/plans")).await
    }

    /// Brings in a plan file, whose text is `file`; with `dry_run` it is only checked.
    pub async fn import_plan(&self, file: String, dry_run: bool) -> Result<PlanImported> {
        self.send(
            Call::new(Post, "/plans")
                .query("dry_run", dry_run.then_some(true))
                .raw(file),
        )
        .await
    }

    /// A plan with what surrounds its actions.
    pub async fn plan(&self, plan: &str) -> Result<PlanView> {
        self.send(Call::new(Get, format!("/plans/{plan}"))).await
    }

    /// Who has reported in the latest cycles of a plan.
    pub async fn reporting(&self, plan: &str) -> Result<ReportingGrid> {
        self.send(Call::new(Get, format!("/plans/{plan}/reporting")))
            .await
    }

    /// The register of a plan.
    pub async fn register(&self, plan: &str, moment: Moment) -> Result<Register> {
        self.send(at(Call::new(Get, format!("/plans/{plan}/actions")), moment))
            .await
    }

    /// The actions of a plan that fit.
    pub async fn actions(
        &self,
        plan: &str,
        moment: Moment,
        filter: &ActionFilter,
    ) -> Result<Register> {
        self.send(
            at(Call::new(Get, format!("/plans/{plan}/actions")), moment)
                .query("lead", filter.lead)
                .query("state", filter.state.map(ActionState::code))
                .query("limit", filter.limit)
                .query("cursor", filter.cursor.as_deref())
                .query("count", filter.count.then_some(true))
                .query("show", filter.show.map(Show::code))
                .query("from", filter.from)
                .query("to", filter.to),
        )
        .await
    }

    /// Where a plan stands.
    pub async fn overview(&self, plan: &str, moment: Moment) -> Result<Overview> {
        self.send(at(
            Call::new(Get, format!("/plans/{plan}/overview")),
            moment,
        ))
        .await
    }

    /// Where a plan stands, for a board; changes are counted from the end of the day `since`.
    pub async fn board(
        &self,
        plan: &str,
        moment: Moment,
        since: Option<NaiveDate>,
    ) -> Result<Board> {
        self.send(at(Call::new(Get, format!("/plans/{plan}/board")), moment).query("since", since))
            .await
    }

    /// One action.
    pub async fn action(&self, plan: &str, action: &str, moment: Moment) -> Result<ActionView> {
        self.send(at(
            Call::new(Get, format!("/plans/{plan}/actions/{action}")),
            moment,
        ))
        .await
    }

    /// The time line of an action.
    pub async fn timeline(&self, plan: &str, action: &str) -> Result<Timeline> {
        self.send(Call::new(
            Get,
            format!("/plans/{plan}/actions/{action}/timeline"),
        ))
        .await
    }

    /// Changes an action.
    pub async fn patch_action(
        &self,
        plan: &str,
        action: &str,
        version: i32,
        form: &PatchAction,
    ) -> Result<ActionView> {
        self.send(
            Call::new(Patch, format!("/plans/{plan}/actions/{action}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Moves an action through its states.
    pub async fn action_event(
        &self,
        plan: &str,
        action: &str,
        version: i32,
        event: &ActionEvent,
    ) -> Result<ActionView> {
        self.send(
            Call::new(Post, format!("/plans/{plan}/actions/{action}/events"))
                .version(version)
                .json(event),
        )
        .await
    }

    /// Adds a milestone to an action.
    pub async fn create_milestone(
        &self,
        plan: &str,
        action: &str,
        form: &CreateMilestone,
    ) -> Result<MilestoneView> {
        self.send(Call::new(Post, format!("/plans/{plan}/actions/{action}/milestones")).json(form))
            .await
    }

    /// Agrees proposed actions.
    pub async fn agree_actions(&self, plan: &str, form: &AgreeActions) -> Result<Agreement> {
        self.send(Call::new(Post, format!("/plans/{plan}/agreement")).json(form))
            .await
    }

    /// The findings on a plan.
    pub async fn findings(&self, plan: &str) -> Result<FindingList> {
        self.send(Call::new(Get, format!("/plans/{plan}/findings")))
            .await
    }

    /// Decides a finding.
    pub async fn decide_finding(
        &self,
        plan: &str,
        finding: FindingId,
        version: i32,
        form: &DecideFinding,
    ) -> Result<FindingDecided> {
        self.send(
            Call::new(Post, format!("/plans/{plan}/findings/{finding}/decision"))
                .version(version)
                .json(form),
        )
        .await
    }
}

fn at(call: Call, moment: Moment) -> Call {
    call.query("cycle", moment.cycle)
        .query("as_at", moment.as_at)
}
