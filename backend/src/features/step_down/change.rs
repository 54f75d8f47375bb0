//! Beginning a plan, saving it, and what happens to it.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
};
use serde_json::json;
use shared::{
    cases::CaseVerb,
    ids::{CaseId, StepDownId},
    policy::{Refusal, RefusalCode},
    problem::{ErrorCode, FieldCode},
    step_down::{
        Gap, StepDown, StepDownEvent,
        api::{DutyDone, SaveStepDown, StepDownContent, StepDownReceipt},
        gaps,
    },
};

use crate::{clock, db::Unit, error::ApiError, features::cases::door};

use super::{
    acting::CaseOf,
    around::Surroundings,
    duties::Duties,
    kept::{self, Kept},
    save::{self, Doer},
    told, trace,
};

/// Begins a plan.
///
/// # Errors
/// `not_found`, `forbidden`, or `wrong_state` where one is live or the case has ended.
pub(crate) async fn begin(unit: &mut Unit<'_>, case: CaseId) -> Result<StepDownReceipt, ApiError> {
    let about = CaseOf::of(&door::open(unit, case, CaseVerb::Plan).await?)?;
    if !about.state.live() {
        return Err(ApiError::wrong_state(RefusalCode::NotNow));
    }
    if kept::live(unit.txn, case).await?.is_some() {
        return Err(ApiError::wrong_state(RefusalCode::PlanRunning));
    }
    let by = doer(unit, &about, None)?;
    let row = save::begin(unit, case, by).await?;
    trace::record(unit, case, "step_down.begin", Some(by.agency));
    Ok(StepDownReceipt {
        id: StepDownId(row.id),
        version: row.version,
    })
}

/// Who acts for which agency: the one that holds responsibility where somebody is named for it. Who
/// is named for two accepts for the one that has not.
fn doer(unit: &Unit<'_>, about: &CaseOf, accepting: Option<&StepDown>) -> Result<Doer, ApiError> {
    let accepted = |agency| {
        accepting
            .and_then(StepDown::working)
            .is_some_and(|version| version.accepted_by.contains(agency))
    };
    let agency = about
        .mine
        .iter()
        .find(|agency| !accepted(agency))
        .or_else(|| about.mine.first())
        .copied()
        .ok_or_else(ApiError::not_found)?;
    Ok(Doer {
        person: unit.actor()?.person,
        agency,
    })
}

/// The plan to change, in the version that the caller has.
async fn claimed(
    unit: &Unit<'_>,
    plan: StepDownId,
    version: i32,
) -> Result<(CaseOf, Kept), ApiError> {
    let case = CaseId(kept::row(unit.txn, plan).await?.case_id);
    let about = CaseOf::of(&door::open(unit, case, CaseVerb::Plan).await?)?;
    // Nobody else writes to the case from here on.
    let row = kept::row(unit.txn, plan).await?;
    if row.version != version {
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this plan. Look at it again and repeat your change.",
        )
        .with_current(json!({"version": row.version})));
    }
    Ok((about, Kept::load(unit.txn, row).await?))
}

/// Saves the version that is being written.
///
/// # Errors
/// `stale`, `forbidden`, `wrong_state`, or `invalid` by field.
pub(crate) async fn save(
    unit: &mut Unit<'_>,
    plan: StepDownId,
    version: i32,
    form: SaveStepDown,
) -> Result<StepDownReceipt, ApiError> {
    let event = StepDownEvent::Save {
        content: Box::new(form.content),
    };
    let (about, kept) = claimed(unit, plan, version).await?;
    let event = event
        .checked(&about.known(), unit.today())
        .map_err(|faults| ApiError::invalid(faults.into_iter().map(in_content).collect()))?;
    done(unit, &about, &kept, &event).await
}

/// A fault of the content, at its place in the form.
fn in_content(fault: shared::problem::FieldError) -> shared::problem::FieldError {
    shared::problem::FieldError {
        pointer: format!("/content{}", fault.pointer),
        ..fault
    }
}

