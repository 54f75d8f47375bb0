//! Updates, cycles and what they point at, from their tables. Every query takes a scope.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Value,
    sea_query::{Query, SelectStatement},
};
use shared::{
    ids::{AgencyId, PlanId, UpdateId},
    policy::{Actor, PlanReach, Resource, Scope, Target, Verb, decide},
    updates::UpdateState,
};

use crate::{clock, db::Unit, error::ApiError};

use super::around::Step;

use entities::progress_update::{Column, Entity, Model};

/// The rows whose plan is within reach.
pub fn in_plans(plan: impl ColumnTrait, scope: &Scope) -> Condition {
    match scope.plans() {
        PlanReach::All => Condition::all(),
        PlanReach::Some(plans) => Condition::all().add(plan.is_in(plans.iter().map(|plan| plan.0))),
    }
}

/// Whether a plan is within reach.
pub fn reaches(scope: &Scope, plan: PlanId) -> bool {
    match scope.plans() {
        PlanReach::All => true,
        PlanReach::Some(plans) => plans.contains(&plan),
    }
}

/// The words of the states in which an update is open.
pub fn open_states() -> impl Iterator<Item = &'static str> {
    UpdateState::ALL
        .iter()
        .filter(|state| state.open())
        .map(|state| state.code())
}

/// The agencies of which `actor` may `verb` the updates that are not accepted yet.
pub fn agencies_for(actor: &Actor, verb: Verb) -> Vec<AgencyId> {
    actor
        .agencies()
        .into_iter()
        .filter(|agency| {
            let target = Target {
                agencies: &[*agency],
                ..Target::default()
            };
            decide(actor, verb, Resource::OpenUpdate, &target).allowed()
        })
        .collect()
}

/// The agencies for which `actor` may `verb` the answers to other agencies' updates.
pub fn contributors(actor: &Actor, verb: Verb) -> Vec<AgencyId> {
    actor
        .agencies()
        .into_iter()
        .filter(|agency| {
            let target = Target {
                agencies: &[*agency],
                ..Target::default()
            };
            decide(actor, verb, Resource::Contribution, &target).allowed()
        })
        .collect()
}

fn asked_of(agencies: &[AgencyId]) -> SelectStatement {
    use entities::contribution::{Column, Entity};
    Query::select()
        .column(Column::UpdateId)
        .from(Entity)
        .and_where(Column::AgencyId.is_in(agencies.iter().map(|agency| agency.0)))
        .to_owned()
}

/// The words of the states in which partners read an update that they are asked to endorse.
fn sent_states() -> impl Iterator<Item = &'static str> {
    [
        UpdateState::Submitted,
        UpdateState::InReview,
        UpdateState::Returned,
    ]
    .into_iter()
    .map(UpdateState::code)
}

/// The plans of which `actor` may `verb` the updates that are not accepted yet.
pub fn plans_for(actor: &Actor, verb: Verb) -> Vec<PlanId> {
    let mut plans: Vec<PlanId> = actor
        .grants
        .iter()
        .filter_map(|grant| grant.plan)
        .filter(|plan| {
            let target = Target {
                plan: Some(*plan),
                ..Target::default()
            };
            decide(actor, verb, Resource::OpenUpdate, &target).allowed()
        })
        .collect();
    plans.sort_unstable();
    plans.dedup();
    plans
}

/// The updates that the caller may know of: accepted ones of the plans within reach, those of
/// one's own agencies in any state, open ones of the plans that one coordinates, and those that
/// one's agencies are asked to endorse, while they are sent or back with their writers.
pub fn reach(actor: &Actor, scope: &Scope) -> Condition {
    let accepted = decide(
        actor,
        Verb::List,
        Resource::AcceptedUpdate,
        &Target::default(),
    )
    .allowed()
    .then(|| Column::State.eq(UpdateState::Accepted.code()));
    let own = agencies_for(actor, Verb::List);
    let asked = contributors(actor, Verb::List);
    let coordinated = plans_for(actor, Verb::List);
    Condition::all().add(in_plans(Column::PlanId, scope)).add(
        Condition::any()
            .add_option(accepted)
            .add(Column::AgencyId.is_in(own.into_iter().map(|agency| agency.0)))
            .add(
                Condition::all()
                    .add(Column::PlanId.is_in(coordinated.into_iter().map(|plan| plan.0)))
                    .add(Column::State.is_in(open_states())),
            )
            .add_option((!asked.is_empty()).then(|| {
                Condition::all()
                    .add(Column::State.is_in(sent_states()))
                    .add(Column::Id.in_subquery(asked_of(&asked)))
            })),
    )
}

/// An update within reach.
///
/// # Errors
/// `not_found`.
pub async fn find(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    update: UpdateId,
) -> Result<Model, ApiError> {
    Entity::find_by_id(update.0)
        .filter(reach(actor, scope))
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// As [`find`], and nobody else changes it until the unit ends.
///
/// # Errors
/// `not_found`.
pub async fn claim(unit: &Unit<'_>, update: UpdateId) -> Result<Model, ApiError> {
    Entity::find_by_id(update.0)
        .filter(reach(unit.actor()?, unit.scope()?))
        .lock_exclusive()
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// Writes what has changed of an update, in its next version, with the unit's other rows. Whoever
/// calls this has claimed the row `before`, so that nobody else has changed it meanwhile.
pub fn replace(unit: &Unit<'_>, before: &Model, row: Model) -> Model {
    let next = Model {
        version: before.version + 1,
        ..row
    };
    let mut values: Vec<Value> = vec![next.id.into(), before.version.into()];
    let mut set: Vec<String> = Vec::new();
    let mut put = |column: &str, changed: bool, value: Value| {
        if changed {
            values.push(value);
            set.push(format!("{column} = ${}", values.len()));
        }
    };
    macro_rules! columns {
        ($($column:ident),+) => {
            $(put(
                stringify!($column),
                next.$column != before.$column,
                next.$column.to_owned().into(),
            );)+
        };
    }
    columns!(
        superseded,
        state,
        round,
        delivery_status,
        brag,
        content,
        implied,
        last_editor_id,
        assigned_id,
        changed_at,
        accepted_at,
        version
    );
    let sql = format!(
        "UPDATE progress_update SET {} WHERE id = $1 AND version = $2",
        set.join(", ")
    );
    unit.change(&sql, values);
    next
}

/// Writes down what happened to an update.
pub fn step(unit: &Unit<'_>, row: &Model, step: &Step) {
    unit.add(
        "update_step",
        vec![
            ("id", clock::ordered_id().into()),
            ("update_id", row.id.into()),
            ("at", step.at.into()),
            ("by_id", step.by.0.into()),
            ("event", step.event.code().into()),
            ("round", step.round.into()),
            ("comment", step.comment.clone().into()),
        ],
    );
}
