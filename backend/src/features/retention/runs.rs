//! Proposing a run, and agreeing to it, which carries it out.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use shared::{
    cases::{
        api::{RetentionAnswer, RetentionAsk, RetentionDue},
        retention::Run,
    },
    ids::{AgencyId, CaseId, PersonId, RunId},
    policy::{RefusalCode, Role, Verb},
};
use uuid::Uuid;

use crate::{
    clock,
    db::{Act, Unit},
    error::{ApiError, permit},
    features::cases::door,
};

use super::{anonymise::anonymise, look, read::judge};

use entities::retention_run;

/// What units that propose or agree wait for.
const LOCK: &str = "retention";

fn record(unit: &mut Unit<'_>, act: &'static str, run: Uuid, agency: Option<AgencyId>) {
    unit.record(Act {
        act,
        kind: "retention",
        subject: run,
        plan: None,
        agency,
    });
}

fn lead_of(unit: &Unit<'_>) -> Result<AgencyId, ApiError> {
    unit.actor()?
        .grants
        .iter()
        .find(|grant| grant.role == Role::AgencyLead)
        .and_then(|grant| grant.agency)
        .ok_or_else(ApiError::not_found)
}

fn me(unit: &Unit<'_>) -> Result<PersonId, ApiError> {
    unit.person().ok_or_else(ApiError::not_found)
}

/// Looks at what is due, and proposes it where it is no dry run.
///
/// # Errors
/// `not_found` or `forbidden`, or `wrong_state` where the clock has jumped or nothing is due.
pub(super) async fn propose(
    unit: &mut Unit<'_>,
    months: u32,
    dry: bool,
    ask: RetentionAsk,
) -> Result<RetentionAnswer, ApiError> {
    permit(judge(unit.actor()?, Verb::Create))?;
    unit.alone(LOCK).await?;
    let agency = lead_of(unit)?;
    let found = look::due(unit, months, ask.clock_is_right).await?;
    let due = RetentionDue {
        cases: found.cases.len(),
        left: found.left,
        held: found.held,
        concerns: found.concerns,
    };
    if dry {
        // A look is of nothing in particular: its entry stands under the person who looked.
        let person = me(unit)?;
        record(unit, "retention.look", person.0, Some(agency));
        return Ok(RetentionAnswer { due, run: None });
    }
    if found.cases.is_empty() {
        return Err(ApiError::wrong_state(RefusalCode::NotNow));
    }
    let run = insert(unit, &found.cases, agency, None).await?;
    record(unit, "retention.propose", run.0, Some(agency));
    Ok(RetentionAnswer {
        due,
        run: Some(run),
    })
}

/// Proposes to erase one case before its time. Whether the caller may ask is decided at its door.
///
/// # Errors
/// `wrong_state` where the case has not ended, or a hold or a concern lies on it.
pub(in crate::features) async fn propose_one(
    unit: &mut Unit<'_>,
    row: &entities::case_file::Model,
    agency: AgencyId,
    words: String,
) -> Result<RunId, ApiError> {
    let kept = look::kept(row)?;
    if !kept.may_go(true, 0, unit.today()) {
        return Err(ApiError::wrong_state(RefusalCode::RetentionNotAgreed));
    }
    insert(unit, &[kept.case], agency, Some(words)).await
}

async fn insert(
    unit: &Unit<'_>,
    cases: &[CaseId],
    agency: AgencyId,
    words: Option<String>,
) -> Result<RunId, ApiError> {
    let id = clock::ordered_id();
    retention_run::ActiveModel {
        id: Set(id),
        proposed_by: Set(me(unit)?.0),
        proposed_for: Set(agency.0),
        proposed_at: Set(unit.now),
        cases: Set(serde_json::to_value(cases)?),
        words: Set(words),
        agreed_by: Set(None),
        agreed_at: Set(None),
        done_at: Set(None),
        done: Set(None),
    }
    .insert(unit.txn)
    .await?;
    Ok(RunId(id))
}

/// The cases of a run that has not been carried out.
///
/// # Errors
/// When the row cannot be read.
pub(super) fn cases(row: &retention_run::Model) -> Result<Vec<CaseId>, ApiError> {
    Ok(serde_json::from_value(row.cases.clone())?)
}

/// A run as the law sees it.
///
/// # Errors
/// When the row cannot be read.
pub(super) fn law(row: &retention_run::Model) -> Result<Run<CaseId>, ApiError> {
    Ok(Run {
        cases: cases(row)?,
        proposed_by: PersonId(row.proposed_by),
        proposed: row.proposed_at,
        agreed_by: row.agreed_by.map(PersonId),
        asked: row.words.is_some(),
    })
}

/// Agrees to a run and carries it out: of its cases those that may go at this moment.
///
/// # Errors
/// `not_found`, `forbidden`, or `wrong_state`.
pub(super) async fn agree(
    unit: &mut Unit<'_>,
    run: RunId,
    months: u32,
) -> Result<retention_run::Model, ApiError> {
    permit(judge(unit.actor()?, Verb::Approve))?;
    unit.alone(LOCK).await?;
    let row = retention_run::Entity::find_by_id(run.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let agreed = law(&row)?
        .agree(me(unit)?, unit.now)
        .map_err(ApiError::wrong_state)?;
    let mut locked = agreed.cases.clone();
    locked.sort_unstable();
    for case in &locked {
        unit.alone(&door::lock(*case)).await?;
    }
    let kept = look::of(unit, &agreed.cases).await?;
    let due = agreed
        .carry_out(&kept, months, unit.today(), unit.now)
        .map_err(ApiError::wrong_state)?;
    for case in &due {
        anonymise(unit, *case, run.0).await?;
    }
    let agency = lead_of(unit).ok();
    let early = row.words.is_some();
    let mut row = row.into_active_model();
    row.agreed_by = Set(agreed.agreed_by.map(|person| person.0));
    row.agreed_at = Set(Some(unit.now));
    row.done_at = Set(Some(unit.now));
    row.done = Set(Some(i32::try_from(due.len()).unwrap_or(i32::MAX)));
    // Which cases they were, and why, has done its duty.
    row.cases = Set(serde_json::json!([]));
    row.words = Set(early.then(String::new));
    let row = row.update(unit.txn).await?;
    record(unit, "retention.agree", run.0, agency);
    Ok(row)
}
