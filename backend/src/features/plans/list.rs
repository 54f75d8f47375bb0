//! The plans that somebody sees.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    ids::{AgencyId, PlanId},
    plans::api::{FindingState, PlanList, PlanSummary},
    policy::{Resource, Verb},
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::{names, updates::cycles},
};

use super::{
    find::{self, SeenPlan},
    moment::cycle_ref,
    rows,
};

/// The plans that the caller sees.
///
/// # Errors
/// When the database fails.
pub async fn read(ctx: &Ctx) -> Result<PlanList, ApiError> {
    let plans = find::plans(ctx.read(), ctx.scope()).await?;
    let ids: Vec<Uuid> = plans.iter().map(|plan| plan.id().0).collect();
    let boards = names::agencies(
        ctx.read(),
        plans
            .iter()
            .filter_map(|plan| plan.row().owner_board_id)
            .map(AgencyId),
    )
    .await?;
    let actions = actions(ctx.read(), &ids).await?;
    let findings = open_findings(ctx.read(), &may_know(ctx, &plans)).await?;
    let cycles = entities::cycle::Entity::find()
        .filter(entities::cycle::Column::PlanId.is_in(ids))
        .all(ctx.read())
        .await?;
    let mut by_plan: HashMap<PlanId, Vec<entities::cycle::Model>> = HashMap::new();
    for cycle in cycles {
        by_plan
            .entry(PlanId(cycle.plan_id))
            .or_default()
            .push(cycle);
    }
    let today = ctx.today();
    Ok(PlanList {
        items: plans
            .iter()
            .map(|plan| PlanSummary {
                plan: plan.to_ref(),
                owner_board: plan
                    .row()
                    .owner_board_id
                    .and_then(|id| boards.get(&AgencyId(id)).cloned()),
                actions: actions.get(&plan.id()).copied().unwrap_or(0),
                cycle: by_plan
                    .get(&plan.id())
                    .and_then(|cycles| cycles::current(cycles, today))
                    .map(cycle_ref),
                open_findings: findings.get(&plan.id()).copied().unwrap_or(0),
            })
            .collect(),
    })
}

/// The plans of which the caller may know the findings.
fn may_know(ctx: &Ctx, plans: &[SeenPlan]) -> Vec<Uuid> {
    plans
        .iter()
        .filter(|plan| {
            plan.decide(ctx.actor(), Verb::List, Resource::Finding, &[])
                .allowed()
        })
        .map(|plan| plan.id().0)
        .collect()
}

type Counts = HashMap<PlanId, u32>;

fn counts(rows: Vec<(Uuid, i64)>) -> Counts {
    rows.into_iter()
        .map(|(plan, count)| (PlanId(plan), u32::try_from(count).unwrap_or(u32::MAX)))
        .collect()
}

async fn actions(connection: &impl ConnectionTrait, plans: &[Uuid]) -> Result<Counts, ApiError> {
    use entities::action::{Column, Entity};
    let rows = Entity::find()
        .select_only()
        .column(Column::PlanId)
        .column_as(Column::Id.count(), "actions")
        .filter(Column::PlanId.is_in(plans.iter().copied()))
        .group_by(Column::PlanId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counts(rows))
}

async fn open_findings(
    connection: &impl ConnectionTrait,
    plans: &[Uuid],
) -> Result<Counts, ApiError> {
    use entities::finding::{Column, Entity};
    let rows = Entity::find()
        .select_only()
        .column(Column::PlanId)
        .column_as(Column::Id.count(), "findings")
        .filter(Column::PlanId.is_in(plans.iter().copied()))
        .filter(Column::State.eq(rows::code(FindingState::Open)?))
        .group_by(Column::PlanId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counts(rows))
}
