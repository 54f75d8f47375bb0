//! Reporting cycles: which one is current, how they are listed, added and changed.

use std::collections::HashMap;

use crate::{
    clock,
    ctx::Ctx,
    db::{
        Act, Unit,
        json::{self, Lists},
    },
    error::{ApiError, permit},
    features::{names, plans},
};
use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde::Deserialize;
use shared::{
    auth::api::Permit,
    ids::{CycleId, PlanId},
    patch::Patch,
    policy::{Actor, Decision, RefusalCode, Resource, Scope, Target, Verb, decide},
    problem::{ErrorCode, FieldCode, FieldError},
    text::{NAME_MAX, PASSAGE_MAX, line, passage},
    updates::{
        CycleScope, CycleState,
        api::{CreateCycle, CycleList, CycleView, PatchCycle},
    },
};

pub use super::views::cycle_ref;
use super::{
    asked,
    my_work::owing_states,
    records::{self, dates, stands},
    views::begins,
};

use entities::cycle::{ActiveModel, Column, Entity, Model};

/// The cycle whose ratings are shown on `today` when nobody asks for another one: of those that
/// take updates the one that opened last, else the one that closed last.
pub fn current(
    cycles: &[entities::cycle::Model],
    today: NaiveDate,
) -> Option<&entities::cycle::Model> {
    let state = |cycle: &entities::cycle::Model| dates(cycle).state_on(today);
    cycles
        .iter()
        .filter(|cycle| state(cycle).takes_updates().is_ok())
        .max_by_key(|cycle| (cycle.opens, cycle.id))
        .or_else(|| {
            cycles
                .iter()
                .filter(|cycle| state(cycle) == CycleState::Closed)
                .max_by_key(|cycle| (cycle.closes, cycle.opens, cycle.id))
        })
}

/// The one of a plan's cycles that is asked for, or else the current one.
///
/// # Errors
/// `bad_query` for a cycle that is not one of them.
pub fn asked(
    cycles: &[Model],
    wanted: Option<CycleId>,
    today: NaiveDate,
) -> Result<Option<&Model>, ApiError> {
    let Some(wanted) = wanted else {
        return Ok(current(cycles, today));
    };
    match cycles.iter().find(|cycle| cycle.id == wanted.0) {
        Some(cycle) => Ok(Some(cycle)),
        None => Err(ApiError::new(
            ErrorCode::BadQuery,
            "The parameter cycle must name a reporting cycle of this plan.",
        )),
    }
}

/// What the policy says of `verb` on the cycles of a plan.
pub(super) fn judge(actor: &Actor, verb: Verb, plan: PlanId) -> Decision {
    decide(
        actor,
        verb,
        Resource::Cycle,
        &Target {
            plan: Some(plan),
            ..Target::default()
        },
    )
}

/// Whether the caller may `act`, which is `verb` on the cycles of a plan.
pub(super) fn permits(actor: &Actor, act: &str, verb: Verb, plan: PlanId) -> Vec<Permit> {
    let refusal = match judge(actor, verb, plan) {
        Decision::Allowed => None,
        Decision::Refused(refusal) => Some(refusal),
        Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
    };
    vec![Permit {
        act: act.to_owned(),
        refusal,
    }]
}

/// Cycles as they are shown, in the order given. An action counts as owing an update where it
/// owes one now or has had one accepted. Those out of reach are left out.
///
/// # Errors
/// When the database fails.
pub async fn views(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
    mut cycles: Vec<Model>,
) -> Result<Vec<CycleView>, ApiError> {
    cycles.retain(|row| scope.sees_plan(PlanId(row.plan_id)));
    if cycles.is_empty() {
        return Ok(Vec::new());
    }
    let plans = names::plans(connection, cycles.iter().map(|row| PlanId(row.plan_id))).await?;
    let scopes = cycles
        .iter()
        .map(|row| Ok((row.id, records::scope(row)?)))
        .collect::<Result<HashMap<_, _>, ApiError>>()?;
    let mut counted = counted(connection, &cycles).await?;
    counted.extend(asked::count(connection, scope, &cycles, &scopes).await?);
    Ok(cycles
        .into_iter()
        .filter_map(|row| {
            let plan = plans.get(&PlanId(row.plan_id))?.clone();
            let counted = counted.get(&CycleId(row.id)).copied()?;
            Some(CycleView {
                scope: scopes.get(&row.id).cloned().unwrap_or_default(),
                id: CycleId(row.id),
                allowed: allowed(actor, plan.id, stands(&row, today)),
                plan,
                state: stands(&row, today),
                name: row.name,
                observes_from: row.observes_from,
                observes_to: row.observes_to,
                opens: row.opens,
                due: row.due,
                closes: row.closes,
                locks: row.locks,
                instructions: row.instructions,
                owed: counted.owed,
                accepted: counted.accepted,
                version: row.version,
            })
        })
        .collect())
}

