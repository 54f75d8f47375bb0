//! What is due to be anonymised.

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::OnConflict,
};
use shared::{
    cases::{
        CaseState,
        retention::{DryRun, JUMP_DAYS, Kept, look},
    },
    ids::CaseId,
    policy::RefusalCode,
};

use crate::{clock, db::Unit, error::ApiError, features::cases::door};

use entities::{case_file, retention_look};

/// The only row that says when somebody last looked.
const ROW: i32 = 1;

/// When somebody last looked.
///
/// # Errors
/// When the database fails.
pub(super) async fn last(
    connection: &impl sea_orm::ConnectionTrait,
) -> Result<Option<NaiveDate>, ApiError> {
    Ok(retention_look::Entity::find_by_id(ROW)
        .one(connection)
        .await?
        .map(|row| row.day))
}

/// Whether the clock has jumped since somebody last looked, or nobody has looked for too long.
pub(super) fn jumped(last: Option<NaiveDate>, today: NaiveDate) -> bool {
    last.is_some_and(|last| !(0..=JUMP_DAYS).contains(&(today - last).num_days()))
}

/// Looks at what is due, and keeps that somebody looked. Whoever says that the clock is right has
/// looked at it.
///
/// # Errors
/// `wrong_state` where the clock has jumped.
pub(super) async fn due(
    unit: &Unit<'_>,
    months: u32,
    clock_is_right: bool,
) -> Result<DryRun<CaseId>, ApiError> {
    let today = unit.today();
    let last = last(unit.txn).await?.filter(|_| !clock_is_right);
    if jumped(last, today) {
        return Err(ApiError::wrong_state(RefusalCode::ClockJumped));
    }
    let rows = case_file::Entity::find()
        .filter(case_file::Column::State.is_in(ended()))
        .all(unit.txn)
        .await?;
    let kept = rows
        .iter()
        .map(kept)
        .collect::<Result<Vec<_>, ApiError>>()?;
    let found = look(&kept, months, today, last).map_err(ApiError::wrong_state)?;
    retention_look::Entity::insert(retention_look::ActiveModel {
        id: Set(ROW),
        day: Set(today),
    })
    .on_conflict(
        OnConflict::column(retention_look::Column::Id)
            .update_column(retention_look::Column::Day)
            .to_owned(),
    )
    .exec_without_returning(unit.txn)
    .await?;
    Ok(found)
}

/// What the law has to know of some cases; none of one that is not there any more.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(super) async fn of(unit: &Unit<'_>, cases: &[CaseId]) -> Result<Vec<Kept<CaseId>>, ApiError> {
    case_file::Entity::find()
        .filter(Condition::all().add(case_file::Column::Id.is_in(cases.iter().map(|case| case.0))))
        .filter(case_file::Column::State.is_in(ended()))
        .all(unit.txn)
        .await?
        .iter()
        .map(kept)
        .collect()
}

fn ended() -> impl Iterator<Item = &'static str> {
    CaseState::ALL
        .iter()
        .filter(|state| state.ended())
        .map(|state| state.code())
}

/// A case as the law sees it.
///
/// # Errors
/// When the row cannot be read.
pub(in crate::features) fn kept(row: &case_file::Model) -> Result<Kept<CaseId>, ApiError> {
    Ok(Kept {
        case: CaseId(row.id),
        state: door::state(row)?,
        ended: clock::london_day(row.state_since),
        born: door::born(row).ok_or(ApiError::Lost("the month of birth of a case"))?,
        hold: row.legal_hold,
        concern: row.concern,
    })
}
