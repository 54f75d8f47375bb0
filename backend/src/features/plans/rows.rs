//! Actions and milestones from their tables, in a number of queries that does not grow with the
//! plan. The words in the tables are those of the wire: `relates_to`, `dangling`, `joint-lead`.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Query, SelectStatement},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::{
    ids::{ActionId, AgencyId, MilestoneId, PlanId},
    plans::api::Timescale,
};
use uuid::Uuid;

use crate::{error::ApiError, features::names};

use super::records::{ActionRecord, EvidenceUse, LinkRecord, MilestoneRecord, PartRecord};

/// How much of an action to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// What a list shows: no links, evidence and milestones.
    Outline,
    /// Everything.
    Whole,
}

/// Reads a word of a table as the value that has this word on the wire.
pub(super) fn word<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    Ok(serde_json::from_value(Value::from(text))?)
}

/// The word under which a table keeps `value`: that of the wire.
pub(super) fn code(value: impl Serialize) -> Result<String, ApiError> {
    Ok(match serde_json::to_value(value)? {
        Value::String(word) => word,
        other => other.to_string(),
    })
}

/// As [`word`], for a column that may be empty.
pub(super) fn perhaps<T: DeserializeOwned>(text: Option<&String>) -> Result<Option<T>, ApiError> {
    text.map(|text| word(text)).transpose()
}