/// What the caller may do to a cycle that stands at `state`.
fn allowed(actor: &Actor, plan: PlanId, state: CycleState) -> Vec<Permit> {
    let mut allowed = permits(actor, "update", Verb::Update, plan);
    let mut lock = permits(actor, "lock", Verb::Update, plan);
    if let Err(code) = state.can_be_locked() {
        for permit in &mut lock {
            permit.refusal.get_or_insert_with(|| code.into());
        }
    }
    allowed.extend(lock);
    allowed
}

/// How many actions of a cycle owe an update or have had one accepted, and how many have.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Counted {
    pub cycle: CycleId,
    pub owed: u32,
    pub accepted: u32,
}

/// Counts where the rows are, as if every cycle asked about its whole plan: there is one for every
/// action in every cycle.
async fn counted(
    connection: &impl ConnectionTrait,
    cycles: &[Model],
) -> Result<HashMap<CycleId, Counted>, ApiError> {
    let mut lists = Lists::new(connection.get_database_backend());
    let wanted = json::ids(&mut lists, cycles.iter().map(|cycle| cycle.id));
    let owing: Vec<String> = owing_states().map(|state| format!("'{state}'")).collect();
    let owing = owing.join(", ");
    lists.with(
        "reported",
        &format!(
            "SELECT DISTINCT u.cycle_id, u.action_id, a.state FROM progress_update u JOIN action a ON a.id = u.action_id \
             WHERE u.cycle_id IN ({wanted}) AND u.state = 'accepted'"
        ),
    );
    let owes = format!(
        "(SELECT count(*) FROM action a WHERE a.plan_id = k.plan_id AND a.state IN ({owing}))"
    );
    // Those that owe one now, and those that have had one accepted though they owe none now.
    let others = format!(
        "(SELECT count(*) FROM reported r WHERE r.cycle_id = k.id AND r.state NOT IN ({owing}))"
    );
    let place = lists.list(
        &[
            &lists.id("k.id"),
            &format!("{owes} + {others}"),
            "(SELECT count(*) FROM reported r WHERE r.cycle_id = k.id)",
        ],
        "",
        &format!("cycle k WHERE k.id IN ({wanted})"),
    );
    let rows: Vec<Counted> = lists.ask(connection).await?.rows(place)?;
    Ok(rows.into_iter().map(|row| (row.cycle, row)).collect())
}

/// The cycles of a plan, latest first.
///
/// # Errors
/// `not_found` for a plan out of reach.
pub async fn list(ctx: &Ctx, plan: &str) -> Result<CycleList, ApiError> {
    let plan = plans::find::seen(ctx, plan).await?;
    permit(judge(ctx.actor(), Verb::List, plan.id()))?;
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .order_by_desc(Column::Opens)
        .order_by_desc(Column::Id)
        .all(ctx.read())
        .await?;
    Ok(CycleList {
        items: views(ctx.read(), ctx.actor(), ctx.scope(), ctx.today(), rows).await?,
        allowed: permits(ctx.actor(), "create", Verb::Create, plan.id()),
    })
}

