//! Making the index anew from the records, for when it is damaged or somebody wrote past it.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{
    db::{Database, Unit, Who},
    error::ApiError,
};

/// What was wrong with the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// Records that it lacked.
    pub added: u64,
    /// Records of which it had other words.
    pub changed: u64,
    /// Records in it that are there no more.
    pub removed: u64,
    /// Records that can be found now.
    pub records: i64,
}

/// Makes the index anew and says what was wrong with it. Nothing of the partnership's records
/// changes, so nothing is written to the audit log. On PostgreSQL the index is the database's own,
/// and only the texts under it can have been written past.
///
/// # Errors
/// When the database fails.
pub async fn rebuild(db: &Database) -> Result<Mended, ApiError> {
    db.unit(Who::console("search rebuild"), |unit| Box::pin(mend(unit)))
        .await
}

async fn mend(unit: &mut Unit<'_>) -> Result<Mended, ApiError> {
    unit.changes_nothing();
    let backend = unit.txn.get_database_backend();
    let run = async |sql: &str| {
        unit.txn
            .execute_raw(Statement::from_string(backend, sql))
            .await
            .map(|done| done.rows_affected())
    };
    if backend == DbBackend::Sqlite {
        // From the texts as they are, so that the changes of the texts below find what they replace.
        run("INSERT INTO search_index (search_index) VALUES ('rebuild')").await?;
    }
    let removed = run(
        "DELETE FROM search_text WHERE NOT EXISTS (SELECT 1 FROM search_source s \
         WHERE s.kind = search_text.kind AND s.record_id = search_text.record_id)",
    )
    .await?;
    let changed = run(
        "UPDATE search_text SET title = s.title, body = s.body FROM search_source s \
         WHERE s.kind = search_text.kind AND s.record_id = search_text.record_id \
         AND (s.title <> search_text.title OR s.body <> search_text.body)",
    )
    .await?;
    let added = run(
        "INSERT INTO search_text (kind, record_id, plan_id, title, body) \
         SELECT s.kind, s.record_id, s.plan_id, s.title, s.body FROM search_source s \
         WHERE NOT EXISTS (SELECT 1 FROM search_text t WHERE t.record_id = s.record_id)",
    )
    .await?;
    let row = unit
        .txn
        .query_one_raw(Statement::from_string(
            backend,
            "SELECT count(*) FROM search_text",
        ))
        .await?;
    let records = match row {
        Some(row) => row.try_get_by_index(0)?,
        None => 0,
    };
    Ok(Mended {
        added,
        changed,
        removed,
        records,
    })
}
