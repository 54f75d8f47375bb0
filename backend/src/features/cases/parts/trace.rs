//! What stays of an act on a case: a line of its time line, an audit entry, a new version.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use shared::{
    cases::{Known, api::CaseReceipt, identifiers},
    ids::{AgencyId, CaseId},
    problem::FieldError,
    text::PASSAGE_MAX,
};

use crate::{
    clock,
    db::{Act, Unit},
    error::ApiError,
};

use entities::case_file;

/// Something that was done to a case.
pub(in crate::features::cases) struct Done<'d> {
    /// The case.
    pub case: CaseId,
    /// The act, as the audit log and the time line keep it.
    pub act: &'static str,
    /// For which agency it was done.
    pub agency: AgencyId,
    /// The words that belong to it, checked for what tells who somebody is.
    pub words: &'d str,
    /// What else belongs to it.
    pub detail: Option<serde_json::Value>,
}

/// Writes down what was done.
pub(in crate::features::cases) fn trace(unit: &mut Unit<'_>, done: Done<'_>) {
    let words = (!done.words.is_empty()).then(|| done.words.to_owned());
    unit.add(
        "case_event",
        vec![
            ("id", clock::ordered_id().into()),
            ("case_id", done.case.0.into()),
            ("at", unit.now.into()),
            ("by_id", unit.person().map(|person| person.0).into()),
            ("agency_id", Some(done.agency.0).into()),
            ("kind", done.act.into()),
            ("words", words.into()),
            ("detail", done.detail.into()),
        ],
    );
    record(unit, done.act, done.case, done.agency);
}

/// Writes an act on a case into the audit log.
pub(in crate::features::cases) fn record(
    unit: &mut Unit<'_>,
    act: &'static str,
    case: CaseId,
    agency: AgencyId,
) {
    unit.record(Act {
        act,
        kind: "case",
        subject: case.0,
        plan: None,
        agency: Some(agency),
    });
}

/// Raises the version of a case that was at `version`.
///
/// # Errors
/// When the database fails.
pub(in crate::features::cases) async fn raised(
    unit: &Unit<'_>,
    case: CaseId,
    version: i32,
) -> Result<CaseReceipt, ApiError> {
    case_file::Entity::update_many()
        .col_expr(case_file::Column::Version, Expr::value(version + 1))
        .filter(case_file::Column::Id.eq(case.0))
        .exec(unit.txn)
        .await?;
    Ok(CaseReceipt {
        id: case,
        version: version + 1,
    })
}

/// Words that have to be there, checked for what tells who somebody is.
///
/// # Errors
/// `invalid` at `pointer`.
pub(in crate::features::cases) fn needed(
    pointer: &str,
    words: &str,
    known: &Known,
    asks: &str,
) -> Result<String, FieldError> {
    let kept = identifiers::check(pointer, words, PASSAGE_MAX, known)?;
    if kept.is_empty() {
        return Err(FieldError::required(pointer, asks));
    }
    Ok(kept)
}
