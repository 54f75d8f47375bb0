//! Who has seen a case or done something to it, from the audit log and the lists in which it stood.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use shared::ids::CaseId;
use uuid::Uuid;

use crate::{db::Unit, error::ApiError};

/// Somebody saw a case, or did something to it.
#[derive(Debug, FromQueryResult)]
pub(super) struct Glimpse {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the console.
    pub person: Option<Uuid>,
    /// For which agency.
    pub agency: Option<Uuid>,
    /// The act.
    pub act: String,
}

/// All of them, the first first.
///
/// # Errors
/// When the database fails.
pub(super) async fn of(unit: &Unit<'_>, case: CaseId) -> Result<Vec<Glimpse>, ApiError> {
    let backend = unit.txn.get_database_backend();
    let within = match backend {
        DbBackend::Postgres => "jsonb_exists(l.cases, $2)",
        _ => "EXISTS (SELECT 1 FROM json_each(l.cases) j WHERE j.value = $2)",
    };
    // Only those who were ever named, or whose agency was ever asked, could see it in a list.
    let sql = format!(
        "SELECT g.at, g.person, g.agency, g.act FROM ( \
         SELECT e.id, e.at, e.actor_id AS person, e.agency_id AS agency, e.act FROM audit_entry e \
         WHERE e.subject_kind = 'case' AND e.subject_id = $1 \
         UNION ALL \
         SELECT l.id, l.at, l.person_id, l.agency_id, 'case.list' FROM case_listed l \
         WHERE l.person_id IN (SELECT g.person_id FROM person_grant g WHERE g.agency_id IN \
         (SELECT p.agency_id FROM case_part p WHERE p.case_id = $1) \
         UNION SELECT n.person_id FROM case_named n WHERE n.case_id = $1) AND {within}) g \
         ORDER BY g.at, g.id"
    );
    Ok(Glimpse::find_by_statement(Statement::from_sql_and_values(
        backend,
        sql,
        [case.0.into(), case.to_string().into()],
    ))
    .all(unit.txn)
    .await?)
}
