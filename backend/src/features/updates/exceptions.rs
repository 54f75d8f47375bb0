//! Exceptions that reopen a closed cycle for one action, one agency and one person, and the lock
//! that only they get past.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder,
};
use shared::{
    auth::api::Permit,
    ids::{ActionId, AgencyId, CycleId, ExceptionId, PersonId, PlanId},
    policy::{Actor, RefusalCode, Verb},
    problem::{FieldCode, FieldError},
    updates::{
        Exception,
        api::{CreateException, CycleView, ExceptionList, ExceptionView},
        check_exception,
    },
};
use uuid::Uuid;

use crate::{
    clock,
    ctx::Ctx,
    db::{Act, Unit},
    error::{ApiError, permit},
    features::{names, notices, plans},
};

use super::{
    cycles::{self, judge, permits},
    hand_over, leads,
    records::{self, stands},
};

use entities::cycle_exception::{ActiveModel, Column, Entity, Model};

/// The exceptions that hold for an action in a cycle, as the rules see them. Whether one has run
/// out is for the rules.
///
/// # Errors
/// When the database fails.
pub async fn on(
    connection: &impl ConnectionTrait,
    cycle: Uuid,
    action: ActionId,
) -> Result<Vec<Exception>, ApiError> {
    let rows = Entity::find()
        .filter(Column::CycleId.eq(cycle))
        .filter(Column::ActionId.eq(action.0))
        .filter(Column::EndedAt.is_null())
        .all(connection)
        .await?;
    Ok(rows.iter().map(rule).collect())
}

/// The exceptions that name `person`, each with its cycle.
///
/// # Errors
/// When the database fails.
pub async fn for_person(
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<(Uuid, Exception)>, ApiError> {
    let rows = Entity::find()
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::EndedAt.is_null())
        .all(connection)
        .await?;
    Ok(rows.iter().map(|row| (row.cycle_id, rule(row))).collect())
}

fn rule(row: &Model) -> Exception {
    Exception {
        action: ActionId(row.action_id),
        agency: AgencyId(row.agency_id),
        person: PersonId(row.person_id),
        until: row.until,
        ended: row.ended_at.is_some(),
    }
}

async fn shown(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: chrono::NaiveDate,
    rows: Vec<Model>,
) -> Result<Vec<ExceptionView>, ApiError> {
    let actions =
        names::actions(connection, rows.iter().map(|row| ActionId(row.action_id))).await?;
    let agencies =
        names::agencies(connection, rows.iter().map(|row| AgencyId(row.agency_id))).await?;
    let people = names::people(
        connection,
        rows.iter()
            .flat_map(|row| [row.person_id, row.by_id])
            .map(PersonId),
    )
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let holds = rule(&row).holds_on(today);
            Some(ExceptionView {
                id: ExceptionId(row.id),
                action: actions.get(&ActionId(row.action_id))?.clone(),
                agency: agencies.get(&AgencyId(row.agency_id))?.clone(),
                person: people.get(&PersonId(row.person_id))?.clone(),
                by: people.get(&PersonId(row.by_id))?.clone(),
                at: row.at,
                reason: row.reason,
                until: row.until,
                holds,
                allowed: if holds {
                    permits(actor, "end", Verb::Update, PlanId(row.plan_id))
                } else {
                    vec![Permit {
                        act: "end".to_owned(),
                        refusal: Some(RefusalCode::NotNow.into()),
                    }]
                },
            })
        })
        .collect())
}

/// The exceptions of a cycle, latest first, those that have ended too.
///
/// # Errors
/// `not_found` for a plan out of reach or a cycle that it does not have.
pub async fn list(ctx: &Ctx, plan: &str, cycle: CycleId) -> Result<ExceptionList, ApiError> {
    let plan = plans::find::plan(ctx.read(), ctx.actor(), ctx.scope(), plan).await?;
    permit(judge(ctx.actor(), Verb::List, plan.id()))?;
    let row = cycles::find(ctx.read(), plan.id(), cycle).await?;
    let rows = Entity::find()
        .filter(Column::CycleId.eq(cycle.0))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .all(ctx.read())
        .await?;
    let allowed = match stands(&row, ctx.today()).can_be_reopened() {
        Ok(()) => permits(ctx.actor(), "create", Verb::Update, plan.id()),
        Err(code) => vec![Permit {
            act: "create".to_owned(),
            refusal: Some(code.into()),
        }],
    };
    Ok(ExceptionList {
        items: shown(ctx.read(), ctx.actor(), ctx.today(), rows).await?,
        allowed,
    })
}

/// Reopens a closed cycle for one action, one agency and one person.
///
/// # Errors
/// `forbidden`, `wrong_state` while the cycle still takes updates, or `invalid` by field.
pub async fn create(
    unit: &mut Unit<'_>,
    plan: &str,
    cycle: CycleId,
    form: CreateException,
) -> Result<ExceptionView, ApiError> {
    let plan = cycles::claimed(unit, plan).await?;
    let plan_id = PlanId(plan.id);
    permit(judge(unit.actor()?, Verb::Update, plan_id))?;
    let row = cycles::find(unit.txn, plan_id, cycle).await?;
    stands(&row, unit.today())
        .can_be_reopened()
        .map_err(ApiError::wrong_state)?;
    let reason = checked(unit, &row, &form).await?;
    let row = Model {
        id: clock::ordered_id(),
        plan_id: plan.id,
        cycle_id: cycle.0,
        action_id: form.action.0,
        agency_id: form.agency.0,
        person_id: form.person.0,
        reason,
        until: form.until,
        by_id: unit.actor()?.person.0,
        at: unit.now,
        ended_at: None,
    };
    Entity::insert(ActiveModel::from(row.clone()).reset_all())
        .exec(unit.txn)
        .await?;
    record(unit, "cycle.exception", &row);
    notices::exception(unit, &row);
    view(unit, row).await
}