/// Lets something happen to a plan.
///
/// # Errors
/// `stale`, `forbidden`, `wrong_state`, or `invalid` by field.
pub(crate) async fn happen(
    unit: &mut Unit<'_>,
    plan: StepDownId,
    version: i32,
    event: StepDownEvent,
) -> Result<StepDownReceipt, ApiError> {
    if matches!(
        event,
        StepDownEvent::Save { .. } | StepDownEvent::PartiesChanged {}
    ) {
        return Err(ApiError::field(
            "/event",
            FieldCode::NotAllowed,
            "Send what the plan says with PUT. That the parties changed follows from the case",
        ));
    }
    let (about, kept) = claimed(unit, plan, version).await?;
    let event = event
        .checked(&about.known(), unit.today())
        .map_err(ApiError::invalid)?;
    done(unit, &about, &kept, &event).await
}

async fn done(
    unit: &mut Unit<'_>,
    about: &CaseOf,
    kept: &Kept,
    event: &StepDownEvent,
) -> Result<StepDownReceipt, ApiError> {
    let contents = kept.plan.working().map(|version| &version.content);
    let surroundings =
        Surroundings::of(unit.txn, about.live.clone(), contents, unit.today()).await?;
    let accepting = matches!(event, StepDownEvent::Accept {}).then_some(&kept.plan);
    let by = doer(unit, about, accepting)?;
    let next = kept
        .plan
        .apply(event, by.agency, &surroundings.around())
        .map_err(|code| refused(code, event, contents, &surroundings))?;
    let version = save::save(unit, kept, &next, event, Some(by)).await?;
    told::of(unit, kept, &next, event, by.agency).await?;
    Ok(StepDownReceipt {
        id: kept.id(),
        version,
    })
}

/// A refusal, at the field where it can be mended where there is one.
fn refused(
    code: RefusalCode,
    event: &StepDownEvent,
    working: Option<&StepDownContent>,
    surroundings: &Surroundings,
) -> ApiError {
    let at = |pointer: &str, field: FieldCode| {
        ApiError::field(pointer, field, Refusal::from(code).sentence)
    };
    match (code, event, working) {
        (RefusalCode::PlanIncomplete, StepDownEvent::Propose {}, Some(content)) => {
            ApiError::invalid(
                gaps(content, &surroundings.around())
                    .into_iter()
                    .map(Gap::fault)
                    .collect(),
            )
        }
        (RefusalCode::NextReviewMissing, ..) => at("/next", FieldCode::Required),
        (RefusalCode::NextReviewLate, ..) => at("/next", FieldCode::TooLate),
        (RefusalCode::NextReviewPassed, ..) => at("/next", FieldCode::TooEarly),
        (RefusalCode::ReviewElsewhere, ..) => at("/on", FieldCode::TooEarly),
        (RefusalCode::ReviewToCome, ..) => at("/due", FieldCode::TooLate),
        _ => ApiError::wrong_state(code),
    }
}

/// Records that something owed around the step-down has been done.
///
/// # Errors
/// `stale`, `forbidden`, `wrong_state`, or `invalid` by field.
pub(super) async fn duty(
    unit: &mut Unit<'_>,
    plan: StepDownId,
    version: i32,
    form: DutyDone,
) -> Result<StepDownReceipt, ApiError> {
    let (about, kept) = claimed(unit, plan, version).await?;
    let mut duties = Duties::of(&kept.row)?;
    duties.can_be_done(&kept.plan, form.duty)?;
    if form.on > unit.today() {
        return Err(ApiError::field(
            "/on",
            FieldCode::TooLate,
            "This day is to come. Record it when it has happened",
        ));
    }
    if form.on < clock::london_day(kept.row.begun_at) {
        return Err(ApiError::field(
            "/on",
            FieldCode::TooEarly,
            "This day lies before the plan was begun. Check it",
        ));
    }
    let by = doer(unit, &about, None)?;
    duties.done(form.duty, form.on, by);
    entities::step_down::ActiveModel {
        id: Unchanged(kept.row.id),
        duties: Set(serde_json::to_value(&duties)?),
        version: Set(version + 1),
        ..Default::default()
    }
    .update(unit.txn)
    .await?;
    let detail = json!({"plan": kept.row.id, "duty": form.duty, "on": form.on});
    let act = "step_down.duty";
    trace::tell_case(unit, about.id, act, Some(by.agency), None, detail);
    trace::record(unit, about.id, act, Some(by.agency));
    Ok(StepDownReceipt {
        id: plan,
        version: version + 1,
    })
}
