//! The names of records that others point at, many at a time. They carry no more than a label, so
//! they need no scope: whoever may see the record that points may see the name.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    agencies::api::AgencyRef,
    auth::api::PersonRef,
    ids::{ActionId, AgencyId, PersonId, PlanId, ServiceId},
    plans::api::{ActionRef, PlanRef},
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

/// Whether somebody who writes `name` means the agency.
pub fn is_called(agency: &AgencyRef, name: &str) -> bool {
    let name = name.to_lowercase();
    agency.name.to_lowercase() == name
        || agency
            .abbreviation
            .as_ref()
            .is_some_and(|short| short.to_lowercase() == name)
}

/// The names of services.
///
/// # Errors
/// When the database fails.
pub async fn services(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ServiceId>,
) -> Result<HashMap<ServiceId, String>, ApiError> {
    let ids = distinct(ids.into_iter().map(|id| id.0));
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entities::service::Entity::find()
        .filter(entities::service::Column::Id.is_in(ids))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (ServiceId(row.id), row.name))
        .collect())
}

/// An action in a few words, from its row.
pub fn action(row: &entities::action::Model) -> ActionRef {
    ActionRef {
        id: ActionId(row.id),
        reference: row
            .reference
            .clone()
            .unwrap_or_else(|| row.printed_ref.clone()),
        title: row.title.clone(),
    }
}

/// The references and titles of actions.
///
/// # Errors
/// When the database fails.
pub async fn actions(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ActionId>,
) -> Result<HashMap<ActionId, ActionRef>, ApiError> {
    let ids = distinct(ids.into_iter().map(|id| id.0));
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entities::action::Entity::find()
        .filter(entities::action::Column::Id.is_in(ids))
        .all(connection)
        .await?;
    Ok(rows
        .iter()
        .map(|row| (ActionId(row.id), action(row)))
        .collect())
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
