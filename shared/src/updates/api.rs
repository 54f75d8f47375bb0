//! Wire types of cycles, updates, My work and the overview.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::{Permit, PersonRef},
    ids::{
        ActionId, AgencyId, CycleId, ExceptionId, LevelId, MilestoneId, OutcomeId, PersonId,
        UpdateId,
    },
    patch::Patch,
    plans::{
        AssignmentRole,
        api::{ActionRef, MilestoneView, PlanRef},
    },
};

use super::{
    Audience, Brag, ContributionState, CycleScope, CycleState, DeliveryStatus, Endorsement, Facts,
    Frequency, Implied, Rhythm, UpdateEvent, UpdateState, VarianceCause,
};

/// A cycle in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CycleRef {
    /// Which.
    pub id: CycleId,
    /// Its name.
    pub name: String,
}

/// A reporting cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CycleView {
    /// Which.
    pub id: CycleId,
    /// The plan.
    pub plan: PlanRef,
    /// Its name.
    pub name: String,
    /// The first day observed.
    pub observes_from: NaiveDate,
    /// The last day observed.
    pub observes_to: NaiveDate,
    /// The first day on which updates can be sent.
    pub opens: NaiveDate,
    /// The day by which they are due.
    pub due: NaiveDate,
    /// The last day on which they are taken.
    pub closes: NaiveDate,
    /// The first day on which it is locked by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locks: Option<NaiveDate>,
    /// What reporters are asked to bear in mind.
    pub instructions: String,
    /// What it asks about; absent where that is the whole plan.
    #[serde(default, skip_serializing_if = "CycleScope::is_whole_plan")]
    pub scope: CycleScope,
    /// Where it stands today.
    pub state: CycleState,
    /// How many actions owe an update.
    pub owed: u32,
    /// How many of those have an accepted one.
    pub accepted: u32,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do: `update`, `lock`.
    pub allowed: Vec<Permit>,
}

/// The cycles of a plan, latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CycleList {
    /// The cycles.
    pub items: Vec<CycleView>,
    /// What the caller may do to the list: `create`.
    pub allowed: Vec<Permit>,
}

/// A new cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateCycle {
    /// Its name.
    pub name: String,
    /// The first day observed.
    pub observes_from: NaiveDate,
    /// The last day observed.
    pub observes_to: NaiveDate,
    /// The first day on which updates can be sent.
    pub opens: NaiveDate,
    /// The day by which they are due.
    pub due: NaiveDate,
    /// The last day on which they are taken.
    pub closes: NaiveDate,
    /// The first day on which it is locked by itself, after it has closed; never where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locks: Option<NaiveDate>,
    /// What reporters are asked to bear in mind.
    #[serde(default)]
    pub instructions: String,
    /// What it asks about; the whole plan where nothing is chosen.
    #[serde(default, skip_serializing_if = "CycleScope::is_whole_plan")]
    pub scope: CycleScope,
}

/// A run of new cycles. Each observes the months after the one before, opens on the day after
/// them, and is named by them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSeries {
    /// How often the plan is reported on.
    pub frequency: Frequency,
    /// The first day that the first cycle observes.
    pub from: NaiveDate,
    /// How many cycles: 1 to 24.
    pub count: u32,
    /// Days from the opening of each to its due date: 0 to 90.
    pub due_days: u32,
    /// Days from the due date of each to its close: 0 to 90.
    pub grace_days: u32,
    /// Days from the close of each to the day from which it is locked by itself: 1 to 90; never
    /// where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_days: Option<u32>,
    /// What reporters are asked to bear in mind, in each of them.
    #[serde(default)]
    pub instructions: String,
    /// Whether only to say which cycles would be added.
    #[serde(default)]
    pub preview: bool,
}

impl CreateSeries {
    /// What the cycles are made from.
    pub const fn rhythm(&self) -> Rhythm {
        Rhythm {
            frequency: self.frequency,
            from: self.from,
            count: self.count,
            due_days: self.due_days,
            grace_days: self.grace_days,
            lock_days: self.lock_days,
        }
    }
}

/// A cycle of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeriesCycle {
    /// Which, once it is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CycleId>,
    /// Its name.
    pub name: String,
    /// The first day observed.
    pub observes_from: NaiveDate,
    /// The last day observed.
    pub observes_to: NaiveDate,
    /// The first day on which updates can be sent.
    pub opens: NaiveDate,
    /// The day by which they are due.
    pub due: NaiveDate,
    /// The last day on which they are taken.
    pub closes: NaiveDate,
    /// The first day on which it is locked by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locks: Option<NaiveDate>,
}

