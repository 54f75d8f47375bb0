//! What cycles ask about, where that is not the whole plan: which choice may be made, and how many
//! actions it leaves. Which action is asked about is for [`CycleScope`] to say.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    ids::{ActionId, AgencyId, CycleId, PlanId},
    policy::Scope,
    updates::{CycleScope, Scoped, UpdateState},
};
use uuid::Uuid;

use crate::{db::Unit, error::ApiError, features::names};

use super::{cycles::Counted, leads, records, store::in_plans, views::action_state};

use entities::{action, cycle, progress_update};

/// The actions of some plans, with the agencies that answer for them.
async fn actions(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    plans: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(action::Model, Vec<AgencyId>)>, ApiError> {
    let rows = action::Entity::find()
        .filter(in_plans(action::Column::PlanId, scope))
        .filter(action::Column::PlanId.is_in(plans))
        .order_by_asc(action::Column::Sort)
        .order_by_asc(action::Column::Id)
        .all(connection)
        .await?;
    let ids: Vec<ActionId> = rows.iter().map(|row| ActionId(row.id)).collect();
    let mut leads = leads::of_actions(connection, scope, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let leads = leads.remove(&ActionId(row.id)).unwrap_or_default();
            (row, leads)
        })
        .collect())
}

fn scoped((row, leads): &(action::Model, Vec<AgencyId>)) -> Scoped {
    Scoped {
        action: ActionId(row.id),
        reference: names::action(row).reference,
        leads: leads.clone(),
    }
}

/// What a cycle of `plan` is to ask about, once everything that is chosen is in the plan.
///
/// # Errors
/// `invalid` at `/scope/actions/0` and `/scope/agencies/0`.
pub(super) async fn chosen(
    unit: &Unit<'_>,
    plan: PlanId,
    scope: CycleScope,
) -> Result<CycleScope, ApiError> {
    if scope.is_whole_plan() {
        return Ok(scope);
    }
    let actions = actions(unit.txn, unit.scope()?, [plan.0]).await?;
    let plan: Vec<Scoped> = actions.iter().map(scoped).collect();
    scope.check(&plan).map_err(ApiError::invalid)
}

/// What the cycle of `row` is to ask about from now on. It leaves out nothing that was reported on
/// in it.
///
/// # Errors
/// As [`chosen`]; `invalid` at `/scope` where an action with an update would go out.
pub(super) async fn changed(
    unit: &Unit<'_>,
    row: &cycle::Model,
    scope: CycleScope,
) -> Result<CycleScope, ApiError> {
    let scope = chosen(unit, PlanId(row.plan_id), scope).await?;
    // Whoever begins an update holds the cycle until it is written; whoever comes later sees what
    // is asked about from now on.
    cycle::Entity::find_by_id(row.id)
        .lock_exclusive()
        .one(unit.txn)
        .await?;
    let reported: HashSet<Uuid> = progress_update::Entity::find()
        .select_only()
        .column(progress_update::Column::ActionId)
        .distinct()
        .filter(progress_update::Column::CycleId.eq(row.id))
        .filter(progress_update::Column::State.ne(UpdateState::Withdrawn.code()))
        .into_tuple::<Uuid>()
        .all(unit.txn)
        .await?
        .into_iter()
        .collect();
    let actions = actions(unit.txn, unit.scope()?, [row.plan_id]).await?;
    let reported: Vec<Scoped> = actions
        .iter()
        .filter(|(action, _)| reported.contains(&action.id))
        .map(scoped)
        .collect();
    match scope.keeps(&reported) {
        Ok(()) => Ok(scope),
        Err(fault) => Err(ApiError::invalid(vec![fault])),
    }
}

/// How many actions owe an update or have had one accepted in those of `cycles` that do not ask
/// about their whole plan.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(super) async fn count(
    connection: &impl ConnectionTrait,
    reach: &Scope,
    cycles: &[cycle::Model],
    scopes: &HashMap<Uuid, CycleScope>,
) -> Result<Vec<(CycleId, Counted)>, ApiError> {
    let narrow: Vec<(&cycle::Model, &CycleScope)> = cycles
        .iter()
        .filter_map(|row| Some((row, scopes.get(&row.id)?)))
        .filter(|(_, scope)| !scope.is_whole_plan())
        .collect();
    if narrow.is_empty() {
        return Ok(Vec::new());
    }
    let actions = actions(connection, reach, narrow.iter().map(|(row, _)| row.plan_id)).await?;
    let accepted: HashSet<(Uuid, Uuid)> = progress_update::Entity::find()
        .select_only()
        .columns([
            progress_update::Column::CycleId,
            progress_update::Column::ActionId,
        ])
        .distinct()
        .filter(progress_update::Column::CycleId.is_in(narrow.iter().map(|(row, _)| row.id)))
        .filter(progress_update::Column::State.eq(UpdateState::Accepted.code()))
        .into_tuple::<(Uuid, Uuid)>()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    let mut counts = Vec::with_capacity(narrow.len());
    for (row, scope) in narrow {
        let mut counted = Counted {
            cycle: CycleId(row.id),
            owed: 0,
            accepted: 0,
        };
        for (action, leads) in actions
            .iter()
            .filter(|(action, _)| action.plan_id == row.plan_id)
        {
            let reported = accepted.contains(&(row.id, action.id));
            let (state, id) = (action_state(action)?, ActionId(action.id));
            counted.accepted += u32::from(reported);
            counted.owed += u32::from(reported || scope.asks(state, id, leads.iter().copied()));
        }
        counts.push((counted.cycle, counted));
    }
    Ok(counts)
}

/// Lets `to` be asked in the stead of `from` in the cycles that have not closed. What a closed one
/// asked about stays as it was.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn pass_on(unit: &mut Unit<'_>, from: AgencyId, to: AgencyId) -> Result<(), ApiError> {
    let narrow = cycle::Entity::find()
        .filter(cycle::Column::Scope.is_not_null())
        .filter(cycle::Column::Closes.gte(unit.today()));
    let plans: BTreeSet<Uuid> = narrow
        .clone()
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| row.plan_id)
        .collect();
    // Nobody else changes the cycles meanwhile.
    for plan in &plans {
        super::cycles::alone(unit, PlanId(*plan)).await?;
    }
    let rows = narrow
        .filter(cycle::Column::PlanId.is_in(plans))
        .all(unit.txn)
        .await?;
    for row in rows {
        let scope = records::scope(&row)?;
        let passed = scope.clone().passed_on(from, to);
        if passed == scope {
            continue;
        }
        let row = cycle::Model {
            scope: records::stored(&passed),
            version: row.version + 1,
            ..row
        };
        super::cycles::write(unit, row).await?;
    }
    Ok(())
}
