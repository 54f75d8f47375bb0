//! The names of records that others point at, many at a time. They carry no more than a label, so
//! they need no scope: whoever may see the record that points may see the name.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    agencies::api::AgencyRef,
    auth::api::PersonRef,
    ids::{AgencyId, PersonId, PlanId},
    plans::api::PlanRef,
};

use crate::error::ApiError;

/// The names of agencies.
///
/// # Errors
/// When the database fails.
pub async fn agencies(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AgencyId>,
) -> Result<HashMap<AgencyId, AgencyRef>, ApiError> {
    let ids = distinct(ids.into_iter().map(|id| id.0));
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entities::agency::Entity::find()
        .filter(entities::agency::Column::Id.is_in(ids))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (AgencyId(row.id), agency(row)))
        .collect())
}

/// The name of an agency whose row is at hand.
pub fn agency(row: entities::agency::Model) -> AgencyRef {
    AgencyRef {
        id: AgencyId(row.id),
        name: row.name,
        abbreviation: row.abbreviation,
    }
}

/// The titles of plans.
///
/// # Errors
/// When the database fails.
pub async fn plans(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = PlanId>,
) -> Result<HashMap<PlanId, PlanRef>, ApiError> {
    let ids = distinct(ids.into_iter().map(|id| id.0));
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entities::plan::Entity::find()
        .filter(entities::plan::Column::Id.is_in(ids))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                PlanId(row.id),
                PlanRef {
                    id: PlanId(row.id),
                    slug: row.slug,
                    title: row.title,
                },
            )
        })
        .collect())
}

/// The names of people.
///
/// # Errors
/// When the database fails.
pub async fn people(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, PersonRef>, ApiError> {
    let ids = distinct(ids.into_iter().map(|id| id.0));
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entities::person::Entity::find()
        .filter(entities::person::Column::Id.is_in(ids))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                PersonId(row.id),
                PersonRef {
                    id: PersonId(row.id),
                    name: row.name,
                },
            )
        })
        .collect())
}

fn distinct(ids: impl Iterator<Item = uuid::Uuid>) -> Vec<uuid::Uuid> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
