//! What stands around the actions of a file: milestones, evidence, groups, and the records that
//! have no table of their own.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::ActiveValue::Set;
use serde_json::json;
use shared::{
    ids::{ActionId, PlanId},
    plans::format::{EvidenceItem, MilestoneItem, PlanFile},
};
use uuid::Uuid;

use crate::{clock, db::Unit, error::ApiError, features::plans::insert};

use super::{
    agencies::Register,
    plan::{number, placed},
};

/// The word of the papers for a milestone that is over.
const DONE: &str = "done";

/// Writes it all; gives back the milestones.
pub(super) async fn write(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    register: &Register,
    actions: &BTreeMap<String, ActionId>,
) -> Result<Vec<Uuid>, ApiError> {
    let milestones = milestones(unit, file, plan, register, actions).await?;
    evidence(unit, file, plan, actions).await?;
    groups(unit, file, plan, actions).await?;
    source_records(unit, file, plan).await?;
    Ok(milestones)
}

/// The actions that a list names, each once.
fn named(actions: &BTreeMap<String, ActionId>, ids: &[String]) -> Vec<Uuid> {
    let mut seen = HashSet::new();
    ids.iter()
        .filter_map(|id| actions.get(id))
        .map(|action| action.0)
        .filter(|action| seen.insert(*action))
        .collect()
}

async fn milestones(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    register: &Register,
    actions: &BTreeMap<String, ActionId>,
) -> Result<Vec<Uuid>, ApiError> {
    let (mut ids, mut rows, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for (sort, item) in placed(&file.milestones) {
        let id = clock::ordered_id();
        ids.push(id);
        rows.push(milestone(plan, register, id, sort, item));
        steps.extend(named(actions, &item.actions).into_iter().map(|action| {
            entities::milestone_action::ActiveModel {
                milestone_id: Set(id),
                action_id: Set(action),
            }
        }));
    }
    insert::all(unit.txn, rows).await?;
    insert::all(unit.txn, steps).await?;
    Ok(ids)
}

/// A milestone with one date is due on that date, whichever end of it the file calls it.
fn milestone(
    plan: PlanId,
    register: &Register,
    id: Uuid,
    sort: i32,
    item: &MilestoneItem,
) -> entities::milestone::ActiveModel {
    let (starts, due) = match (&item.start, &item.end) {
        (Some(start), Some(end)) => (Some(start), Some(end)),
        (start, end) => (None, end.as_ref().or(start.as_ref())),
    };
    let done = item
        .status_as_printed
        .as_deref()
        .is_some_and(|status| status.trim().eq_ignore_ascii_case(DONE));
    let owner = item.owner.as_ref().and_then(|owner| register.get(owner));
    entities::milestone::ActiveModel {
        id: Set(id),
        plan_id: Set(plan.0),
        source_id: Set(Some(item.id.clone())),
        title: Set(item.title.clone()),
        kind: Set(item.kind.clone().unwrap_or_else(|| "milestone".to_owned())),
        starts: Set(starts.map(ToString::to_string)),
        due: Set(due.map(ToString::to_string)),
        owner_id: Set(owner.map(|owner| owner.0)),
        state: Set(if done { DONE } else { "planned" }.to_owned()),
        printed_state: Set(item.status_as_printed.clone()),
        done_on: Set(None),
        moves: Set(0),
        note: Set(item.note.clone()),
        sort: Set(sort),
        version: Set(1),
    }
}

async fn evidence(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    actions: &BTreeMap<String, ActionId>,
) -> Result<(), ApiError> {
    let mut ids: HashMap<&str, Uuid> = HashMap::new();
    let mut rows = Vec::new();
    for (sort, item) in placed(&file.evidence) {
        let id = clock::ordered_id();
        ids.insert(&item.id, id);
        rows.push(entities::evidence::ActiveModel {
            id: Set(id),
            plan_id: Set(plan.0),
            source_id: Set(Some(item.id.clone())),
            title: Set(item.title.clone()),
            author: Set(item.author.clone()),
            year: Set(item.year.map(number)),
            kind: Set(item.kind.clone().unwrap_or_else(|| "source".to_owned())),
            listed: Set(item.in_appendix_3.unwrap_or(false)),
            variants: Set(json!(item.variants)),
            note: Set(remark(item)),
            sort: Set(sort),
        });
    }
    let mut uses = Vec::new();
    for item in &file.actions {
        let Some(action) = actions.get(&item.id) else {
            continue;
        };
        let mut seen = HashSet::new();
        let cited = item
            .evidence
            .iter()
            .filter_map(|source| Some((source, ids.get(source.as_str())?)))
            .filter(|(_, id)| seen.insert(**id));
        uses.extend((1..).zip(cited).map(|(sort, (source, id))| {
            entities::action_evidence::ActiveModel {
                action_id: Set(action.0),
                evidence_id: Set(*id),
                page: Set(item.evidence_pages.get(source).cloned()),
                sort: Set(sort),
            }
        }));
    }
    insert::all(unit.txn, rows).await?;
    insert::all(unit.txn, uses).await
}

/// The remarks on a source, with its address.
fn remark(item: &EvidenceItem) -> Option<String> {
    match (&item.note, &item.url) {
        (Some(note), Some(url)) => Some(format!("{note}. {url}")),
        (note, url) => note.as_ref().or(url.as_ref()).cloned(),
    }
}

async fn groups(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    actions: &BTreeMap<String, ActionId>,
) -> Result<(), ApiError> {
    let (mut rows, mut members) = (Vec::new(), Vec::new());
    for (sort, item) in placed(&file.vulnerable_groups) {
        let id = clock::ordered_id();
        rows.push(entities::vulnerable_group::ActiveModel {
            id: Set(id),
            plan_id: Set(plan.0),
            source_id: Set(Some(item.id.clone())),
            name: Set(item.name.clone()),
            summary: Set(item.summary.clone().unwrap_or_default()),
            sort: Set(sort),
        });
        members.extend(named(actions, &item.actions).into_iter().map(|action| {
            entities::group_action::ActiveModel {
                group_id: Set(id),
                action_id: Set(action),
            }
        }));
    }
    insert::all(unit.txn, rows).await?;
    insert::all(unit.txn, members).await
}

/// What has no table of its own: the collections that the format keeps as they come, and the
/// objects of which only a part has one.
async fn source_records(unit: &Unit<'_>, file: &PlanFile, plan: PlanId) -> Result<(), ApiError> {
    let mut records = vec![(
        "plan",
        file.plan.id.as_str(),
        serde_json::to_value(&file.plan)?,
    )];
    if let Some(note) = &file.outcome_note {
        records.push(("outcome_note", "outcome_note", serde_json::to_value(note)?));
    }
    for document in &file.documents {
        records.push(("documents", &document.id, serde_json::to_value(document)?));
    }
    for record in &file.source_records {
        records.push((record.collection, &record.id, record.body.clone()));
    }
    let rows = (1..).zip(records).map(|(sort, (collection, id, body))| {
        entities::source_record::ActiveModel {
            id: Set(clock::ordered_id()),
            plan_id: Set(plan.0),
            collection: Set(collection.to_owned()),
            source_id: Set(id.to_owned()),
            body: Set(body),
            sort: Set(sort),
        }
    });
    insert::all(unit.txn, rows.collect()).await
}
