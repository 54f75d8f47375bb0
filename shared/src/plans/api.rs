//! Wire types of plans, actions and findings.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::Permit,
    calendar::PartialDate,
    governance::api::DecisionRef,
    ids::{
        ActionId, AgencyId, EvidenceId, FindingId, GroupId, LevelId, LinkId, MilestoneId,
        OutcomeId, PlanId, UpdateId,
    },
    patch::Patch,
    updates::{Brag, Implied, api::CycleRef},
};

use super::{
    ActionState, AssignmentRole,
    checks::{Finding, FindingCode, Proposal},
};

/// A plan in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanRef {
    /// Which.
    pub id: PlanId,
    /// The word for it in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// The plans that the caller sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanList {
    /// The plans, by title.
    pub items: Vec<PlanSummary>,
}

/// A plan in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanSummary {
    /// Which.
    pub plan: PlanRef,
    /// The board that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_board: Option<AgencyRef>,
    /// How many actions it has.
    pub actions: u32,
    /// The cycle that is being reported now, or else the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleRef>,
    /// How many findings nobody has decided yet.
    pub open_findings: u32,
}

/// A plan with what surrounds its actions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanView {
    /// Which.
    pub plan: PlanRef,
    /// The board that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_board: Option<AgencyRef>,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// What it sets out to do.
    pub summary: String,
    /// When it begins, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<PartialDate>,
    /// When it ends, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<PartialDate>,
    /// A note on its dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_note: Option<String>,
    /// Its outcomes, in printed order.
    pub outcomes: Vec<OutcomeView>,
    /// Its levels of need.
    pub levels: Vec<LevelView>,
    /// Its pledges.
    pub pledges: Vec<PledgeView>,
    /// The groups that it singles out.
    pub groups: Vec<GroupView>,
    /// Dates of its story.
    pub key_dates: Vec<KeyDate>,
    /// Milestones that belong to no action.
    pub milestones: Vec<MilestoneView>,
    /// The sources that it rests on.
    pub evidence: Vec<EvidenceView>,
    /// Its terms.
    pub glossary: Vec<TermView>,
    /// What else came with the import and is kept word for word.
    pub kept: Vec<KeptCollection>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do: `agree`, `cycles`, `findings`, `import`.
    pub allowed: Vec<Permit>,
}

/// An outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutcomeView {
    /// Which.
    pub id: OutcomeId,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// Its name.
    pub name: String,
    /// Whether it is an outcome, underpins the others or came later.
    pub kind: String,
    /// What it says.
    pub statement: String,
    /// The names under which it is printed.
    pub names_printed: Vec<String>,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How many actions serve it.
    pub actions: u32,
}

/// A level of need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelView {
    /// Which.
    pub id: LevelId,
    /// 1 universal to 4 very complex.
    pub number: i32,
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: String,
    /// How many children, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// What children meet at this level.
    pub difficulties: Vec<String>,
    /// Who helps.
    pub delivered_by: Vec<String>,
    /// What good looks like.
    pub relies_on: Vec<String>,
    /// How many actions belong to it.
    pub actions: u32,
}

/// A pledge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PledgeView {
    /// Its number.
    pub number: i32,
    /// Its title.
    pub title: String,
    /// What it says.
    pub summary: String,
}

/// A group that the plan singles out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupView {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What the plan says of it.
    pub summary: String,
    /// The actions that speak of it.
    pub actions: Vec<ActionRef>,
}

/// A date in the story of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyDate {
    /// When, as printed.
    pub date: PartialDate,
    /// What.
    pub what: String,
}

/// A term and its meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermView {
    /// The term.
    pub term: String,
    /// What it means.
    pub meaning: String,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A collection of an imported file that has no page of its own yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptCollection {
    /// Its name in the file.
    pub name: String,
    /// How many records are kept.
    pub records: u32,
}

/// A source that actions rest on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceView {
    /// Which.
    pub id: EvidenceId,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// What kind of source.
    pub kind: String,
    /// Other titles or years under which it is cited.
    pub variants: Vec<String>,
    /// Whether the plan lists it among its sources.
    pub listed: bool,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The page that an action cites, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// An action in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionRef {
    /// Which.
    pub id: ActionId,
    /// Its reference, as settled or else as printed.
    pub reference: String,
    /// Its title.
    pub title: String,
}

