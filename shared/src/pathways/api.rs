//! Wire types of pathways.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::Permit,
    ids::{ActionId, AgencyId, GroupId, OutcomeId, PathwayId, ServiceId, StandardId},
    plans::api::{ActionRef, FieldChange, NamedGroup, NamedOutcome, PlanRef},
    services::{Standing, WayIn},
};

use super::{Clock, ExitKind, MoveKind, PathwayKind};

/// A door of a pathway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EntryRoute {
    /// Who opens it; another one, in words, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<WayIn>,
    /// The same in words, or what there is to say about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The key of the stage that it leads to, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A stage of a pathway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The word by which the rest of the pathway names it: small letters, digits and hyphens. It
    /// stays when the stage is renamed.
    pub key: String,
    /// Its name, which no other stage of the pathway has.
    pub name: String,
    /// The level of need at which it stands, 1 to 4.
    pub level: i32,
    /// The services that hold it.
    #[serde(default)]
    pub services: Vec<ServiceId>,
    /// What happens there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// The groups that it is for; everyone on the pathway when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupId>,
}

/// A way from one stage to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The key of the stage that is left.
    pub from: String,
    /// The key of the stage that is reached.
    pub to: String,
    /// Which way it goes.
    pub kind: MoveKind,
    /// When somebody moves this way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// A way out of a pathway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Exit {
    /// The key of the stage that is left.
    pub from: String,
    /// How.
    pub kind: ExitKind,
    /// Where to, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// How to get back in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_back: Option<String>,
    /// The service that takes over, where it is in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
}

/// The shape of a pathway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Graph {
    /// Who can open its doors.
    #[serde(default)]
    pub entry_routes: Vec<EntryRoute>,
    /// Its stages, in the order in which they are told; 60 at most.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// The ways between stages.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// The ways out.
    #[serde(default)]
    pub exits: Vec<Exit>,
}

/// A standard by which a pathway is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Which; absent for one that is new. It stays when the standard is reworded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<StandardId>,
    /// What is promised.
    pub text: String,
    /// The time that it allows, where it names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// What starts the clock, such as "the referral arrives".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<String>,
    /// What stops it, such as "the assessment is done".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stops: Option<String>,
    /// The key of the stage that it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Where this was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The measure that it feeds, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
}

/// How serious a finding on a pathway is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A contradiction: the pathway is not saved until it is mended.
    Contradiction,
    /// Something is missing or leads nowhere.
    Gap,
}

/// What a check of a pathway is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PathwayFindingCode {
    /// Ways on lead round in a circle.
    Cycle,
    /// A way down does not go down, or a way up not up.
    WrongWay,
    /// A service does not serve the level of its stage.
    LevelNotServed,
    /// A service has closed.
    ServiceClosed,
    /// There are no stages.
    NoStages,
    /// No entry route leads to a stage.
    NoWayIn,
    /// An entry route does not say where it leads.
    EntryLeadsNowhere,
    /// No entry route leads to this stage.
    Unreachable,
    /// Nothing leads on from a stage, and nothing out of the pathway.
    DeadEnd,
    /// A way down reaches no way out.
    WayDownLeadsNowhere,
    /// A move passes a level at which no service holds a stage.
    LevelCrossed,
    /// No service holds a stage.
    StageWithoutService,
    /// A stage stands at a level outside of those of the pathway.
    OutsideLevels,
    /// Somebody is discharged without a way back.
    NoWayBack,
    /// A service of the pathway holds none of its stages.
    ServiceWithoutStage,
}

/// What a check found in a pathway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwayFinding {
    /// What it is about.
    pub code: PathwayFindingCode,
    /// How serious it is.
    pub severity: Severity,
    /// Where it stands in the draft, as a JSON Pointer.
    pub pointer: String,
    /// What is wrong and what to do, in words for people.
    pub sentence: String,
}

/// A service as a pathway names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwayService {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// The lowest level of need that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<i32>,
    /// The highest level of need that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_to: Option<i32>,
    /// How it stands today.
    pub standing: Standing,
}

/// A group that has no service on a pathway, or not at every level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnservedGroup {
    /// The group.
    pub group: NamedGroup,
    /// The levels at which no open service holds a stage for it; empty where the pathway names no
    /// levels and no service.
    pub levels: Vec<i32>,
}

/// A pathway in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwaySummary {
    /// Which.
    pub id: PathwayId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PathwayKind,
    /// What it is for, in a sentence or two.
    pub summary: String,
    /// The level of need at which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<i32>,
    /// The level of need to which it leads; below the first for a way down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_to: Option<i32>,
    /// The outcomes of the plan that it serves.
    pub outcomes: Vec<NamedOutcome>,
    /// The groups of the plan that it serves.
    pub groups: Vec<NamedGroup>,
    /// How many stages it has.
    pub stages: u32,
    /// How many standards it has.
    pub standards: u32,
    /// How many findings it has.
    pub findings: u32,
    /// Whether its stages were made up as a demonstration.
    pub worked_example: bool,
    /// Its last day, where that is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

/// The pathways of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwayList {
    /// The pathways that fit, by name.
    pub items: Vec<PathwaySummary>,
    /// How many pathways the plan has.
    pub total: u32,
    /// What the caller may do: `create`.
    pub allowed: Vec<Permit>,
}

