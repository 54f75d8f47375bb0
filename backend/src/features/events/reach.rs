//! Which events somebody may know of: those on records that they may read. The feed and webhooks
//! both ask here.

use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Query},
};
use shared::{
    events::{EVENT_TYPES, EventType},
    policy::{Actor, Resource, Scope, Target, Verb, decide},
};

use crate::features::{updates::store, webhooks};

use entities::outbox::Column;

/// The acts that are told as events about `resource`.
fn acts(resource: Resource) -> impl Iterator<Item = &'static str> {
    EVENT_TYPES
        .iter()
        .filter(move |event| event.about == resource)
        .map(|event: &EventType| event.act)
}

/// The events within reach, whatever plan they belong to.
pub fn of(actor: &Actor, scope: &Scope) -> Condition {
    let may = |resource| decide(actor, Verb::List, resource, &Target::default()).allowed();
    let mut any = Condition::any();
    for resource in [
        Resource::Plan,
        Resource::Action,
        Resource::Cycle,
        Resource::Finding,
        Resource::Meeting,
        Resource::Decision,
        Resource::Pathway,
    ] {
        if may(resource) {
            any = any.add(
                Condition::all()
                    .add(Column::Kind.is_in(acts(resource)))
                    .add(store::in_plans(Column::PlanId, scope)),
            );
        }
    }
    for resource in [Resource::Agency, Resource::Service] {
        if may(resource) {
            any = any.add(Column::Kind.is_in(acts(resource)));
        }
    }
    let webhooks = Query::select()
        .column(entities::webhook::Column::Id)
        .from(entities::webhook::Entity)
        .cond_where(webhooks::reach(actor))
        .to_owned();
    any = any.add(
        Condition::all()
            .add(Column::Kind.is_in(acts(Resource::Webhook)))
            .add(Column::SubjectId.in_subquery(webhooks)),
    );
    // An update is followed by those who may read it as it stands today: an open one by its own
    // agency, an accepted one by everyone who sees the plan.
    // Each is looked up by itself: whoever reads a few events does not go through all updates.
    let update = Query::select()
        .expr(Expr::value(1))
        .from(entities::progress_update::Entity)
        .and_where(
            Expr::col((
                entities::progress_update::Entity,
                entities::progress_update::Column::Id,
            ))
            .equals((entities::outbox::Entity, Column::SubjectId)),
        )
        .cond_where(store::reach(actor, scope))
        .to_owned();
    any.add(
        Condition::all()
            .add(Column::Kind.is_in(acts(Resource::OpenUpdate)))
            .add(Expr::exists(update)),
    )
}