/// A run of cycles that were added, or would be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CycleSeries {
    /// The cycles, first to last.
    pub items: Vec<SeriesCycle>,
    /// Whether they were added.
    pub added: bool,
}

/// A change to a cycle (JSON Merge Patch).
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchCycle {
    /// Its name.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub name: Patch<String>,
    /// The first day on which updates can be sent.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub opens: Patch<NaiveDate>,
    /// The day by which they are due.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub due: Patch<NaiveDate>,
    /// The last day on which they are taken.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub closes: Patch<NaiveDate>,
    /// The first day on which it is locked by itself.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub locks: Patch<NaiveDate>,
    /// What reporters are asked to bear in mind.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub instructions: Patch<String>,
    /// What it asks about; the whole plan where it is cleared.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<CycleScope>))]
    pub scope: Patch<CycleScope>,
}

/// A new exception: it reopens a closed cycle for one action, one agency and one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateException {
    /// The action.
    pub action: ActionId,
    /// The agency that reports.
    pub agency: AgencyId,
    /// Who may report.
    pub person: PersonId,
    /// The last day on which it holds.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
}

/// An exception that reopens a closed cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExceptionView {
    /// Which.
    pub id: ExceptionId,
    /// The action.
    pub action: ActionRef,
    /// The agency that reports.
    pub agency: AgencyRef,
    /// Who may report.
    pub person: PersonRef,
    /// The last day on which it holds.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: PersonRef,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it holds today.
    pub holds: bool,
    /// What the caller may do: `end`.
    pub allowed: Vec<Permit>,
}

/// The exceptions of a cycle, latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExceptionList {
    /// The exceptions, those that have ended too.
    pub items: Vec<ExceptionView>,
    /// What the caller may do to the list: `create`.
    pub allowed: Vec<Permit>,
}

/// What an update says of a milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum MilestoneReport {
    /// It is done.
    Done {
        /// Which.
        milestone: MilestoneId,
        /// On which day.
        on: NaiveDate,
    },
    /// Its date moves.
    Moved {
        /// Which.
        milestone: MilestoneId,
        /// The new date.
        to: NaiveDate,
        /// Why.
        reason: String,
    },
}

impl MilestoneReport {
    /// The milestone.
    pub const fn milestone(&self) -> MilestoneId {
        match self {
            Self::Done { milestone, .. } | Self::Moved { milestone, .. } => *milestone,
        }
    }
}

/// The words of an update. A draft may lack any of them.
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateContent {
    /// How far the action has got.
    #[serde(default)]
    pub delivery_status: Option<DeliveryStatus>,
    /// The owner's rating.
    #[serde(default)]
    pub brag: Option<Brag>,
    /// What was done in the period.
    #[serde(default)]
    pub done: String,
    /// What it changed for children and families.
    #[serde(default)]
    pub changed: String,
    /// What comes next.
    #[serde(default)]
    pub next: String,
    /// What help is needed, and from whom.
    #[serde(default)]
    pub help: String,
    /// Milestones done or moved.
    #[serde(default)]
    pub milestones: Vec<MilestoneReport>,
    /// The rating that the owner expects at the end date; absent where it is the rating now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<Brag>,
    /// Why the rating differs from the one that the facts imply.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub difference: String,
    /// Why the action is ahead of its plan or behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<VarianceCause>,
    /// The step that brings it back on track.
    #[serde(default, skip_serializing_if = "RecoveryStep::is_empty")]
    pub recovery: RecoveryStep,
    /// Whether the owner sees a risk that others should know of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub risk: bool,
    /// How widely it may be quoted.
    #[serde(default, skip_serializing_if = "Audience::is_narrowest")]
    pub audience: Audience,
    /// Nothing has changed since the last report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_change: bool,
}

/// The step that brings an action back on track. A draft may lack any of it.
#[derive(Default, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecoveryStep {
    /// What is done.
    #[serde(default)]
    pub step: String,
    /// Who does it.
    #[serde(default)]
    pub owner: String,
    /// By which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<NaiveDate>,
}

impl RecoveryStep {
    /// Whether nothing is said; for `skip_serializing_if`.
    pub fn is_empty(&self) -> bool {
        self.step.is_empty() && self.owner.is_empty() && self.by.is_none()
    }
}

