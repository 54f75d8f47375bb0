//! Milestones from their tables, in a number of queries that does not grow with the plan, and the
//! words of tables as values.

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

use crate::{error::ApiError, features::names};

use super::records::MilestoneRecord;

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

/// Rows by what they belong to, each group in the order in which they come.
pub(super) fn grouped<K: std::hash::Hash + Eq, R>(
    rows: Vec<R>,
    key: impl Fn(&R) -> K,
) -> HashMap<K, Vec<R>> {
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

/// The timescale as the import keeps it; a file may leave out its basis.
#[derive(Default, Deserialize)]
pub(super) struct StoredTimescale {
    class: Option<String>,
    also: Option<Vec<String>>,
    basis: Option<String>,
    evidence: Option<String>,
}

impl StoredTimescale {
    /// The timescale in full.
    pub fn read(stored: Option<Self>) -> Timescale {
        const NOT_STATED: &str = "not-stated";
        let stored = stored.unwrap_or_default();
        Timescale {
            class: stored.class.unwrap_or_else(|| NOT_STATED.to_owned()),
            also: stored.also.unwrap_or_default(),
            basis: stored.basis.unwrap_or_else(|| NOT_STATED.to_owned()),
            evidence: stored.evidence,
        }
    }
}

/// Milestones of a plan in printed order: all, or only some. The caller has found the plan
/// through a scope.
pub async fn milestones(
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