fn grouped<K: std::hash::Hash + Eq, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, Vec<R>> {
    let mut groups: HashMap<K, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn ids_of_plan(plan: PlanId) -> SelectStatement {
    Query::select()
        .column(entities::action::Column::Id)
        .from(entities::action::Entity)
        .and_where(entities::action::Column::PlanId.eq(plan.0))
        .to_owned()
}

/// The ids of a plan's milestones.
pub(super) fn milestone_ids(plan: PlanId) -> SelectStatement {
    Query::select()
        .column(entities::milestone::Column::Id)
        .from(entities::milestone::Entity)
        .and_where(entities::milestone::Column::PlanId.eq(plan.0))
        .to_owned()
}

/// Actions of a plan in printed order: all, or only some. The caller has found the plan through a
/// scope.
pub(super) async fn actions(
    connection: &impl ConnectionTrait,
    plan: PlanId,
    only: Option<&[ActionId]>,
    depth: Depth,
) -> Result<Vec<ActionRecord>, ApiError> {
    use entities::{action, action_evidence, action_outcome, assignment, link, milestone_action};
    let ids: Option<Vec<Uuid>> = only.map(|ids| ids.iter().map(|id| id.0).collect());
    let mut query = action::Entity::find().filter(action::Column::PlanId.eq(plan.0));
    let mut outcomes = action_outcome::Entity::find();
    let mut parts = assignment::Entity::find().filter(assignment::Column::PlanId.eq(plan.0));
    let mut links = link::Entity::find().filter(link::Column::PlanId.eq(plan.0));
    let mut evidence = action_evidence::Entity::find();
    let mut milestones = milestone_action::Entity::find();
    if let Some(ids) = ids {
        query = query.filter(action::Column::Id.is_in(ids.clone()));
        outcomes = outcomes.filter(action_outcome::Column::ActionId.is_in(ids.clone()));
        parts = parts.filter(assignment::Column::ActionId.is_in(ids.clone()));
        links = links.filter(link::Column::FromActionId.is_in(ids.clone()));
        evidence = evidence.filter(action_evidence::Column::ActionId.is_in(ids.clone()));
        milestones = milestones.filter(milestone_action::Column::ActionId.is_in(ids));
    } else {
        outcomes = outcomes.filter(action_outcome::Column::ActionId.in_subquery(ids_of_plan(plan)));
        evidence =
            evidence.filter(action_evidence::Column::ActionId.in_subquery(ids_of_plan(plan)));
        milestones =
            milestones.filter(milestone_action::Column::ActionId.in_subquery(ids_of_plan(plan)));
    }
    let found = query
        .order_by_asc(action::Column::Sort)
        .order_by_asc(action::Column::Id)
        .all(connection)
        .await?;
    let outcomes = outcomes
        .order_by_asc(action_outcome::Column::Sort)
        .all(connection)
        .await?;
    let parts = parts
        .order_by_asc(assignment::Column::Sort)
        .all(connection)
        .await?;
    let agencies = Agencies::load(connection, parts.iter().map(|part| part.agency_id)).await?;
    let mut outcomes = grouped(outcomes, |row| row.action_id);
    let mut parts = grouped(parts, |row| row.action_id);
    let (mut links, mut evidence, mut milestones) = match depth {
        Depth::Outline => (HashMap::new(), HashMap::new(), HashMap::new()),
        Depth::Whole => (
            grouped(
                links
                    .order_by_asc(link::Column::Sort)
                    .all(connection)
                    .await?,
                |row| row.from_action_id,
            ),
            grouped(
                evidence
                    .order_by_asc(action_evidence::Column::Sort)
                    .all(connection)
                    .await?,
                |row| row.action_id,
            ),
            grouped(
                milestones
                    .order_by_asc(milestone_action::Column::MilestoneId)
                    .all(connection)
                    .await?,
                |row| row.action_id,
            ),
        ),
    };
    found
        .into_iter()
        .map(|row| {
            let id = row.id;
            let parts = parts.remove(&id).unwrap_or_default();
            let links = links.remove(&id).unwrap_or_default();
            Ok(ActionRecord {
                id: ActionId(id),
                starts: perhaps(row.starts.as_ref())?,
                ends: perhaps(row.ends.as_ref())?,
                state: word(&row.state)?,
                timescale: timescale(row.timescale)?,
                source_id: row.source_id,
                order: row.sort,
                printed_ref: row.printed_ref,
                reference: row.reference,
                title: row.title,
                summary: row.summary,
                rationale: row.rationale,
                parts_of_work: serde_json::from_value(row.parts)?,
                level: row.level_id.map(Into::into),
                outcomes_printed: serde_json::from_value(row.outcomes_printed)?,
                lead_note: row.lead_note,
                source_place: row.source_place,
                version: row.version,
                because: Vec::new(),
                outcomes: outcomes
                    .remove(&id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|row| row.outcome_id.into())
                    .collect(),
                parts: parts
                    .into_iter()
                    .filter_map(|part| agencies.part(part).transpose())
                    .collect::<Result<_, ApiError>>()?,
                links: links.into_iter().map(link_of).collect::<Result<_, _>>()?,
                evidence: evidence
                    .remove(&id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|row| EvidenceUse {
                        evidence: row.evidence_id.into(),
                        page: row.page,
                    })
                    .collect(),
                milestones: milestones
                    .remove(&id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|row| row.milestone_id.into())
                    .collect(),
            })
        })
        .collect()
}

/// A reference from its row.
pub(super) fn link_of(row: entities::link::Model) -> Result<LinkRecord, ApiError> {
    Ok(LinkRecord {
        id: row.id.into(),
        kind: word(&row.kind)?,
        printed: row.printed,
        label: row.label,
        target: row.target_id.map(ActionId),
        resolution: word(&row.resolution)?,
    })
}

/// The timescale as the import keeps it; a file may leave out its basis.
fn timescale(stored: Value) -> Result<Timescale, ApiError> {
    #[derive(Deserialize)]
    struct Stored {
        class: Option<String>,
        also: Option<Vec<String>>,
        basis: Option<String>,
        evidence: Option<String>,
    }
    const NOT_STATED: &str = "not-stated";
    let stored: Option<Stored> = serde_json::from_value(stored)?;
    let stored = stored.unwrap_or(Stored {
        class: None,
        also: None,
        basis: None,
        evidence: None,
    });
    Ok(Timescale {
        class: stored.class.unwrap_or_else(|| NOT_STATED.to_owned()),
        also: stored.also.unwrap_or_default(),
        basis: stored.basis.unwrap_or_else(|| NOT_STATED.to_owned()),
        evidence: stored.evidence,
    })
}

/// The agencies behind the parts in actions, with the members that report for classes.
struct Agencies {
    rows: HashMap<Uuid, entities::agency::Model>,
}

impl Agencies {
    async fn load(
        connection: &impl ConnectionTrait,
        ids: impl Iterator<Item = Uuid>,
    ) -> Result<Self, ApiError> {
        use entities::agency::{Column, Entity};
        let mut ids: Vec<Uuid> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Self {
                rows: HashMap::new(),
            });
        }
        let reporters = Query::select()
            .column(Column::ReportedById)
            .from(Entity)
            .and_where(Column::Id.is_in(ids.clone()))
            .and_where(Column::ReportedById.is_not_null())
            .to_owned();
        let rows = Entity::find()
            .filter(
                sea_orm::Condition::any()
                    .add(Column::Id.is_in(ids))
                    .add(Column::Id.in_subquery(reporters)),
            )
            .all(connection)
            .await?;
        Ok(Self {
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    fn part(&self, row: entities::assignment::Model) -> Result<Option<PartRecord>, ApiError> {
        let Some(agency) = self.rows.get(&row.agency_id) else {
            return Ok(None);
        };
        Ok(Some(PartRecord {
            is_class: agency.is_class,
            reported_by: agency
                .reported_by_id
                .filter(|_| agency.is_class)
                .and_then(|id| self.rows.get(&id))
                .map(|member| names::agency(member.clone())),
            agency: names::agency(agency.clone()),
            role: word(&row.role)?,
            coordinates: row.coordinates,
            printed: row.printed,
        }))
    }
}

/// Milestones of a plan in printed order: all, or only some. The caller has found the plan
/// through a scope.
pub(super) async fn milestones(
    connection: &impl ConnectionTrait,
    plan: PlanId,
    only: Option<&[MilestoneId]>,
) -> Result<Vec<MilestoneRecord>, ApiError> {
    use entities::{milestone, milestone_action};
    let mut query = milestone::Entity::find().filter(milestone::Column::PlanId.eq(plan.0));
    let mut actions = milestone_action::Entity::find();
    if let Some(only) = only {
        query = query.filter(milestone::Column::Id.is_in(only.iter().map(|id| id.0)));
        actions =
            actions.filter(milestone_action::Column::MilestoneId.is_in(only.iter().map(|id| id.0)));
    } else {
        actions = actions.filter(milestone_action::Column::ActionId.in_subquery(ids_of_plan(plan)));
    }
    let rows = query
        .order_by_asc(milestone::Column::Sort)
        .order_by_asc(milestone::Column::Id)
        .all(connection)
        .await?;
    let mut actions = grouped(
        actions
            .order_by_asc(milestone_action::Column::ActionId)
            .all(connection)
            .await?,
        |row| row.milestone_id,
    );
    let owners = names::agencies(
        connection,
        rows.iter().filter_map(|row| row.owner_id).map(AgencyId),
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(MilestoneRecord {
                id: MilestoneId(row.id),
                starts: perhaps(row.starts.as_ref())?,
                due: perhaps(row.due.as_ref())?,
                state: word(&row.state)?,
                owner: row
                    .owner_id
                    .and_then(|id| owners.get(&AgencyId(id)).cloned()),
                actions: actions
                    .remove(&row.id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|row| ActionId(row.action_id))
                    .collect(),
                source_id: row.source_id,
                order: row.sort,
                title: row.title,
                kind: row.kind,
                printed_state: row.printed_state,
                done_on: row.done_on,
                moves: row.moves,
                note: row.note,
                version: row.version,
                because: Vec::new(),
            })
        })
        .collect()
}
