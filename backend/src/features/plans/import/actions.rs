//! The actions of a file, with their outcomes, parts and links.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::ActiveValue::Set;
use serde_json::json;
use shared::{
    ids::{ActionId, AgencyId, PlanId},
    plans::{
        ActionState, AssignmentRole,
        checks::PlanFacts,
        format::{ActionItem, LeadItem, LeadRole, PlanFile},
    },
};
use uuid::Uuid;

use crate::{
    clock,
    db::Unit,
    error::ApiError,
    features::plans::{
        findings::{leads_to, resolution_word},
        insert,
    },
};

use super::{
    agencies::Register,
    plan::{Places, number, placed},
};

/// What a printed reference says of two actions until somebody says more.
const RELATES_TO: &str = "relates_to";

/// Writes the actions as proposed ones. A reference is settled unless the checks doubt it.
pub(super) async fn write(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    register: &Register,
    places: &Places,
    facts: &PlanFacts,
    doubted: &HashSet<&str>,
) -> Result<BTreeMap<String, ActionId>, ApiError> {
    let mut ids = BTreeMap::new();
    let (mut actions, mut outcomes, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    let served: HashMap<&str, &[String]> = facts
        .actions
        .iter()
        .map(|action| (action.id.as_str(), action.outcomes.as_slice()))
        .collect();
    for item in &file.actions {
        let id = clock::ordered_id();
        ids.insert(item.id.clone(), ActionId(id));
        let settled = !doubted.contains(item.id.as_str());
        actions.push(row(unit, file, plan, places, id, item, settled)?);
        let mut seen = HashSet::new();
        let serves = served
            .get(item.id.as_str())
            .copied()
            .unwrap_or_default()
            .iter()
            .filter_map(|outcome| places.outcomes.get(outcome))
            .filter(|outcome| seen.insert(**outcome));
        outcomes.extend((1..).zip(serves).map(|(sort, outcome)| {
            entities::action_outcome::ActiveModel {
                action_id: Set(id),
                outcome_id: Set(outcome.0),
                sort: Set(sort),
            }
        }));
        parts.extend(assignments(plan, register, id, &item.leads));
    }
    insert::all(unit.txn, actions).await?;
    insert::all(unit.txn, outcomes).await?;
    insert::all(unit.txn, parts).await?;
    links(unit, file, plan, &ids, facts).await?;
    Ok(ids)
}

fn row(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    places: &Places,
    id: Uuid,
    item: &ActionItem,
    settled: bool,
) -> Result<entities::action::ActiveModel, ApiError> {
    let reference = item.printed_ref.trim().to_owned();
    let level = item
        .level
        .as_ref()
        .and_then(|level| places.levels.get(level));
    Ok(entities::action::ActiveModel {
        id: Set(id),
        plan_id: Set(plan.0),
        source_id: Set(Some(item.id.clone())),
        sort: Set(number(item.order)),
        printed_ref: Set(item.printed_ref.clone()),
        reference: Set(settled.then_some(reference)),
        title: Set(item.title.clone()),
        summary: Set(item.summary.clone().unwrap_or_default()),
        rationale: Set(item.rationale.clone().unwrap_or_default()),
        parts: Set(json!(item.parts)),
        level_id: Set(level.map(|level| level.0)),
        outcomes_printed: Set(json!(item.outcomes_printed)),
        lead_note: Set(item.lead_note.clone()),
        timescale: Set(serde_json::to_value(&item.timescale)?),
        starts: Set(None),
        ends: Set(None),
        state: Set(ActionState::Proposed.code().to_owned()),
        source_place: Set(place(file, item)),
        created_at: Set(unit.now),
        version: Set(1),
    })
}

/// Where an action is printed: the paper's short name, if it has one, and the place in it.
fn place(file: &PlanFile, item: &ActionItem) -> Option<String> {
    let source = item.source.as_ref()?;
    let paper = file
        .documents
        .iter()
        .find(|document| document.file == source.file);
    Some(match paper {
        Some(paper) => format!("{}: {}", paper.label, source.place),
        None => source.place.clone(),
    })
}

const fn role(printed: LeadRole) -> AssignmentRole {
    match printed {
        LeadRole::Lead => AssignmentRole::Lead,
        LeadRole::JointLead => AssignmentRole::JointLead,
        LeadRole::Support => AssignmentRole::Support,
        LeadRole::Partner => AssignmentRole::Partner,
    }
}

/// An agency's part, put together from every mention of it in the cell.
struct Mentioned {
    agency: AgencyId,
    role: AssignmentRole,
    coordinates: bool,
    printed: Vec<String>,
}

/// The parts in an action, one for each agency: one that is named twice keeps the greater part and
/// the words of both.
fn assignments(
    plan: PlanId,
    register: &Register,
    action: Uuid,
    leads: &[LeadItem],
) -> Vec<entities::assignment::ActiveModel> {
    let mut found: Vec<Mentioned> = Vec::new();
    for lead in leads {
        let Some(agency) = register.get(&lead.agency) else {
            continue;
        };
        let role = role(lead.role);
        let coordinates = lead.coordinates == Some(true);
        if let Some(known) = found.iter_mut().find(|known| known.agency == agency) {
            known.role = known.role.min(role);
            known.coordinates |= coordinates;
            known.printed.extend(lead.role_printed.clone());
        } else {
            found.push(Mentioned {
                agency,
                role,
                coordinates,
                printed: lead.role_printed.clone().into_iter().collect(),
            });
        }
    }
    (1..)
        .zip(found)
        .map(|(sort, part)| entities::assignment::ActiveModel {
            id: Set(clock::ordered_id()),
            plan_id: Set(plan.0),
            action_id: Set(action),
            agency_id: Set(part.agency.0),
            role: Set(part.role.code().to_owned()),
            coordinates: Set(part.coordinates),
            printed: Set((!part.printed.is_empty()).then(|| part.printed.join("; "))),
            sort: Set(sort),
        })
        .collect()
}

async fn links(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    actions: &BTreeMap<String, ActionId>,
    facts: &PlanFacts,
) -> Result<(), ApiError> {
    let mut rows = Vec::new();
    for ((sort, item), link) in placed(&file.cross_references).zip(&facts.links) {
        let Some(from) = actions.get(&item.from_action) else {
            continue;
        };
        let (resolution, target) = leads_to(facts, link);
        rows.push(entities::link::ActiveModel {
            id: Set(clock::ordered_id()),
            plan_id: Set(plan.0),
            source_id: Set(Some(item.id.clone())),
            from_action_id: Set(from.0),
            cell: Set(item.cell.map_or("", |cell| cell.word()).to_owned()),
            kind: Set(RELATES_TO.to_owned()),
            printed_kind: Set(item.kind.word().to_owned()),
            printed: Set(item.printed_target.clone()),
            label: Set(item.printed_label.clone()),
            target_id: Set(target.and_then(|id| actions.get(id)).map(|action| action.0)),
            resolution: Set(resolution_word(resolution).to_owned()),
            settled: Set(false),
            sort: Set(sort),
        });
    }
    insert::all(unit.txn, rows).await
}
