//! Pathways as anybody may read them where they are public: those that have not ended, of every
//! plan. What the public is told of them the public pages choose.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ids::PathwayId,
    pathways::{ServiceFacts, api::PathwayDraft},
};

use crate::error::ApiError;

use super::{record::PathwayRecord, view::facts};

use entities::pathway::{Column, Entity, Model};

/// A pathway that has not ended.
#[derive(Debug)]
pub(in crate::features) struct OpenPathway {
    /// Which.
    pub id: PathwayId,
    /// What is said about it.
    pub said: PathwayDraft,
    /// The services that it names, where they were asked for.
    pub services: Vec<ServiceFacts>,
}

fn lasts(today: NaiveDate) -> sea_orm::Condition {
    sea_orm::Condition::any()
        .add(Column::ValidTo.is_null())
        .add(Column::ValidTo.gte(today))
}

fn open(row: Model) -> Result<OpenPathway, ApiError> {
    let record = PathwayRecord::of(row)?;
    Ok(OpenPathway {
        id: record.id,
        said: record.said,
        services: Vec::new(),
    })
}

/// All of them by name, without their services.
///
/// # Errors
/// When the database fails.
pub(in crate::features) async fn all(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<Vec<OpenPathway>, ApiError> {
    Entity::find()
        .filter(lasts(today))
        .order_by_asc(Column::NameKey)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?
        .into_iter()
        .map(open)
        .collect()
}

/// One of them, with its services.
///
/// # Errors
/// `not_found` for one that is not there or has ended.
pub(in crate::features) async fn one(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
    id: PathwayId,
) -> Result<OpenPathway, ApiError> {
    let row = Entity::find_by_id(id.0)
        .filter(lasts(today))
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let mut found = open(row)?;
    found.services = facts(connection, [&found.said], today).await?;
    Ok(found)
}
