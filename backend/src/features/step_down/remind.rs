//! Who is named on a case is told a week before a review of its plan, and on the day after one was
//! missed: once for each review and each of the two. What they are told says nothing of the case.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{OnConflict, Query},
};
use shared::{ids::CaseId, notices::Occasion, step_down::StepDownState};

use crate::{
    clock,
    db::{Database, Unit, Who},
    error::ApiError,
    features::cases::tell,
};

use super::trace;

use entities::{setting, step_down, step_down_review};

/// The setting that says for which day this was done last.
const DONE: &str = "step_down.reminded";
/// How many days before a review people are told.
const SOON: u64 = 7;

/// Tells people of the reviews of the day that it is at `now`, unless that was done.
///
/// # Errors
/// When the database fails.
pub async fn remind_due(db: &Database, now: DateTime<Utc>) -> Result<(), ApiError> {
    let day = clock::london_day(now);
    if done_for(&db.read).await?.is_some_and(|last| last >= day) {
        return Ok(());
    }
    db.unit(Who::console("step-down reviews"), move |unit| {
        Box::pin(async move {
            unit.changes_nothing();
            unit.alone("step-down reviews").await?;
            let last = done_for(unit.txn).await?;
            if last.is_some_and(|last| last >= day) {
                return Ok(());
            }
            remind(unit, last, day).await?;
            done(unit, day).await
        })
    })
    .await
}

async fn done_for(connection: &impl ConnectionTrait) -> Result<Option<NaiveDate>, ApiError> {
    let last = setting::Entity::find_by_id(DONE).one(connection).await?;
    Ok(last.and_then(|row| row.value.parse().ok()))
}

async fn done(unit: &Unit<'_>, day: NaiveDate) -> Result<(), ApiError> {
    setting::Entity::insert(setting::ActiveModel {
        key: Set(DONE.to_owned()),
        value: Set(day.to_string()),
    })
    .on_conflict(
        OnConflict::column(setting::Column::Key)
            .update_column(setting::Column::Value)
            .to_owned(),
    )
    .exec_without_returning(unit.txn)
    .await?;
    Ok(())
}

/// Reviews that came within a week, or were missed, since the day for which this was done last: a
/// day on which no server ran is made up for.
async fn remind(
    unit: &mut Unit<'_>,
    last: Option<NaiveDate>,
    day: NaiveDate,
) -> Result<(), ApiError> {
    let before = last.unwrap_or_else(|| day.pred_opt().unwrap_or(day));
    let ahead = |day: NaiveDate| day.checked_add_days(Days::new(SOON)).unwrap_or(day);
    let due = step_down_review::Column::Due;
    let soon = Condition::all()
        .add(due.gt(ahead(before)))
        .add(due.lte(ahead(day)));
    // A review is missed once its day is over.
    let missed = Condition::all().add(due.gte(before)).add(due.lt(day));
    let reviewed = StepDownState::ALL
        .iter()
        .filter(|state| state.reviewed())
        .map(|state| state.code());
    let live = Query::select()
        .column(step_down::Column::Id)
        .from(step_down::Entity)
        .and_where(step_down::Column::State.is_in(reviewed))
        .to_owned();
    let rows = step_down_review::Entity::find()
        .filter(step_down_review::Column::AnsweredAt.is_null())
        .filter(Condition::any().add(soon).add(missed))
        .filter(step_down_review::Column::PlanId.in_subquery(live))
        .order_by_asc(due)
        .all(unit.txn)
        .await?;
    for row in rows {
        let occasion = if row.due < day {
            Occasion::ReviewMissed
        } else {
            Occasion::ReviewSoon
        };
        let case = CaseId(row.case_id);
        let people = tell::named(unit, case, None).await?;
        if people.is_empty() {
            continue;
        }
        tell::say(unit, occasion, row.plan_id, people, Some(row.due));
        // A notice of another review of the same plan takes the place of this one only afterwards.
        unit.flush().await?;
        trace::record(unit, case, "step_down.remind", None);
    }
    Ok(())
}