/// A pathway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwayView {
    /// Which.
    pub id: PathwayId,
    /// The plan that it belongs to.
    pub plan: PlanRef,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PathwayKind,
    /// What it is for, in a sentence or two.
    pub summary: String,
    /// The level of need at which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<i32>,
    /// The level of need to which it leads; below the first for a way down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_to: Option<i32>,
    /// Whether the levels were read out of a paper that does not print them, and nobody has
    /// confirmed them since.
    pub levels_inferred: bool,
    /// How it stands, in the words of the papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_printed: Option<String>,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where this was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether its stages were made up as a demonstration, and are not from the papers.
    pub worked_example: bool,
    /// The outcomes of the plan that it serves.
    pub outcomes: Vec<NamedOutcome>,
    /// The actions of the plan that build it.
    pub actions: Vec<ActionRef>,
    /// The agencies that answer for it.
    pub agencies: Vec<AgencyRef>,
    /// Who else has a part in it, in words.
    pub other_parties: Vec<String>,
    /// The groups of the plan that it serves.
    pub groups: Vec<NamedGroup>,
    /// Every service that it names, by name: those of its stages and exits, and those that belong
    /// to it without a stage.
    pub services: Vec<PathwayService>,
    /// The services that the pathway names as a whole, whether or not they hold a stage.
    pub named_services: Vec<ServiceId>,
    /// Its doors, stages, moves and exits.
    pub graph: Graph,
    /// The standards by which it is judged.
    pub standards: Vec<Standard>,
    /// What the checks find in it today, contradictions first.
    pub findings: Vec<PathwayFinding>,
    /// The groups that it serves and that have no service on it, or not at every level.
    pub unserved: Vec<UnservedGroup>,
    /// Its last day, where that is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Why it ends, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_because: Option<String>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do to it: `update`, `close`, `reopen`. Nothing about the past.
    pub allowed: Vec<Permit>,
}

/// What is said about a pathway, whole: it replaces what was said before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PathwayDraft {
    /// Its name, which no other pathway of the plan has.
    pub name: String,
    /// What it is.
    pub kind: PathwayKind,
    /// What it is for, in a sentence or two.
    #[serde(default)]
    pub summary: String,
    /// The level of need at which it begins, 1 to 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<i32>,
    /// The level of need to which it leads, 1 to 4; below the first for a way down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_to: Option<i32>,
    /// How it stands, in the words of the papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_printed: Option<String>,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where this was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether its stages are made up as a demonstration, and are not from the papers.
    #[serde(default)]
    pub worked_example: bool,
    /// The outcomes of the plan that it serves.
    #[serde(default)]
    pub outcomes: Vec<OutcomeId>,
    /// The actions of the plan that build it.
    #[serde(default)]
    pub actions: Vec<ActionId>,
    /// The agencies that answer for it.
    #[serde(default)]
    pub agencies: Vec<AgencyId>,
    /// Who else has a part in it, in words.
    #[serde(default)]
    pub other_parties: Vec<String>,
    /// The groups of the plan that it serves.
    #[serde(default)]
    pub groups: Vec<GroupId>,
    /// The services that the pathway names as a whole, whether or not they hold a stage.
    #[serde(default)]
    pub services: Vec<ServiceId>,
    /// Its doors, stages, moves and exits.
    #[serde(default)]
    pub graph: Graph,
    /// The standards by which it is judged.
    #[serde(default)]
    pub standards: Vec<Standard>,
}

impl PathwayDraft {
    /// A pathway of which no more is known than its name and what it is.
    pub fn new(name: impl Into<String>, kind: PathwayKind) -> Self {
        Self {
            name: name.into(),
            kind,
            summary: String::new(),
            level_from: None,
            level_to: None,
            status_printed: None,
            note: None,
            source: None,
            worked_example: false,
            outcomes: Vec::new(),
            actions: Vec::new(),
            agencies: Vec::new(),
            other_parties: Vec::new(),
            groups: Vec::new(),
            services: Vec::new(),
            graph: Graph::default(),
            standards: Vec::new(),
        }
    }

    /// What is said about a pathway that there is.
    pub fn of(view: &PathwayView) -> Self {
        Self {
            name: view.name.clone(),
            kind: view.kind,
            summary: view.summary.clone(),
            level_from: view.level_from,
            level_to: view.level_to,
            status_printed: view.status_printed.clone(),
            note: view.note.clone(),
            source: view.source.clone(),
            worked_example: view.worked_example,
            outcomes: view.outcomes.iter().map(|outcome| outcome.id).collect(),
            actions: view.actions.iter().map(|action| action.id).collect(),
            agencies: view.agencies.iter().map(|agency| agency.id).collect(),
            other_parties: view.other_parties.clone(),
            groups: view.groups.iter().map(|group| group.id).collect(),
            services: view.named_services.clone(),
            graph: view.graph.clone(),
            standards: view.standards.clone(),
        }
    }
}

/// A pathway ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClosePathway {
    /// The last day on which it is followed, past or to come.
    pub last_day: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A pathway that was closed is opened again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReopenPathway {}

/// One change of a pathway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwayChange {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; absent for an import from the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The version that it made.
    pub version: i32,
    /// What changed, in words; empty for the first.
    pub changes: Vec<FieldChange>,
}

/// What happened to a pathway, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwayChanges {
    /// Its changes.
    pub items: Vec<PathwayChange>,
}