/// A cycle of a plan.
///
/// # Errors
/// `not_found`.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    plan: PlanId,
    cycle: CycleId,
) -> Result<Model, ApiError> {
    Entity::find_by_id(cycle.0)
        .filter(Column::PlanId.eq(plan.0))
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// Refuses what was meant for another version, and gives the cycle as it stands.
///
/// # Errors
/// `stale`.
pub(super) async fn in_version(unit: &Unit<'_>, row: &Model, version: i32) -> Result<(), ApiError> {
    if row.version == version {
        return Ok(());
    }
    let current = view(unit, row.clone()).await?;
    Err(ApiError::new(
        ErrorCode::Stale,
        "Somebody else has changed this cycle. Look at it again and repeat your change.",
    )
    .with_current(serde_json::to_value(current)?))
}

/// The cycle as the unit's caller sees it.
///
/// # Errors
/// When the database fails.
pub(super) async fn view(unit: &Unit<'_>, row: Model) -> Result<CycleView, ApiError> {
    views(
        unit.txn,
        unit.actor()?,
        unit.scope()?,
        unit.today(),
        vec![row],
    )
    .await?
    .pop()
    .ok_or_else(ApiError::not_found)
}

/// Checks what a person may write of a cycle, and gives it back as it is to be kept.
async fn checked(
    unit: &Unit<'_>,
    plan: &entities::plan::Model,
    row: Model,
) -> Result<Model, ApiError> {
    let name = line("/name", "the cycle's name", &row.name, NAME_MAX);
    let instructions = passage("/instructions", &row.instructions, PASSAGE_MAX);
    let mut ordered = dates(&row).check(begins(plan));
    if let Err(fault) = dates(&row).check_lock(row.locks) {
        ordered = Err([ordered.err().unwrap_or_default(), vec![fault]].concat());
    }
    let (name, instructions) = match (name, instructions, ordered) {
        (Ok(name), Ok(instructions), Ok(())) => (name, instructions),
        (name, instructions, ordered) => {
            let mut faults: Vec<FieldError> = [name.err(), instructions.err()]
                .into_iter()
                .flatten()
                .collect();
            faults.extend(ordered.err().into_iter().flatten());
            return Err(ApiError::invalid(faults));
        }
    };
    let taken = Entity::find()
        .filter(Column::PlanId.eq(plan.id))
        .filter(Column::Name.eq(name.clone()))
        .filter(Column::Id.ne(row.id))
        .one(unit.txn)
        .await?
        .is_some();
    if taken {
        return Err(ApiError::field(
            "/name",
            FieldCode::Taken,
            "Another cycle of the plan has this name. Choose another one",
        ));
    }
    Ok(Model {
        name,
        instructions,
        ..row
    })
}

/// Writes down what is done to a cycle.
pub(super) fn record(unit: &mut Unit<'_>, act: &'static str, row: &Model) {
    unit.record(Act {
        act,
        kind: "cycle",
        subject: row.id,
        plan: Some(PlanId(row.plan_id)),
        agency: None,
    });
}

/// The plan that an address names, whose cycles nobody else changes until the unit ends.
///
/// # Errors
/// `not_found`.
pub(super) async fn claimed(
    unit: &Unit<'_>,
    plan: &str,
) -> Result<entities::plan::Model, ApiError> {
    let plan = plans::find::plan(unit.txn, unit.actor()?, unit.scope()?, plan).await?;
    alone(unit, plan.id()).await?;
    Ok(plan.row().clone())
}

/// Lets nobody else change the cycles of a plan until the unit ends.
pub(super) async fn alone(unit: &Unit<'_>, plan: PlanId) -> Result<(), ApiError> {
    unit.alone(&format!("cycles {plan}")).await
}

/// Adds a cycle to a plan.
///
/// # Errors
/// `forbidden`, or `invalid` by field.
pub async fn create(
    unit: &mut Unit<'_>,
    plan: &str,
    form: CreateCycle,
) -> Result<CycleView, ApiError> {
    let plan = claimed(unit, plan).await?;
    permit(judge(unit.actor()?, Verb::Create, PlanId(plan.id)))?;
    let row = Model {
        id: clock::ordered_id(),
        plan_id: plan.id,
        name: form.name,
        observes_from: form.observes_from,
        observes_to: form.observes_to,
        opens: form.opens,
        due: form.due,
        closes: form.closes,
        locks: form.locks,
        instructions: form.instructions,
        scope: None,
        locked_at: None,
        version: 1,
    };
    let row = checked(unit, &plan, row).await?;
    let scope = asked::chosen(unit, PlanId(plan.id), form.scope).await?;
    let row = Model {
        scope: records::stored(&scope),
        ..row
    };
    Entity::insert(ActiveModel::from(row.clone()).reset_all())
        .exec(unit.txn)
        .await?;
    records::keep_cycle(unit, &row).await?;
    record(unit, "cycle.create", &row);
    view(unit, row).await
}

/// Changes a cycle.
///
/// # Errors
/// `forbidden`, `stale` with the cycle as it stands, or `invalid` by field.
pub async fn patch(
    unit: &mut Unit<'_>,
    plan: &str,
    cycle: CycleId,
    version: i32,
    form: PatchCycle,
) -> Result<CycleView, ApiError> {
    let plan = claimed(unit, plan).await?;
    let row = find(unit.txn, PlanId(plan.id), cycle).await?;
    permit(judge(unit.actor()?, Verb::Update, PlanId(plan.id)))?;
    in_version(unit, &row, version).await?;
    let before = (dates(&row), row.locks);
    let asked = records::scope(&row)?;
    let closed = stands(&row, unit.today()).can_be_reopened().is_ok();
    let scope = match form.scope.clone() {
        Patch::Keep => asked.clone(),
        Patch::Clear => CycleScope::default(),
        Patch::Set(scope) => scope,
    };
    let row = checked(unit, &plan, patched(row, form)?).await?;
    // Otherwise a later closing date would reopen the cycle for everyone.
    if closed && (dates(&row), row.locks) != before {
        return Err(ApiError::wrong_state(RefusalCode::CycleDatesKept));
    }
    let row = if scope == asked {
        row
    } else {
        if closed {
            return Err(ApiError::wrong_state(RefusalCode::CycleScopeKept));
        }
        let scope = asked::changed(unit, &row, scope).await?;
        Model {
            scope: records::stored(&scope),
            ..row
        }
    };
    let row = Model {
        version: version + 1,
        ..row
    };
    write(unit, row.clone()).await?;
    view(unit, row).await
}

/// Writes a cycle as it is from now on.
pub(super) async fn write(unit: &mut Unit<'_>, row: Model) -> Result<(), ApiError> {
    ActiveModel::from(row.clone())
        .reset_all()
        .update(unit.txn)
        .await?;
    records::keep_cycle(unit, &row).await?;
    record(unit, "cycle.update", &row);
    Ok(())
}

fn patched(row: Model, form: PatchCycle) -> Result<Model, ApiError> {
    let mut faults = Vec::new();
    let mut day = |pointer: &str, patch: Patch<NaiveDate>, now: NaiveDate| match patch {
        Patch::Keep => now,
        Patch::Set(day) => day,
        Patch::Clear => {
            faults.push(FieldError::required(pointer, "Enter a date"));
            now
        }
    };
    let opens = day("/opens", form.opens, row.opens);
    let due = day("/due", form.due, row.due);
    let closes = day("/closes", form.closes, row.closes);
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    Ok(Model {
        // A name that is cleared is an empty one, which the check refuses.
        name: form.name.apply(Some(row.name)).unwrap_or_default(),
        instructions: form
            .instructions
            .apply(Some(row.instructions))
            .unwrap_or_default(),
        locks: form.locks.apply(row.locks),
        opens,
        due,
        closes,
        ..row
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn cycle(number: u128, opens: &str, due: &str, closes: &str) -> entities::cycle::Model {
        let day = |text: &str| text.parse().unwrap();
        entities::cycle::Model {
            id: Uuid::from_u128(number),
            plan_id: Uuid::from_u128(0),
            name: number.to_string(),
            observes_from: day("2026-01-01"),
            observes_to: day("2026-03-31"),
            opens: day(opens),
            due: day(due),
            closes: day(closes),
            locks: None,
            instructions: String::new(),
            scope: None,
            locked_at: None,
            version: 1,
        }
    }

    #[test]
    fn the_current_cycle_takes_updates_or_did_last() {
        let cycles = [
            cycle(1, "2026-01-01", "2026-01-10", "2026-01-20"),
            cycle(2, "2026-04-01", "2026-04-10", "2026-04-20"),
            cycle(3, "2026-04-15", "2026-04-25", "2026-04-30"),
        ];
        let on = |day: &str| current(&cycles, day.parse().unwrap()).map(|cycle| cycle.id.as_u128());
        assert_eq!(on("2025-12-31"), None);
        assert_eq!(on("2026-01-01"), Some(1));
        assert_eq!(on("2026-02-01"), Some(1));
        assert_eq!(on("2026-04-12"), Some(2));
        assert_eq!(on("2026-04-16"), Some(3));
        assert_eq!(on("2026-12-01"), Some(3));
    }
}