/// A new draft. For a correction, `corrects` names the accepted update; its words are not copied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StartUpdate {
    /// The action.
    pub action: ActionId,
    /// The cycle.
    pub cycle: CycleId,
    /// The agency that reports, where the caller's agencies leave a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyId>,
    /// The accepted update that it is to correct.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<UpdateId>,
}

/// Words that go with a decision.
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewWords {
    /// The comment of a return or the reason of an override; may be empty for an acceptance.
    #[serde(default)]
    pub comment: String,
}

/// Something that happened to an update.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpdateStep {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: PersonRef,
    /// What.
    pub event: UpdateEvent,
    /// 1 for the first round of review, more after returns.
    pub round: i32,
    /// The words that went with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What was accepted for an earlier cycle, to be read beside the editor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviousUpdate {
    /// The cycle.
    pub cycle: CycleRef,
    /// What it said.
    pub content: UpdateContent,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
}

/// A progress update.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpdateView {
    /// Which.
    pub id: UpdateId,
    /// The plan.
    pub plan: PlanRef,
    /// The action.
    pub action: ActionRef,
    /// The cycle.
    pub cycle: CycleRef,
    /// Where the cycle stands today.
    pub cycle_state: CycleState,
    /// The day by which it is due.
    pub due: NaiveDate,
    /// The agency that reports, under the name that it had then.
    pub agency: AgencyRef,
    /// 1 for the first, more for corrections.
    pub edition: i32,
    /// The accepted update that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<UpdateId>,
    /// Whether a later edition has taken its place.
    pub superseded: bool,
    /// Where it stands.
    pub state: UpdateState,
    /// Its words.
    pub content: UpdateContent,
    /// Who began it.
    pub author: PersonRef,
    /// Who changed it last.
    pub last_editor: PersonRef,
    /// The colleague to whom it was handed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<PersonRef>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// What happened to it, first to last.
    pub steps: Vec<UpdateStep>,
    /// The milestones of the action, to report on.
    pub milestones: Vec<MilestoneView>,
    /// What was accepted for the cycle before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousUpdate>,
    /// What is known of the action today, before this update is accepted.
    pub facts: Facts,
    /// The rating that the facts imply with what the update reports: as of today while it can be
    /// changed, else as it was when it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implied: Option<Implied>,
    /// The other agencies with a part in the action, and what each says of it. Asked when it is
    /// sent.
    pub contributions: Vec<ContributionView>,
    /// How far they agree; absent where nobody is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Endorsement>,
    /// Those that have not endorsed it, once the due date has passed or it is accepted.
    pub not_endorsed: Vec<AgencyRef>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do: `update`, `hand_over`, `submit`, `withdraw`, `accept`, `return`, `override`,
    /// `correct`.
    pub allowed: Vec<Permit>,
}

/// To whom an update is handed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The colleague; absent to leave it to whoever takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// Who writes an update just now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Editors {
    /// Who else has it open to write it, as far as is known, by name.
    pub others: Vec<PersonRef>,
    /// Who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_editor: Option<PersonRef>,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// The version that it has now.
    pub version: i32,
}

/// Another agency with a part in the action, and what it says of an update.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContributionView {
    /// The agency, under the name that it had when it was asked.
    pub agency: AgencyRef,
    /// Its part in the action.
    pub part: AssignmentRole,
    /// What it has answered.
    pub state: ContributionState,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// Why it disputes the update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// What the caller may do: `endorse`, `dispute`.
    pub allowed: Vec<Permit>,
}

/// An update in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpdateSummary {
    /// Which.
    pub id: UpdateId,
    /// The plan.
    pub plan: PlanRef,
    /// The action.
    pub action: ActionRef,
    /// The cycle.
    pub cycle: CycleRef,
    /// The day by which it is due.
    pub due: NaiveDate,
    /// The agency that reports.
    pub agency: AgencyRef,
    /// Where it stands.
    pub state: UpdateState,
    /// The owner's rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brag: Option<Brag>,
    /// 1 for the first, more for corrections.
    pub edition: i32,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Who changed it last.
    pub last_editor: PersonRef,
    /// The colleague to whom it was handed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<PersonRef>,
    /// The comment with which it was returned, while it is returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_with: Option<String>,
}

/// An action that owes an update.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Owed {
    /// The plan.
    pub plan: PlanRef,
    /// The action.
    pub action: ActionRef,
    /// The cycle.
    pub cycle: CycleRef,
    /// Where the cycle stands today.
    pub cycle_state: CycleState,
    /// The agency that owes it.
    pub agency: AgencyRef,
    /// The day by which it is due.
    pub due: NaiveDate,
    /// The last accepted rating, of an earlier cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_brag: Option<Brag>,
    /// Whether the caller may start it.
    pub can_start: bool,
}