/// The actions that a reference can mean, where several print the same one and none is settled on
/// it (HTTP 300).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidates {
    /// The actions, in printed order.
    pub candidates: Vec<ActionRef>,
}

/// An agency's part in an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartView {
    /// The agency that the plan names.
    pub agency: AgencyRef,
    /// Its part.
    pub role: AssignmentRole,
    /// Whether it coordinates the joint leads.
    pub coordinates: bool,
    /// The words of the plan for the part, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
    /// The member that reports, where the agency is a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<AgencyRef>,
    /// Whether the agency is a class.
    pub is_class: bool,
}

/// The last report that was accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastReport {
    /// The update.
    pub update: UpdateId,
    /// The cycle that it was made for.
    pub cycle: CycleRef,
    /// What it says.
    pub brag: Brag,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
}

/// The register of a plan: all of its actions in one compact answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Register {
    /// The plan.
    pub plan: PlanRef,
    /// The cycle that the ratings are for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleRef>,
    /// The moment that it shows, when an earlier one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<NaiveDate>,
    /// The levels, in order.
    pub levels: Vec<NamedLevel>,
    /// The outcomes, in order.
    pub outcomes: Vec<NamedOutcome>,
    /// The agencies with a part in an action, by name.
    pub agencies: Vec<AgencyRef>,
    /// The actions, in printed order.
    pub rows: Vec<RegisterRow>,
    /// The address of the next page, where a page was asked for and there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many actions fit, when `count=true` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// A level in a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedLevel {
    /// Which.
    pub id: LevelId,
    /// Its number.
    pub number: i32,
    /// Its name.
    pub name: String,
}

/// An outcome in a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedOutcome {
    /// Which.
    pub id: OutcomeId,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// Its name.
    pub name: String,
}

/// A group that a plan singles out, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedGroup {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: String,
}

/// An agency's part in a row of the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowPart {
    /// The agency that the plan names.
    pub agency: AgencyId,
    /// Its part.
    pub role: AssignmentRole,
    /// The member that reports, where the agency is a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<AgencyId>,
}

/// An action in the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterRow {
    /// Which.
    pub id: ActionId,
    /// Its place in print, from 1.
    pub order: i32,
    /// Its reference, as settled or else as printed.
    pub reference: String,
    /// Whether the reference is settled: unique in the plan.
    pub settled: bool,
    /// Its title.
    pub title: String,
    /// Its level of need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// The outcomes that it serves.
    pub outcomes: Vec<OutcomeId>,
    /// Who has which part.
    pub parts: Vec<RowPart>,
    /// Where it stands.
    pub state: ActionState,
    /// The rating accepted for the register's cycle; absent when not reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brag: Option<Brag>,
    /// The rating that the facts imply; absent where there is nothing to go by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implied: Option<Brag>,
    /// The last accepted report, of whatever cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastReport>,
    /// Its end date or timescale as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<PartialDate>,
    /// How many findings nobody has decided yet.
    pub open_findings: u32,
    /// Whether the register's cycle does not ask about it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
}

impl RegisterRow {
    /// Whether it owes an update in the register's cycle, until it has had one accepted.
    pub const fn owes(&self) -> bool {
        self.state.owes_updates() && !self.outside
    }

    /// The agencies that answer for the action: its leads, each as the member that reports for it
    /// where it is a class.
    pub fn answering(&self) -> impl Iterator<Item = AgencyId> {
        self.parts
            .iter()
            .filter(|part| part.role.leads())
            .map(|part| part.reported_by.unwrap_or(part.agency))
    }
}

/// When an action is to happen, and on what basis that is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Timescale {
    /// The class of the timescale, as `not-stated` or `short-term`.
    pub class: String,
    /// Further classes.
    pub also: Vec<String>,
    /// Whether it is stated or not.
    pub basis: String,
    /// Where it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// Where a milestone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MilestoneState {
    /// Still to come.
    Planned,
    /// Done.
    Done,
    /// Given up.
    Dropped,
}

impl RegisterRow {
    /// Whether the owner rates the action otherwise than the facts do.
    pub fn differs(&self) -> bool {
        self.brag
            .zip(self.implied)
            .is_some_and(|(own, facts)| own != facts)
    }
}

