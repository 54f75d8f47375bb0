//! Reporting cycles: which one is current, how they are listed, added and changed.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use shared::{
    auth::api::Permit,
    ids::{CycleId, PlanId},
    patch::Patch,
    policy::{Actor, Decision, RefusalCode, Resource, Scope, Target, Verb, decide},
    problem::{ErrorCode, FieldCode, FieldError},
    text::{NAME_MAX, PASSAGE_MAX, line, passage},
    updates::{
        CycleState, UpdateState,
        api::{CreateCycle, CycleList, CycleView, PatchCycle},
    },
};
use uuid::Uuid;

use crate::{
    clock,
    ctx::Ctx,
    db::{Act, Unit},
    error::{ApiError, permit},
    features::{names, plans},
};

use super::{
    my_work::owing_states,
    records::{self, dates},
    store::in_plans,
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

fn judge(actor: &Actor, verb: Verb, plan: PlanId) -> Decision {
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

fn permits(actor: &Actor, act: &str, verb: Verb, plan: PlanId) -> Vec<Permit> {
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
/// owes one now or has had one accepted. The caller found them within reach.
///
/// # Errors
/// When the database fails.
pub async fn views(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
    cycles: Vec<Model>,
) -> Result<Vec<CycleView>, ApiError> {
    if cycles.is_empty() {
        return Ok(Vec::new());
    }
    let plans = names::plans(connection, cycles.iter().map(|row| PlanId(row.plan_id))).await?;
    let owing = owing(connection, scope, &plans).await?;
    let accepted = accepted(connection, scope, &cycles).await?;
    let (nothing, none) = (HashSet::new(), HashSet::new());
    Ok(cycles
        .into_iter()
        .filter_map(|row| {
            let plan = plans.get(&PlanId(row.plan_id))?.clone();
            let accepted = accepted.get(&row.id).unwrap_or(&none);
            let owing = owing.get(&row.plan_id).unwrap_or(&nothing);
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            Some(CycleView {
                id: CycleId(row.id),
                allowed: permits(actor, "update", Verb::Update, plan.id),
                plan,
                state: dates(&row).state_on(today),
                name: row.name,
                observes_from: row.observes_from,
                observes_to: row.observes_to,
                opens: row.opens,
                due: row.due,
                closes: row.closes,
                instructions: row.instructions,
                owed: count(owing.union(accepted).count()),
                accepted: count(accepted.len()),
                version: row.version,
            })
        })
        .collect())
}

/// The actions of each plan that owe updates now.
async fn owing<P>(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    plans: &HashMap<PlanId, P>,
) -> Result<HashMap<Uuid, HashSet<Uuid>>, ApiError> {
    use entities::action::{Column, Entity};
    let rows: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::PlanId, Column::Id])
        .filter(in_plans(Column::PlanId, scope))
        .filter(Column::PlanId.is_in(plans.keys().map(|plan| plan.0)))
        .filter(Column::State.is_in(owing_states()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(grouped(rows))
}

/// The actions on which an update was accepted in each cycle.
async fn accepted(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    cycles: &[Model],
) -> Result<HashMap<Uuid, HashSet<Uuid>>, ApiError> {
    use entities::progress_update::{Column, Entity};
    let rows: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::CycleId, Column::ActionId])
        .filter(in_plans(Column::PlanId, scope))
        .filter(Column::CycleId.is_in(cycles.iter().map(|cycle| cycle.id)))
        .filter(Column::State.eq(UpdateState::Accepted.code()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(grouped(rows))
}

fn grouped(rows: Vec<(Uuid, Uuid)>) -> HashMap<Uuid, HashSet<Uuid>> {
    let mut groups: HashMap<Uuid, HashSet<Uuid>> = HashMap::new();
    for (group, member) in rows {
        groups.entry(group).or_default().insert(member);
    }
    groups
}

/// The cycles of a plan, latest first.
///
/// # Errors
/// `not_found` for a plan out of reach.
pub async fn list(ctx: &Ctx, plan: &str) -> Result<CycleList, ApiError> {
    let plan = plans::find::plan(ctx.read(), ctx.actor(), ctx.scope(), plan).await?;
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

async fn view(unit: &Unit<'_>, row: Model) -> Result<CycleView, ApiError> {
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
    let ordered = dates(&row).check(begins(plan));
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

fn record(unit: &mut Unit<'_>, act: &'static str, row: &Model) {
    unit.record(Act {
        act,
        kind: "cycle",
        subject: row.id,
        plan: Some(PlanId(row.plan_id)),
        agency: None,
    });
}

/// The plan that an address names, whose cycles nobody else changes until the unit ends.
async fn claimed(unit: &Unit<'_>, plan: &str) -> Result<entities::plan::Model, ApiError> {
    let plan = plans::find::plan(unit.txn, unit.actor()?, unit.scope()?, plan).await?;
    unit.alone(&format!("cycles {}", plan.id())).await?;
    Ok(plan.row().clone())
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
        instructions: form.instructions,
        version: 1,
    };
    let row = checked(unit, &plan, row).await?;
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
    let row = Entity::find_by_id(cycle.0)
        .filter(Column::PlanId.eq(plan.id))
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    permit(judge(unit.actor()?, Verb::Update, PlanId(plan.id)))?;
    if row.version != version {
        let current = view(unit, row).await?;
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this cycle. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    let row = checked(unit, &plan, patched(row, form)?).await?;
    let row = Model {
        version: version + 1,
        ..row
    };
    ActiveModel::from(row.clone())
        .reset_all()
        .update(unit.txn)
        .await?;
    records::keep_cycle(unit, &row).await?;
    record(unit, "cycle.update", &row);
    view(unit, row).await
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
            instructions: String::new(),
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
