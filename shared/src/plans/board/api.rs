//! Wire types of the board's page. Every `records` is the address, below `/api/v1`, of the actions
//! that are counted: as many as the figure beside it says.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    agencies::api::AgencyRef,
    calendar::PartialDate,
    ids::{AgencyId, UpdateId},
    plans::{
        ActionState,
        api::{ActionRef, PlanRef},
    },
    updates::{
        Brag,
        api::{BragCounts, CycleRef, CycleView, Silent},
    },
};

use super::{Period, Reason};

/// Where a plan stands, for a board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Board {
    /// The plan.
    pub plan: PlanRef,
    /// The cycle; absent when the plan has none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleView>,
    /// The day that it shows, when an earlier one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<NaiveDate>,
    /// What changes are counted from; absent when the plan is too young to compare with anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// How many actions need attention for each reason; those for which none does are left out.
    pub reasons: Vec<ReasonCount>,
    /// The actions that need attention, the gravest first; those that are only silent come under
    /// `silent`.
    pub attention: Vec<AttentionLine>,
    /// All actions by rating.
    pub totals: Tally,
    /// How many are rated otherwise than the facts imply.
    pub differing: Figure,
    /// By outcome, in order. An action that serves two counts in both.
    pub by_outcome: Vec<Group>,
    /// By level of need, in order.
    pub by_level: Vec<Group>,
    /// By the agency on which the lead falls, by name. An action with joint leads counts for each.
    pub by_agency: Vec<Group>,
    /// Who has not reported.
    pub silent: Silence,
    /// What has changed since; absent without a day to compare with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
    /// The milestones of the plan's actions by when they are due.
    pub milestones: Vec<MilestonePeriod>,
    /// How many milestones have no date.
    pub milestones_without_date: u32,
    /// Actions complete, beside those planned to be.
    pub burn_up: BurnUp,
    /// One line an action.
    pub trend: Trend,
}

/// The day that changes are counted from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Since {
    /// The end of this day.
    pub day: NaiveDate,
    /// Why this day.
    pub basis: SinceBasis,
    /// The cycle that ratings were for then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleRef>,
}

/// Why changes are counted from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SinceBasis {
    /// It was asked for.
    Asked,
    /// The board met on it.
    Meeting,
    /// The cycle before closed on it.
    Cycle,
}

/// How many actions need attention for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonCount {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub count: u32,
    /// How many it was at the day that changes are counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u32>,
    /// The actions.
    pub records: String,
}

/// An action that needs attention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttentionLine {
    /// The action.
    pub action: ActionRef,
    /// Why, the gravest first.
    pub reasons: Vec<Reason>,
    /// The rating in the cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brag: Option<Brag>,
    /// The rating in the cycle before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Brag>,
    /// Since when a date of it has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<NaiveDate>,
    /// The agencies that answer for it.
    pub leads: Vec<AgencyRef>,
    /// The report of the cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<UpdateId>,
    /// What comes next, in the words of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What help is needed, in the words of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A number of actions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    /// How many.
    pub count: u32,
    /// The actions.
    pub records: String,
}

/// Actions by rating, now and before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// How many by rating.
    pub counts: BragCounts,
    /// How many at the day that changes are counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<BragCounts>,
    /// All of them; `&rating=red` and the like, or `none`, narrows them to one rating.
    pub records: String,
}

/// The ratings of the actions that have something in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// The outcome, level or agency; absent for the actions that have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// How many by rating.
    pub counts: BragCounts,
    /// All of them; `&rating=red` and the like, or `none`, narrows them to one rating.
    pub records: String,
}

/// Who has not reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Silence {
    /// The actions that owe a report in the cycle and have no accepted one.
    pub items: Vec<Silent>,
    /// The same actions in the register.
    pub records: String,
}

/// What has changed since a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// Actions that the plan did not have then.
    pub added: ChangedActions,
    /// Actions that were stopped.
    pub stopped: ChangedActions,
    /// Actions that were completed.
    pub completed: ChangedActions,
    /// Dates that stand otherwise.
    pub moved: MovedDates,
}

/// Actions to which the same has happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedActions {
    /// The actions, in printed order.
    pub items: Vec<ActionRef>,
    /// The same actions in the register.
    pub records: String,
}

/// Dates that stand otherwise than they did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedDates {
    /// The dates, in printed order of their actions.
    pub items: Vec<MovedDate>,
    /// How many actions they belong to.
    pub actions: u32,
    /// Those actions in the register.
    pub records: String,
}

/// A date that stands otherwise than it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedDate {
    /// The action; a milestone of several is told on the first.
    pub action: ActionRef,
    /// What it is the date of: a milestone's title, or the start or the end of the action.
    pub what: String,
    /// What it was.
    pub from: PartialDate,
    /// What it is; absent where it was taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
}

/// The milestones that are due in a step of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MilestonePeriod {
    /// When. A date that can mean several days counts on the last of them.
    pub period: Period,
    /// How many are due, those that were given up apart.
    pub due: u32,
    /// How many of those are done.
    pub done: u32,
    /// How many of those have passed and are not done.
    pub late: u32,
    /// How many actions they belong to.
    pub actions: u32,
    /// Those actions in the register.
    pub records: String,
}

/// Actions complete, beside those planned to be. Actions that were stopped or deferred are left
/// out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BurnUp {
    /// How many actions are counted.
    pub all: u32,
    /// How many of them have no end date, and so are never planned to be complete.
    pub without_end: u32,
    /// The steps, first to last.
    pub points: Vec<BurnPoint>,
}

/// How far a plan was to be, and was, at the end of a step of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BurnPoint {
    /// The step.
    pub period: Period,
    /// How many actions were to be complete by its end.
    pub planned: u32,
    /// Those actions.
    pub planned_records: String,
    /// How many were complete by its end, or by the day that the page shows; absent for what is
    /// still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<u32>,
    /// Those actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete_records: Option<String>,
}

/// One line an action, with its ratings in the last cycles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trend {
    /// The cycles, first to last: at most six, the one that the page shows last.
    pub cycles: Vec<CycleRef>,
    /// The agencies that answer for actions, by name.
    pub agencies: Vec<AgencyRef>,
    /// The actions, in printed order.
    pub rows: Vec<TrendRow>,
}

/// An action with its ratings in the last cycles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrendRow {
    /// The action.
    pub action: ActionRef,
    /// Where it stands.
    pub state: ActionState,
    /// The agencies that answer for it.
    pub leads: Vec<AgencyId>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<PartialDate>,
    /// Its rating in each of the cycles; nothing where it was not reported.
    pub brags: Vec<Option<Brag>>,
    /// When its last report was accepted, of whatever cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<DateTime<Utc>>,
    /// Why it needs attention.
    pub reasons: Vec<Reason>,
}