impl MilestoneState {
    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Done => "Done",
            Self::Dropped => "Dropped",
        }
    }
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MilestoneView {
    /// Which.
    pub id: MilestoneId,
    /// What.
    pub title: String,
    /// When it starts, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<PartialDate>,
    /// When it is due, as printed or as moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<PartialDate>,
    /// Who owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgencyRef>,
    /// Where it stands.
    pub state: MilestoneState,
    /// The words of the plan for its state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_state: Option<String>,
    /// The day on which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<NaiveDate>,
    /// How often its date has moved.
    pub moves: i32,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The version to name when changing it.
    pub version: i32,
}

/// What a link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// The action needs the other one.
    DependsOn,
    /// The actions have to do with each other.
    RelatesTo,
    /// The action delivers the other one.
    Delivers,
}

impl LinkKind {
    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::DependsOn => "Depends on",
            Self::RelatesTo => "Relates to",
            Self::Delivers => "Delivers",
        }
    }
}

/// Whether a printed reference leads anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkResolution {
    /// It leads to an action of this plan.
    Resolved,
    /// It leads nowhere in this plan.
    Dangling,
    /// It leads to another plan or document.
    External,
    /// It names a page, an appendix or a thing, not an action.
    NotNumbered,
}

/// A reference from an action, or to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkView {
    /// Which.
    pub id: LinkId,
    /// What it says.
    pub kind: LinkKind,
    /// The action at the other end, where it leads to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionRef>,
    /// The reference as printed.
    pub printed: String,
    /// The words beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it leads anywhere.
    pub resolution: LinkResolution,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionView {
    /// Which.
    pub id: ActionId,
    /// The plan.
    pub plan: PlanRef,
    /// Its place in print, from 1.
    pub order: i32,
    /// The reference as printed.
    pub printed_ref: String,
    /// The reference as settled, unique in the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Its title.
    pub title: String,
    /// What is to be done.
    pub summary: String,
    /// The pieces of it.
    pub parts_of_work: Vec<String>,
    /// Why.
    pub rationale: String,
    /// Its level of need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<NamedLevel>,
    /// The outcomes that it serves.
    pub outcomes: Vec<NamedOutcome>,
    /// Who has which part.
    pub parts: Vec<PartView>,
    /// A note on who leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_note: Option<String>,
    /// When it is to happen, as printed.
    pub timescale: Timescale,
    /// When it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<PartialDate>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<PartialDate>,
    /// Its milestones, by date.
    pub milestones: Vec<MilestoneView>,
    /// References from it.
    pub links_out: Vec<LinkView>,
    /// References to it.
    pub links_in: Vec<LinkView>,
    /// The sources that it rests on.
    pub evidence: Vec<EvidenceView>,
    /// The groups that it speaks of.
    pub groups: Vec<String>,
    /// Findings on it.
    pub findings: Vec<FindingView>,
    /// Decisions about it, or by which it was paused, stopped or deferred, latest first.
    pub decisions: Vec<DecisionRef>,
    /// Where it stands.
    pub state: ActionState,
    /// The cycle that the rating is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleRef>,
    /// The rating accepted for that cycle; absent when not reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brag: Option<Brag>,
    /// The rating that the facts imply, with its reasons.
    pub implied: Implied,
    /// The last accepted report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastReport>,
    /// The caller's open update on it in that cycle, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_update: Option<UpdateId>,
    /// Where it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The moment that it shows, when an earlier one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<NaiveDate>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do: `update` its dates, `settle` the rest of it, `report`,
    /// `milestones` and the events of an action. Nothing at an earlier moment.
    pub allowed: Vec<Permit>,
}

/// The part of an agency in an action from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPart {
    /// The agency.
    pub agency: AgencyId,
    /// Its part.
    pub role: AssignmentRole,
    /// Whether it coordinates the joint leads.
    #[serde(default)]
    pub coordinates: bool,
}

/// A change to an action (JSON Merge Patch).
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchAction {
    /// The settled reference.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub reference: Patch<String>,
    /// The title.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub title: Patch<String>,
    /// The level of need.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<LevelId>))]
    pub level: Patch<LevelId>,
    /// All outcomes that it serves.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<OutcomeId>>))]
    pub outcomes: Patch<Vec<OutcomeId>>,
    /// All parts in it.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<NewPart>>))]
    pub parts: Patch<Vec<NewPart>>,
    /// When it starts.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<PartialDate>))]
    pub starts: Patch<PartialDate>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<PartialDate>))]
    pub ends: Patch<PartialDate>,
    /// Why a date changes.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub reason: Patch<String>,
}

