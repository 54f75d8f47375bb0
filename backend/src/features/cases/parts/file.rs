//! The row of a case, as acts on its parts need it.

use sea_orm::EntityTrait;
use shared::{cases::CaseVerb, ids::CaseId};

use crate::{db::Unit, error::ApiError, features::cases::door};

use entities::case_file::{Entity, Model};

pub(in crate::features::cases) use crate::features::cases::door::{born, known, reference, runs};

/// Opens a case to change who works on it.
///
/// # Errors
/// `not_found`, or `forbidden`.
pub(in crate::features::cases) async fn enter(
    unit: &Unit<'_>,
    case: CaseId,
    verb: CaseVerb,
) -> Result<Model, ApiError> {
    Ok(door::open(unit, case, verb).await?.row)
}

/// Lets nobody else change who works on a case until the unit ends.
///
/// # Errors
/// When the database fails.
pub(in crate::features::cases) async fn alone(
    unit: &Unit<'_>,
    case: CaseId,
) -> Result<(), ApiError> {
    unit.alone(&door::lock(case)).await
}

/// The row of a case by its id, for those to whom no door is open yet.
///
/// # Errors
/// `not_found`.
pub(in crate::features::cases) async fn row(
    unit: &Unit<'_>,
    case: CaseId,
) -> Result<Model, ApiError> {
    Entity::find_by_id(case.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)
}