/// The reason as it is kept, once everything that the form names belongs together.
async fn checked(
    unit: &Unit<'_>,
    cycle: &entities::cycle::Model,
    form: &CreateException,
) -> Result<String, ApiError> {
    let mut faults: Vec<FieldError> = Vec::new();
    let reason = match check_exception(&form.reason, form.until, unit.today()) {
        Ok(reason) => reason,
        Err(found) => {
            faults.extend(found);
            String::new()
        }
    };
    use entities::action;
    let action = action::Entity::find_by_id(form.action.0)
        .filter(action::Column::PlanId.eq(cycle.plan_id))
        .one(unit.txn)
        .await?;
    let leads = leads::of_actions(unit.txn, unit.scope()?, &[form.action]).await?;
    let leads = leads.get(&form.action).map_or(&[][..], Vec::as_slice);
    if action.is_none() {
        faults.push(FieldError::new(
            "/action",
            FieldCode::NotFound,
            "The plan has no such action. Choose one from the list",
        ));
    } else if !records::scope(cycle)?.covers(form.action, leads.iter().copied()) {
        faults.push(FieldError::new(
            "/action",
            FieldCode::NotAllowed,
            "The cycle did not ask about this action. Choose one that it asked about",
        ));
    } else if !leads.contains(&form.agency) {
        faults.push(FieldError::new(
            "/agency",
            FieldCode::NotAllowed,
            "This agency does not lead the action. Choose one that does",
        ));
    }
    if !hand_over::may_write(unit, form.agency, form.person).await? {
        faults.push(FieldError::new(
            "/person",
            FieldCode::NotAllowed,
            "This person does not report for the agency. Choose one of its leads or editors",
        ));
    }
    if faults.is_empty() {
        Ok(reason)
    } else {
        Err(ApiError::invalid(faults))
    }
}

/// Ends an exception before its time.
///
/// # Errors
/// `not_found`, `forbidden`, or `wrong_state` where it has ended.
pub async fn end(
    unit: &mut Unit<'_>,
    plan: &str,
    cycle: CycleId,
    exception: ExceptionId,
) -> Result<ExceptionView, ApiError> {
    let plan = cycles::claimed(unit, plan).await?;
    let row = Entity::find_by_id(exception.0)
        .filter(Column::PlanId.eq(plan.id))
        .filter(Column::CycleId.eq(cycle.0))
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    permit(judge(unit.actor()?, Verb::Update, PlanId(plan.id)))?;
    if !rule(&row).holds_on(unit.today()) {
        return Err(ApiError::wrong_state(RefusalCode::NotNow));
    }
    let row = Model {
        ended_at: Some(unit.now),
        ..row
    };
    ActiveModel {
        id: Set(row.id),
        ended_at: Set(row.ended_at),
        ..Default::default()
    }
    .update(unit.txn)
    .await?;
    record(unit, "cycle.exception_end", &row);
    notices::exception_ended(unit, &row).await?;
    view(unit, row).await
}

async fn view(unit: &Unit<'_>, row: Model) -> Result<ExceptionView, ApiError> {
    shown(unit.txn, unit.actor()?, unit.today(), vec![row])
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

fn record(unit: &mut Unit<'_>, act: &'static str, row: &Model) {
    unit.record(Act {
        act,
        kind: "cycle",
        subject: row.cycle_id,
        plan: Some(PlanId(row.plan_id)),
        agency: Some(AgencyId(row.agency_id)),
    });
}

/// Locks a closed cycle: from now on nothing in it moves but by an exception.
///
/// # Errors
/// `forbidden`, `stale` with the cycle as it stands, or `wrong_state` before it is closed.
pub async fn lock(
    unit: &mut Unit<'_>,
    plan: &str,
    cycle: CycleId,
    version: i32,
) -> Result<CycleView, ApiError> {
    let plan = cycles::claimed(unit, plan).await?;
    let row = cycles::find(unit.txn, PlanId(plan.id), cycle).await?;
    permit(judge(unit.actor()?, Verb::Update, PlanId(plan.id)))?;
    cycles::in_version(unit, &row, version).await?;
    stands(&row, unit.today())
        .can_be_locked()
        .map_err(ApiError::wrong_state)?;
    let row = entities::cycle::Model {
        locked_at: Some(unit.now),
        version: version + 1,
        ..row
    };
    entities::cycle::ActiveModel::from(row.clone())
        .reset_all()
        .update(unit.txn)
        .await?;
    records::keep_cycle(unit, &row).await?;
    cycles::record(unit, "cycle.lock", &row);
    cycles::view(unit, row).await
}