/// A new milestone of an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateMilestone {
    /// What.
    pub title: String,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<PartialDate>,
    /// Who owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgencyId>,
}

/// One change of a field, in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The field's name on the screen.
    pub field: String,
    /// What it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Something that happened to an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; absent for an import from the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The agency under the name that it had then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// What happened, in a few words.
    pub title: String,
    /// What changed.
    pub changes: Vec<FieldChange>,
    /// The accepted update that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<TimelineUpdate>,
}

/// An accepted update on a time line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineUpdate {
    /// Which.
    pub id: UpdateId,
    /// The cycle.
    pub cycle: CycleRef,
    /// The rating.
    pub brag: Brag,
    /// 1 for the first, more for corrections.
    pub edition: i32,
    /// What was done.
    pub done: String,
    /// What comes next.
    pub next: String,
    /// What help is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// The time line of an action, latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Timeline {
    /// What happened.
    pub items: Vec<TimelineEntry>,
    /// The dates that were promised and have moved, by what they are dates of.
    pub commitments: Vec<Commitment>,
}

/// A date that was promised and has moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Commitment {
    /// What it is the date of: a milestone's title, or the start or the end of the action.
    pub what: String,
    /// The milestone, where it is one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<MilestoneId>,
    /// How often it has moved.
    pub times: u32,
    /// By how many days in all; less than nothing for earlier.
    pub days: i64,
    /// Each move, first to last.
    pub moves: Vec<DateMove>,
}

/// One move of a date that was promised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateMove {
    /// When.
    pub at: DateTime<Utc>,
    /// Who agreed it: who made the change, or accepted the update that reports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The date before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// The date after; absent where it was taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a coordinator has decided on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// Nothing yet.
    Open,
    /// The repair was applied.
    Accepted,
    /// The finding is wrong, or the plan stays as it is.
    Overruled,
    /// Left for later.
    Parked,
    /// A later check no longer finds it.
    Gone,
}

impl FindingState {
    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "To decide",
            Self::Accepted => "Accepted",
            Self::Overruled => "Overruled",
            Self::Parked => "Parked",
            Self::Gone => "No longer found",
        }
    }
}

/// A finding of the checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingView {
    /// Which.
    pub id: FindingId,
    /// What kind.
    pub code: FindingCode,
    /// What it is about, in words: the action, link or agency.
    pub subject: String,
    /// The action that it is on, where it is on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionRef>,
    /// All actions that a grouped finding is on.
    pub actions: Vec<ActionRef>,
    /// What is printed.
    pub printed: String,
    /// The repair that the checks propose, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
    /// The repair as data, by the ids of the imported file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<Proposal>,
    /// Why.
    pub reason: String,
    /// What was decided.
    pub state: FindingState,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// The words given with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_note: Option<String>,
    /// The version to name when deciding.
    pub version: i32,
    /// What the caller may do: `accept`, `overrule`, `park`, `reopen`.
    pub allowed: Vec<Permit>,
}

/// The findings on a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingList {
    /// The findings, the open ones first.
    pub items: Vec<FindingView>,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingDecision {
    /// Apply the repair.
    Accept,
    /// Leave the plan as it is for good.
    Overrule,
    /// Leave it for later.
    Park,
    /// Take a decision back that changed nothing.
    Reopen,
}

/// A decision on a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideFinding {
    /// What becomes of it.
    pub decision: FindingDecision,
    /// Why; needed to overrule and to park.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What came of a plan file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanImported {
    /// The plan that was made; absent for a dry run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanRef>,
    /// What the checks found, by the ids of the file.
    pub findings: Vec<Finding>,
}

/// What a decision led to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingDecided {
    /// The finding as it is now.
    pub finding: FindingView,
    /// How many findings the checks that ran again have added.
    pub added: u32,
    /// How many they no longer find.
    pub gone: u32,
}

/// What came of agreeing actions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreement {
    /// The actions that are agreed now.
    pub agreed: Vec<ActionRef>,
    /// The actions that cannot be, and why.
    pub refused: Vec<AgreementRefused>,
}

/// An action that could not be agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementRefused {
    /// The action.
    pub action: ActionRef,
    /// Why.
    pub refusal: crate::policy::Refusal,
}

/// The actions to agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreeActions {
    /// Which; all proposed ones of the plan when empty.
    pub actions: Vec<ActionId>,
}
