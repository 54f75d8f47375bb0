//! Many rows at a time.

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait};

use crate::error::ApiError;

/// Rows in one statement. SQLite takes 32,766 parameters, and no table here has 30 columns.
const CHUNK: usize = 500;

/// Inserts `rows`, in few statements.
///
/// # Errors
/// When the database fails.
pub(in crate::features) async fn all<A: ActiveModelTrait>(
    connection: &impl ConnectionTrait,
    rows: Vec<A>,
) -> Result<(), ApiError> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(CHUNK).collect();
        <A::Entity as EntityTrait>::insert_many(chunk)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
