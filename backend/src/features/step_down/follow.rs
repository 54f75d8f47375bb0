//! What happens to a plan because something happens to its case, and what others ask about it.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ids::{AgencyId, CaseId, StepDownId},
    step_down::{StepDownEvent, StepDownState, api::StepDownHead},
};
use uuid::Uuid;

use crate::{db::Unit, error::ApiError, features::cases::door};

use super::{
    around::{Surroundings, live},
    kept::{self, Kept, word},
    save::{self, Doer},
    told,
};

use entities::{step_down, step_down_review};

/// Whether a plan of the case still does something.
///
/// # Errors
/// When the database fails.
pub(in crate::features) async fn running(
    connection: &impl ConnectionTrait,
    case: CaseId,
) -> Result<bool, ApiError> {
    Ok(kept::live(connection, case).await?.is_some())
}

/// The plans of a case, the live one first, then the latest.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(in crate::features) async fn heads(
    connection: &impl ConnectionTrait,
    case: CaseId,
    today: NaiveDate,
) -> Result<Vec<StepDownHead>, ApiError> {
    let rows = step_down::Entity::find()
        .filter(step_down::Column::CaseId.eq(case.0))
        .order_by_desc(step_down::Column::BegunAt)
        .order_by_desc(step_down::Column::Id)
        .all(connection)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let open = step_down_review::Entity::find()
        .filter(step_down_review::Column::CaseId.eq(case.0))
        .filter(step_down_review::Column::AnsweredAt.is_null())
        .order_by_asc(step_down_review::Column::Due)
        .all(connection)
        .await?;
    let mut heads = rows
        .into_iter()
        .map(|row| {
            let state: StepDownState = word(&row.state)?;
            let next_review = open
                .iter()
                .find(|review| review.plan_id == row.id && state.reviewed())
                .map(|review| review.due);
            Ok(StepDownHead {
                id: StepDownId(row.id),
                state,
                begun_at: row.begun_at,
                ended_at: row.ended_at,
                stepped_down_on: row.stepped_down_on,
                next_review,
                overdue: next_review.is_some_and(|due| due < today),
            })
        })
        .collect::<Result<Vec<_>, ApiError>>()?;
    heads.sort_by_key(|head| !head.state.live());
    Ok(heads)
}

/// Brings the live plan of a case in line with who takes part, once somebody has joined or left.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(in crate::features) async fn parties_changed(
    unit: &mut Unit<'_>,
    case: CaseId,
) -> Result<(), ApiError> {
    // Nobody does it: it follows from the case.
    let nobody = AgencyId(Uuid::nil());
    follow(unit, case, &StepDownEvent::PartiesChanged {}, nobody, None).await
}

/// Stops the live plan of a case that has ended, with the reason.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(in crate::features) async fn stop(
    unit: &mut Unit<'_>,
    case: CaseId,
    agency: AgencyId,
    words: String,
) -> Result<(), ApiError> {
    let by = unit.person().map(|person| Doer { person, agency });
    follow(unit, case, &StepDownEvent::Stop { words }, agency, by).await
}

async fn follow(
    unit: &mut Unit<'_>,
    case: CaseId,
    event: &StepDownEvent,
    agency: AgencyId,
    by: Option<Doer>,
) -> Result<(), ApiError> {
    unit.flush().await?;
    unit.alone(&door::lock(case)).await?;
    let Some(row) = kept::live(unit.txn, case).await? else {
        return Ok(());
    };
    let kept = Kept::load(unit.txn, row).await?;
    let contents = kept.plan.working().map(|version| &version.content);
    let agencies = live(unit.txn, case).await?;
    let surroundings = Surroundings::of(unit.txn, agencies, contents, unit.today()).await?;
    let next = kept
        .plan
        .apply(event, agency, &surroundings.around())
        .map_err(ApiError::wrong_state)?;
    if next == kept.plan {
        return Ok(());
    }
    save::save(unit, &kept, &next, event, by).await?;
    told::of(unit, &kept, &next, event, agency).await
}
