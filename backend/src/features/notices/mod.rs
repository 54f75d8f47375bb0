//! Notices in the product. They are written in the unit of work that causes them, so that nothing
//! happens untold and nothing is told that did not happen; a feed read afterwards would have to
//! guess who was to be told, by rights that may have changed since.

mod read;
pub mod remind;
pub mod routes;
mod tell;
pub mod updates;
pub mod worker;

pub use read::unread;
pub(in crate::features) use tell::{News, settle, tell};
pub use tell::{deputies, exception, exception_ended};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{db::Unit, error::ApiError};

/// Lets go of notices that have been kept for long enough.
///
/// # Errors
/// When the database fails.
pub async fn let_go(unit: &Unit<'_>) -> Result<(), ApiError> {
    use entities::notice::{Column, Entity};
    Entity::delete_many()
        .filter(Column::At.lt(shared::notices::kept_since(unit.now)))
        .exec(unit.txn)
        .await?;
    Ok(())
}
