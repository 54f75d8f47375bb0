//! A provider ends and another carries on: its services go with the duties.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use shared::ids::AgencyId;

use crate::{db::Unit, error::ApiError};

use super::record::keep_all;

use entities::service::{Column, Entity};

/// Gives the services that have not closed to the successor. Those that have stay under the name
/// of whoever provided them.
///
/// # Errors
/// When the database fails.
pub(in crate::features) async fn move_to(
    unit: &Unit<'_>,
    from: AgencyId,
    to: AgencyId,
) -> Result<(), ApiError> {
    let moved: Vec<uuid::Uuid> = Entity::find()
        .filter(Column::ProviderId.eq(from.0))
        .filter(
            Column::ValidTo
                .is_null()
                .or(Column::ValidTo.gte(unit.today())),
        )
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| row.id)
        .collect();
    Entity::update_many()
        .col_expr(Column::ProviderId, Expr::value(to.0))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(moved.clone()))
        .exec(unit.txn)
        .await?;
    let rows = Entity::find()
        .filter(Column::Id.is_in(moved))
        .all(unit.txn)
        .await?;
    keep_all(unit, &rows).await
}
