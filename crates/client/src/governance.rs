//! Meetings of boards and what they decide. `plan` takes an id or a slug, `decision` an id or a
//! reference.

use chrono::NaiveDate;
use shared::{
    governance::{
        DecisionEvent, DecisionOutcome, DecisionProgress,
        api::{
            CreateDecision, CreateMeeting, DecisionList, DecisionView, MeetingList, MeetingView,
            PatchDecision, PatchMeeting,
        },
    },
    ids::{ActionId, AgencyId, MeetingId},
};

use crate::{
    Call, Client,
    Method::{Get, Patch, Post},
    Result,
};

/// Which meetings to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeetingFilter {
    /// Of which board.
    pub board: Option<AgencyId>,
    /// The end of a day in Europe/London; now when absent.
    pub as_at: Option<NaiveDate>,
}

/// Which decisions to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecisionFilter {
    /// What the board made of them.
    pub outcome: Option<DecisionOutcome>,
    /// How far they have been carried out.
    pub progress: Option<DecisionProgress>,
    /// Of which meeting.
    pub meeting: Option<MeetingId>,
    /// About which action.
    pub action: Option<ActionId>,
    /// Which agency sees to them.
    pub owner: Option<AgencyId>,
    /// Whether they are overdue.
    pub overdue: Option<bool>,
    /// The end of a day in Europe/London; now when absent.
    pub as_at: Option<NaiveDate>,
}

impl Client {
    /// The meetings of a plan's boards, latest first.
    pub async fn meetings(&self, plan: &str, filter: MeetingFilter) -> Result<MeetingList> {
        self.send(
            Call::new(Get, format!("/plans/{plan}/meetings"))
                .query("board", filter.board)
                .query("as_at", filter.as_at),
        )
        .await
    }

    /// One meeting, as it stood at the end of a day or now.
    pub async fn meeting(
        &self,
        plan: &str,
        meeting: MeetingId,
        as_at: Option<NaiveDate>,
    ) -> Result<MeetingView> {
        self.send(Call::new(Get, format!("/plans/{plan}/meetings/{meeting}")).query("as_at", as_at))
            .await
    }

    /// Adds a meeting.
    pub async fn create_meeting(&self, plan: &str, form: &CreateMeeting) -> Result<MeetingView> {
        self.send(Call::new(Post, format!("/plans/{plan}/meetings")).json(form))
            .await
    }

    /// Changes a meeting.
    pub async fn patch_meeting(
        &self,
        plan: &str,
        meeting: MeetingId,
        version: i32,
        form: &PatchMeeting,
    ) -> Result<MeetingView> {
        self.send(
            Call::new(Patch, format!("/plans/{plan}/meetings/{meeting}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// The decisions of a plan that fit, latest first.
    pub async fn decisions(&self, plan: &str, filter: DecisionFilter) -> Result<DecisionList> {
        self.send(
            Call::new(Get, format!("/plans/{plan}/decisions"))
                .query("outcome", filter.outcome.map(DecisionOutcome::code))
                .query("progress", filter.progress.map(DecisionProgress::code))
                .query("meeting", filter.meeting)
                .query("action", filter.action)
                .query("owner", filter.owner)
                .query("overdue", filter.overdue)
                .query("as_at", filter.as_at),
        )
        .await
    }

    /// One decision, as it stood at the end of a day or now.
    pub async fn decision(
        &self,
        plan: &str,
        decision: &str,
        as_at: Option<NaiveDate>,
    ) -> Result<DecisionView> {
        self.send(
            Call::new(Get, format!("/plans/{plan}/decisions/{decision}")).query("as_at", as_at),
        )
        .await
    }

    /// Puts a decision to a meeting.
    pub async fn create_decision(&self, plan: &str, form: &CreateDecision) -> Result<DecisionView> {
        self.send(Call::new(Post, format!("/plans/{plan}/decisions")).json(form))
            .await
    }

    /// Changes a decision.
    pub async fn patch_decision(
        &self,
        plan: &str,
        decision: &str,
        version: i32,
        form: &PatchDecision,
    ) -> Result<DecisionView> {
        self.send(
            Call::new(Patch, format!("/plans/{plan}/decisions/{decision}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Moves a decision through its states.
    pub async fn decision_event(
        &self,
        plan: &str,
        decision: &str,
        version: i32,
        event: &DecisionEvent,
    ) -> Result<DecisionView> {
        self.send(
            Call::new(Post, format!("/plans/{plan}/decisions/{decision}/events"))
                .version(version)
                .json(event),
        )
        .await
    }
}
