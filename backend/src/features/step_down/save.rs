//! Writing a plan back to its rows.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::Expr,
};
use serde_json::json;
use shared::{
    ids::{AgencyId, CaseId, PersonId},
    step_down::{Answer, Review, StepDown, StepDownEvent, StepDownState, Version, VersionStage},
};
use uuid::Uuid;

use crate::{clock, db::Unit, error::ApiError};

use super::{
    kept::Kept,
    trace::{detail, record, tell_case},
};

use entities::{step_down, step_down_acceptance, step_down_review, step_down_version};

/// Who does something, and for which agency. What follows from an act of others is done for none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doer {
    pub person: PersonId,
    pub agency: AgencyId,
}

/// Adds the rows of a plan that is begun.
///
/// # Errors
/// When the database fails.
pub(super) async fn begin(
    unit: &mut Unit<'_>,
    case: CaseId,
    by: Doer,
) -> Result<step_down::Model, ApiError> {
    let row = step_down::ActiveModel {
        id: Set(clock::random_id()),
        case_id: Set(case.0),
        state: Set(StepDownState::Draft.code().to_owned()),
        proposed_at: Set(None),
        stepped_down_on: Set(None),
        duties: Set(json!({})),
        begun_at: Set(unit.now),
        begun_by: Set(by.person.0),
        begun_for: Set(by.agency.0),
        ended_at: Set(None),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    for version in StepDown::begun().versions() {
        add_version(unit, row.id, version, by).await?;
    }
    tell_case(
        unit,
        case,
        "step_down.begin",
        Some(by.agency),
        None,
        json!({"plan": row.id}),
    );
    Ok(row)
}

async fn add_version(
    unit: &Unit<'_>,
    plan: Uuid,
    version: &Version,
    by: Doer,
) -> Result<(), ApiError> {
    step_down_version::Entity::insert(step_down_version::ActiveModel {
        plan_id: Set(plan),
        number: Set(number(version)),
        stage: Set(version.stage.code().to_owned()),
        content: Set(serde_json::to_value(&version.content)?),
        written_by: Set(by.person.0),
        written_for: Set(by.agency.0),
        written_at: Set(unit.now),
    })
    .exec_without_returning(unit.txn)
    .await?;
    Ok(())
}

fn number(version: &Version) -> i32 {
    i32::try_from(version.number).unwrap_or(i32::MAX)
}

/// Writes the plan as it stands after `event`, with its line in the time line of the case and its
/// entry in the audit log. Gives back the version of its record.
///
/// # Errors
/// When the database fails.
pub(super) async fn save(
    unit: &mut Unit<'_>,
    kept: &Kept,
    next: &StepDown,
    event: &StepDownEvent,
    by: Option<Doer>,
) -> Result<i32, ApiError> {
    let proposed = next
        .working()
        .is_some_and(|version| version.stage == VersionStage::Proposed);
    let proposed_at = match (proposed, event) {
        (false, _) => None,
        (true, StepDownEvent::Propose {}) => Some(unit.now),
        (true, _) => kept.row.proposed_at,
    };
    let version = kept.row.version + 1;
    step_down::ActiveModel {
        id: Unchanged(kept.row.id),
        state: Set(next.state().code().to_owned()),
        proposed_at: Set(proposed_at),
        stepped_down_on: Set(next.stepped_down()),
        ended_at: Set((!next.state().live()).then_some(unit.now)),
        version: Set(version),
        ..Default::default()
    }
    .update(unit.txn)
    .await?;
    for after in next.versions() {
        save_version(unit, kept, after, by).await?;
    }
    save_reviews(unit, kept, next.reviews(), by).await?;
    let detail = detail(kept, next, event)?;
    let agency = by.map(|by| by.agency);
    let words = event.said().map(str::to_owned);
    tell_case(unit, kept.case(), event.act(), agency, words, detail);
    record(unit, kept.case(), event.act(), agency);
    Ok(version)
}

async fn save_version(
    unit: &Unit<'_>,
    kept: &Kept,
    after: &Version,
    by: Option<Doer>,
) -> Result<(), ApiError> {
    let plan = kept.row.id;
    let before = kept
        .plan
        .versions()
        .iter()
        .find(|version| version.number == after.number);
    let Some(before) = before else {
        let by = by.ok_or_else(ApiError::not_found)?;
        return add_version(unit, plan, after, by).await;
    };
    let mut row = step_down_version::ActiveModel {
        plan_id: Unchanged(plan),
        number: Unchanged(number(after)),
        ..Default::default()
    };
    if before.stage != after.stage {
        row.stage = Set(after.stage.code().to_owned());
    }
    if let (true, Some(by)) = (before.content != after.content, by) {
        row.content = Set(serde_json::to_value(&after.content)?);
        row.written_by = Set(by.person.0);
        row.written_for = Set(by.agency.0);
        row.written_at = Set(unit.now);
    }
    if row.is_changed() {
        row.update(unit.txn).await?;
    }
    let gone = before
        .accepted_by
        .iter()
        .filter(|agency| !after.accepted_by.contains(agency))
        .map(|agency| agency.0)
        .collect::<Vec<_>>();
    if !gone.is_empty() {
        step_down_acceptance::Entity::delete_many()
            .filter(step_down_acceptance::Column::PlanId.eq(plan))
            .filter(step_down_acceptance::Column::Number.eq(number(after)))
            .filter(step_down_acceptance::Column::AgencyId.is_in(gone))
            .exec(unit.txn)
            .await?;
    }
    let new = after
        .accepted_by
        .iter()
        .filter(|agency| !before.accepted_by.contains(agency));
    for agency in new {
        let by = by.ok_or_else(ApiError::not_found)?;
        step_down_acceptance::Entity::insert(step_down_acceptance::ActiveModel {
            plan_id: Set(plan),
            number: Set(number(after)),
            agency_id: Set(agency.0),
            person_id: Set(by.person.0),
            at: Set(unit.now),
        })
        .exec_without_returning(unit.txn)
        .await?;
    }
    Ok(())
}

async fn save_reviews(
    unit: &Unit<'_>,
    kept: &Kept,
    after: &[Review],
    by: Option<Doer>,
) -> Result<(), ApiError> {
    let plan = kept.row.id;
    let before = kept.plan.reviews();
    let gone = before
        .iter()
        .map(|review| review.due)
        .filter(|due| !after.iter().any(|review| review.due == *due))
        .collect::<Vec<_>>();
    if !gone.is_empty() {
        step_down_review::Entity::delete_many()
            .filter(step_down_review::Column::PlanId.eq(plan))
            .filter(step_down_review::Column::Due.is_in(gone))
            .filter(step_down_review::Column::AnsweredAt.is_null())
            .exec(unit.txn)
            .await?;
    }
    for review in after {
        match before.iter().find(|one| one.due == review.due) {
            None => {
                step_down_review::Entity::insert(step_down_review::ActiveModel {
                    plan_id: Set(plan),
                    due: Set(review.due),
                    case_id: Set(kept.row.case_id),
                    not_held: Set(false),
                    ..Default::default()
                })
                .exec_without_returning(unit.txn)
                .await?;
            }
            Some(one) if one.answer.is_none() => {
                if let Some(answer) = &review.answer {
                    answer_review(unit, plan, review.due, answer, by).await?;
                }
            }
            Some(_) => {}
        }
    }
    Ok(())
}

async fn answer_review(
    unit: &Unit<'_>,
    plan: Uuid,
    due: chrono::NaiveDate,
    answer: &Answer,
    by: Option<Doer>,
) -> Result<(), ApiError> {
    use step_down_review::Column;
    let by = by.ok_or_else(ApiError::not_found)?;
    let (held_on, finding, words) = match answer {
        Answer::Held { on, finding, words } => (Some(*on), Some(finding.code()), words),
        Answer::NotHeld { words } => (None, None, words),
    };
    step_down_review::Entity::update_many()
        .col_expr(Column::HeldOn, Expr::value(held_on))
        .col_expr(Column::Finding, Expr::value(finding))
        .col_expr(Column::Words, Expr::value(words.clone()))
        .col_expr(Column::NotHeld, Expr::value(held_on.is_none()))
        .col_expr(Column::AnsweredBy, Expr::value(by.person.0))
        .col_expr(Column::AnsweredFor, Expr::value(by.agency.0))
        .col_expr(Column::AnsweredAt, Expr::value(unit.now))
        .filter(Column::PlanId.eq(plan))
        .filter(Column::Due.eq(due))
        .filter(Column::AnsweredAt.is_null())
        .exec(unit.txn)
        .await?;
    Ok(())
}