/// A green like the one before it, which waits for the caller and can be accepted with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnchangedGreen {
    /// Which.
    pub update: UpdateId,
    /// The version to name when accepting it.
    pub version: i32,
}

/// What somebody has to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyWork {
    /// Updates sent back to the caller's agencies.
    pub returned: Vec<UpdateSummary>,
    /// Updates that wait for the caller's review.
    pub to_review: Vec<UpdateSummary>,
    /// Of those, the greens that are as they were: the caller can accept several at a time.
    #[serde(default)]
    pub unchanged: Vec<UnchangedGreen>,
    /// Updates of partners that wait for the answer of the caller's agencies.
    #[serde(default)]
    pub to_endorse: Vec<UpdateSummary>,
    /// Drafts of the caller's agencies.
    pub drafts: Vec<UpdateSummary>,
    /// Actions that owe an update in a cycle that is open, by due date.
    pub owed: Vec<Owed>,
    /// Updates of the caller's agencies that somebody else is to review.
    pub submitted: Vec<UpdateSummary>,
    /// The next cycles that open, by day.
    pub upcoming: Vec<CycleView>,
}

/// Numbers of actions by rating.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BragCounts {
    /// Complete.
    pub blue: u32,
    /// Off track.
    pub red: u32,
    /// At risk.
    pub amber: u32,
    /// On track.
    pub green: u32,
    /// Not reported.
    pub grey: u32,
}

impl BragCounts {
    /// Counts one action.
    pub const fn add(&mut self, brag: Option<Brag>) {
        match brag {
            Some(Brag::Blue) => self.blue += 1,
            Some(Brag::Red) => self.red += 1,
            Some(Brag::Amber) => self.amber += 1,
            Some(Brag::Green) => self.green += 1,
            None => self.grey += 1,
        }
    }

    /// How many actions have the rating, or none.
    pub const fn of(&self, brag: Option<Brag>) -> u32 {
        match brag {
            Some(Brag::Blue) => self.blue,
            Some(Brag::Red) => self.red,
            Some(Brag::Amber) => self.amber,
            Some(Brag::Green) => self.green,
            None => self.grey,
        }
    }

    /// How many actions are counted.
    pub const fn total(&self) -> u32 {
        self.blue + self.red + self.amber + self.green + self.grey
    }
}

/// The ratings of the actions of an outcome. An action that serves two counts in both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutcomeCounts {
    /// The outcome; absent for actions that serve none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeId>,
    /// Its name.
    pub name: String,
    /// The ratings.
    pub counts: BragCounts,
}

/// The ratings of the actions of a level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelCounts {
    /// The level; absent for actions without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// Its name, with its number.
    pub name: String,
    /// The ratings.
    pub counts: BragCounts,
}

/// The ratings of the actions that an agency leads, alone or jointly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyCounts {
    /// The agency that reports.
    pub agency: AgencyRef,
    /// The ratings.
    pub counts: BragCounts,
}

/// An action that nobody has reported on in the cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Silent {
    /// The action.
    pub action: ActionRef,
    /// The agencies that answer for it.
    pub leads: Vec<AgencyRef>,
    /// The last accepted rating, of an earlier cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_brag: Option<Brag>,
    /// When it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<DateTime<Utc>>,
}

/// Where a plan stands in one cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview {
    /// The plan.
    pub plan: PlanRef,
    /// The cycle; absent when the plan has none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleView>,
    /// The day that it shows, when an earlier one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<NaiveDate>,
    /// All actions.
    pub totals: BragCounts,
    /// By outcome, in order.
    pub by_outcome: Vec<OutcomeCounts>,
    /// By level, in order.
    pub by_level: Vec<LevelCounts>,
    /// By agency, by name.
    pub by_agency: Vec<AgencyCounts>,
    /// Who has not reported.
    pub silent: Vec<Silent>,
    /// Actions off track and at risk, with the words of their reports.
    pub attention: Vec<Attention>,
    /// How many actions are rated otherwise than the facts imply.
    pub differing: u32,
}

/// An action that is off track or at risk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attention {
    /// The action.
    pub action: ActionRef,
    /// The rating.
    pub brag: Brag,
    /// The agency that reports.
    pub agency: AgencyRef,
    /// What comes next.
    pub next: String,
    /// What help is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The update.
    pub update: UpdateId,
}
