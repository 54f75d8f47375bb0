//! How records stood at any earlier moment: a row for every state of a record, with the time
//! `[from, to)` in which it was the latest one, written in the unit of work that made it so.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, sea_query::Expr,
};
use serde::{Serialize, de::DeserializeOwned};
use shared::ids::{PersonId, PlanId};
use uuid::Uuid;

use crate::{clock, error::ApiError};

use super::batch::Batch;

/// The state of a record from now on.
#[derive(Debug)]
pub struct Record<'a, T> {
    /// What kind of record it is.
    pub kind: &'static str,
    /// Which.
    pub id: Uuid,
    /// The plan that it belongs to.
    pub plan: Option<PlanId>,
    /// Its version.
    pub version: i32,
    /// The record.
    pub body: &'a T,
}

/// A state that a record had.
#[derive(Clone, Debug)]
pub struct Past<T> {
    /// Which record.
    pub id: Uuid,
    /// From when it was so.
    pub from: DateTime<Utc>,
    /// Who made it so; absent for the console.
    pub actor: Option<PersonId>,
    /// The record.
    pub body: T,
}

/// Most rows of one statement, which keeps its values below the databases' limits.
const ROWS: usize = 500;

/// The state of one record, whose rows wait in `batch` with the others of the unit.
pub(super) fn keep_one<T: Serialize>(
    batch: &mut Batch,
    now: DateTime<Utc>,
    actor: Option<PersonId>,
    record: &Record<'_, T>,
) -> Result<(), ApiError> {
    batch.before(
        "UPDATE history SET to_at = $1 WHERE record_id = $2 AND to_at IS NULL",
        vec![now.into(), record.id.into()],
    );
    batch.insert(
        "history",
        vec![
            ("id", clock::ordered_id().into()),
            ("kind", record.kind.into()),
            ("record_id", record.id.into()),
            ("plan_id", record.plan.map(|plan| plan.0).into()),
            ("version", record.version.into()),
            ("from_at", now.into()),
            ("actor_id", actor.map(|person| person.0).into()),
            ("body", serde_json::to_value(record.body)?.into()),
        ],
    );
    Ok(())
}

pub(super) async fn keep<'r, T: Serialize + 'r>(
    txn: &impl ConnectionTrait,
    now: DateTime<Utc>,
    actor: Option<PersonId>,
    records: impl IntoIterator<Item = Record<'r, T>>,
) -> Result<(), ApiError> {
    use entities::history::{ActiveModel, Column, Entity};
    let rows = records
        .into_iter()
        .map(|record| {
            Ok(ActiveModel {
                id: Set(clock::ordered_id()),
                kind: Set(record.kind.to_owned()),
                record_id: Set(record.id),
                plan_id: Set(record.plan.map(|plan| plan.0)),
                version: Set(record.version),
                from_at: Set(now),
                to_at: Set(None),
                actor_id: Set(actor.map(|person| person.0)),
                body: Set(serde_json::to_value(record.body)?),
            })
        })
        .collect::<Result<Vec<_>, ApiError>>()?;
    for rows in rows.chunks(ROWS) {
        Entity::update_many()
            .col_expr(Column::ToAt, Expr::value(now))
            .filter(
                Column::RecordId.is_in(
                    rows.iter()
                        .filter_map(|row| row.record_id.try_as_ref().copied()),
                ),
            )
            .filter(Column::ToAt.is_null())
            .exec(txn)
            .await?;
        Entity::insert_many(rows.to_vec()).exec(txn).await?;
    }
    Ok(())
}

/// All records of a kind in a plan as they stood just before `instant`.
///
/// # Errors
/// When the database fails or a record cannot be read.
pub async fn as_at<T: DeserializeOwned>(
    connection: &impl ConnectionTrait,
    kind: &str,
    plan: PlanId,
    instant: DateTime<Utc>,
) -> Result<Vec<Past<T>>, ApiError> {
    use entities::history::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan.0))
        .filter(Column::Kind.eq(kind))
        .filter(Column::FromAt.lt(instant))
        .filter(
            Condition::any()
                .add(Column::ToAt.is_null())
                .add(Column::ToAt.gte(instant)),
        )
        .order_by_asc(Column::FromAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(past).collect()
}

/// Every state that a record had, first to last.
///
/// # Errors
/// When the database fails or a record cannot be read.
pub async fn of<T: DeserializeOwned>(
    connection: &impl ConnectionTrait,
    records: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<Past<T>>, ApiError> {
    use entities::history::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::RecordId.is_in(records))
        .order_by_asc(Column::FromAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(past).collect()
}

fn past<T: DeserializeOwned>(row: entities::history::Model) -> Result<Past<T>, ApiError> {
    Ok(Past {
        id: row.record_id,
        from: row.from_at,
        actor: row.actor_id.map(PersonId),
        body: serde_json::from_value(row.body)?,
    })
}
