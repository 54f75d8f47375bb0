//! Updates, cycles and what they point at, from their tables. Every query takes a scope.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Query, SelectStatement},
};
use shared::{
    ids::{AgencyId, PersonId, PlanId, UpdateId},
    policy::{Actor, PlanReach, Resource, Scope, Target, Verb, decide},
    updates::{UpdateEvent, UpdateState},
};

use crate::{clock, db::Unit, error::ApiError};

use entities::progress_update::{Column, Entity, Model};

/// The rows whose plan is within reach.
pub fn in_plans(plan: impl ColumnTrait, scope: &Scope) -> Condition {
    match scope.plans() {
        PlanReach::All => Condition::all(),
        PlanReach::Some(plans) => Condition::all().add(plan.is_in(plans.iter().map(|plan| plan.0))),
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

/// Writes everything about an update that can change, in its next version.
///
/// # Errors
/// `None` in place of the row when somebody else has changed it meanwhile.
pub async fn replace(unit: &Unit<'_>, row: Model) -> Result<Option<Model>, ApiError> {
    let next = Model {
        version: row.version + 1,
        ..row
    };
    let done = Entity::update_many()
        .set(entities::progress_update::ActiveModel {
            superseded: Set(next.superseded),
            state: Set(next.state.clone()),
            round: Set(next.round),
            delivery_status: Set(next.delivery_status.clone()),
            brag: Set(next.brag.clone()),
            content: Set(next.content.clone()),
            implied: Set(next.implied.clone()),
            last_editor_id: Set(next.last_editor_id),
            assigned_id: Set(next.assigned_id),
            changed_at: Set(next.changed_at),
            accepted_at: Set(next.accepted_at),
            version: Set(next.version),
            ..Default::default()
        })
        .filter(Column::Id.eq(next.id))
        .filter(Column::Version.eq(next.version - 1))
        .exec(unit.txn)
        .await?;
    Ok((done.rows_affected == 1).then_some(next))
}

/// Writes down what happened to an update.
pub fn step(
    unit: &Unit<'_>,
    row: &Model,
    by: PersonId,
    event: UpdateEvent,
    comment: Option<String>,
) {
    unit.add(
        "update_step",
        vec![
            ("id", clock::ordered_id().into()),
            ("update_id", row.id.into()),
            ("at", unit.now.into()),
            ("by_id", by.0.into()),
            ("event", event.code().into()),
            ("round", row.round.into()),
            ("comment", comment.into()),
        ],
    );
}
