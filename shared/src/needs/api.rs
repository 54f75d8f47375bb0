//! Wire types of the levels-of-need guide and of the groups of children.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{EvidenceId, GroupId, LevelId, PathwayId, ServiceId},
    plans::api::{ActionRef, PlanRef},
    services::Standing,
};

use super::Gap;

/// A service in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceLink {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// How it stands today.
    pub standing: Standing,
}

/// Services in a list that may be too long to be told whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServicesFound {
    /// How many there are.
    pub total: u32,
    /// How many of them are open today.
    pub open: u32,
    /// Those that are told: the open ones first, then by name.
    pub items: Vec<ServiceLink>,
}

/// A pathway in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwayLink {
    /// Which.
    pub id: PathwayId,
    /// Its name.
    pub name: String,
    /// How many stages it has; none where the papers print none and nobody has added any.
    pub stages: u32,
}

/// A source in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceLink {
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
}

/// A figure that the papers print about children.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FigureView {
    /// What is counted, and among whom.
    pub what: String,
    /// How much, in words; absent where the file gives no amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The source that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceLink>,
}

/// A level of need with all that stands at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelGuide {
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
    /// The actions of the plan that belong to it.
    pub actions: Vec<ActionRef>,
    /// The pathways of the plan that pass through it.
    pub pathways: Vec<PathwayLink>,
    /// The services of the directory that state this level, however they stand.
    pub services: ServicesFound,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// The guide to the levels of need of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelsGuide {
    /// The plan.
    pub plan: PlanRef,
    /// Its levels, from universal upwards.
    pub levels: Vec<LevelGuide>,
    /// What the papers print about children in general.
    pub figures: Vec<FigureView>,
    /// The actions of the plan that belong to no level.
    pub unplaced_actions: Vec<ActionRef>,
    /// The services of the directory that state no level.
    pub unplaced_services: ServicesFound,
}

/// A pathway that is for a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PathwayOffered {
    /// The pathway.
    #[serde(flatten)]
    pub pathway: PathwayLink,
    /// Whether the group lacks a service on it, at one of its levels or altogether.
    pub unserved: bool,
    /// The levels at which the group has no service on it; empty where it names no levels.
    pub levels_without_service: Vec<i32>,
}

/// A service that stands on pathways of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceOffered {
    /// The service.
    #[serde(flatten)]
    pub service: ServiceLink,
    /// The pathways of the group on which it stands.
    pub pathways: Vec<PathwayId>,
}

/// A group of children with all that a plan offers them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupGuide {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What the plan says of it.
    pub summary: String,
    /// The actions that speak of it.
    pub actions: Vec<ActionRef>,
    /// The pathways that are for it.
    pub pathways: Vec<PathwayOffered>,
    /// The services on those pathways that are for it, the open ones first, then by name.
    pub services: Vec<ServiceOffered>,
    /// The sources that the actions and figures rest on, by title.
    pub evidence: Vec<EvidenceLink>,
    /// What the papers print about it.
    pub figures: Vec<FigureView>,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// What a plan offers to the groups of children that it singles out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupsGuide {
    /// The plan.
    pub plan: PlanRef,
    /// The groups, in the order of the papers.
    pub groups: Vec<GroupGuide>,
}
