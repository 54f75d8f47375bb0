//! What is done to a case that is anonymised: everything that belongs to it goes, and a tombstone
//! is left under an id of its own, so that the ids of the audit log lead nowhere.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use shared::{
    cases::{CaseState, retention::Tombstone},
    ids::CaseId,
};
use uuid::Uuid;

use crate::{
    clock,
    db::{Act, Unit},
    error::ApiError,
};

use super::look;

use entities::{
    broken_glass, case_event, case_file, case_named, case_part, case_pass, erasure, notice,
    responsibility, step_down, step_down_acceptance, step_down_review, step_down_version,
};

/// Anonymises a case, for a run. Whether it may be is decided by the law before.
///
/// # Errors
/// When the database fails or the case is not there.
pub(super) async fn anonymise(
    unit: &mut Unit<'_>,
    case: CaseId,
    run: Uuid,
) -> Result<(), ApiError> {
    let row = case_file::Entity::find_by_id(case.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let tombstone = Tombstone::of(&look::kept(&row)?);
    forget(unit, case).await?;
    case_file::Entity::update_many()
        .col_expr(case_file::Column::MergedInto, Expr::value(None::<Uuid>))
        .filter(case_file::Column::MergedInto.eq(case.0))
        .exec(unit.txn)
        .await?;
    case_file::Entity::delete_by_id(case.0)
        .exec(unit.txn)
        .await?;
    stand(unit, &tombstone).await?;
    // What a restored copy brought back may have been erased there once before.
    erasure::Entity::insert(erasure::ActiveModel {
        id: Set(clock::random_id()),
        case_id: Set(case.0),
        at: Set(unit.now),
        run_id: Set(run),
    })
    .on_conflict(
        OnConflict::column(erasure::Column::CaseId)
            .update_column(erasure::Column::At)
            .to_owned(),
    )
    .exec_without_returning(unit.txn)
    .await?;
    unit.record(Act {
        act: "case.anonymise",
        kind: "case",
        subject: case.0,
        plan: None,
        agency: None,
    });
    Ok(())
}

/// Deletes all that belongs to a case and is not its row. Answers that are kept for a day under
/// idempotency keys hold ids and no word of a case.
async fn forget(unit: &Unit<'_>, case: CaseId) -> Result<(), ApiError> {
    let txn = unit.txn;
    let plans: Vec<Uuid> = step_down::Entity::find()
        .select_only()
        .column(step_down::Column::Id)
        .filter(step_down::Column::CaseId.eq(case.0))
        .into_tuple()
        .all(txn)
        .await?;
    let parts: Vec<Uuid> = case_part::Entity::find()
        .select_only()
        .column(case_part::Column::Id)
        .filter(case_part::Column::CaseId.eq(case.0))
        .into_tuple()
        .all(txn)
        .await?;
    let passes: Vec<Uuid> = case_pass::Entity::find()
        .select_only()
        .column(case_pass::Column::Id)
        .filter(case_pass::Column::CaseId.eq(case.0))
        .into_tuple()
        .all(txn)
        .await?;
    let glass: Vec<Uuid> = broken_glass::Entity::find()
        .select_only()
        .column(broken_glass::Column::Id)
        .filter(broken_glass::Column::CaseId.eq(case.0))
        .into_tuple()
        .all(txn)
        .await?;
    let subjects: Vec<Uuid> = [plans.clone(), parts, passes, glass, vec![case.0]].concat();
    notice::Entity::delete_many()
        .filter(notice::Column::SubjectId.is_in(subjects))
        .exec(txn)
        .await?;
    step_down_acceptance::Entity::delete_many()
        .filter(step_down_acceptance::Column::PlanId.is_in(plans.clone()))
        .exec(txn)
        .await?;
    step_down_version::Entity::delete_many()
        .filter(step_down_version::Column::PlanId.is_in(plans))
        .exec(txn)
        .await?;
    step_down_review::Entity::delete_many()
        .filter(step_down_review::Column::CaseId.eq(case.0))
        .exec(txn)
        .await?;
    step_down::Entity::delete_many()
        .filter(step_down::Column::CaseId.eq(case.0))
        .exec(txn)
        .await?;
    broken_glass::Entity::delete_many()
        .filter(broken_glass::Column::CaseId.eq(case.0))
        .exec(txn)
        .await?;
    case_event::Entity::delete_many()
        .filter(case_event::Column::CaseId.eq(case.0))
        .exec(txn)
        .await?;
    case_pass::Entity::delete_many()
        .filter(case_pass::Column::CaseId.eq(case.0))
        .exec(txn)
        .await?;
    responsibility::Entity::delete_many()
        .filter(responsibility::Column::CaseId.eq(case.0))
        .exec(txn)
        .await?;
    case_named::Entity::delete_many()
        .filter(case_named::Column::CaseId.eq(case.0))
        .exec(txn)
        .await?;
    case_part::Entity::delete_many()
        .filter(case_part::Column::CaseId.eq(case.0))
        .exec(txn)
        .await?;
    Ok(())
}

/// What is left: the year of birth and the year of the end, under an id that nothing points at.
async fn stand(unit: &Unit<'_>, tombstone: &Tombstone) -> Result<(), ApiError> {
    let year = new_year(tombstone.ended).unwrap_or(unit.now);
    case_file::ActiveModel {
        id: Set(clock::random_id()),
        reference: Set(None),
        born: Set(None),
        born_year: Set(tombstone.born),
        district: Set(None),
        cohorts: Set(serde_json::json!([])),
        level: Set(0),
        state: Set(CaseState::Anonymised.code().to_owned()),
        state_since: Set(year),
        merged_into: Set(None),
        concern: Set(false),
        legal_hold: Set(false),
        opened_at: Set(year),
        opened_by: Set(None),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    Ok(())
}

/// The first moment of a year.
fn new_year(year: i32) -> Option<DateTime<Utc>> {
    Some(
        NaiveDate::from_ymd_opt(year, 1, 1)?
            .and_hms_opt(0, 0, 0)?
            .and_utc(),
    )
}
