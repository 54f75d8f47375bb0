//! Updates as a sheet: those that the caller may take away, and the template of what the caller's
//! agencies owe. Both have the same columns, and both come back through the import.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{AgencyId, CycleId},
    plans::api::ActionRef,
    policy::{Resource, Verb},
    updates::{Brag, DeliveryStatus, UpdateState, VarianceCause, api::Owed},
};
use tabular::Cell;
use uuid::Uuid;

use crate::{
    clock,
    ctx::Ctx,
    error::{ApiError, permit},
    features::{
        names,
        plans::find::SeenPlan,
        updates::{
            cycles, judge, my_work,
            records::{content_of, state_of},
            store,
        },
    },
};

use super::Table;
use crate::features::sheets::columns::UPDATES;

use entities::progress_update::{Column, Entity, Model};

const READERS: &str = "Updates that are not accepted yet: the agency that writes them and the plan's coordinator. Accepted ones: everyone who sees this plan in Throughline.";
const PURPOSE: &str = "Columns with a green heading are read when you import this file; grey ones are for reading only. Leave the ids and the version as they are: they say which update a row is about, and keep you from overwriting what somebody else changes meanwhile. Write Yes under Submit to send an update for review.";

/// The updates on a plan's actions in a cycle that the caller may take away.
///
/// # Errors
/// `forbidden` where there can be none; `bad_query` for a cycle of another plan.
pub async fn updates(
    ctx: &Ctx,
    plan: &SeenPlan,
    cycle: Option<CycleId>,
) -> Result<Table, ApiError> {
    may_export(ctx, plan)?;
    let cycles = of_plan(ctx, plan).await?;
    let cycle = cycles::asked(&cycles, cycle, ctx.today())?;
    let rows = match cycle {
        None => Vec::new(),
        Some(cycle) => Entity::find()
            .filter(store::reach(ctx.actor(), ctx.scope()))
            .filter(Column::PlanId.eq(plan.id().0))
            .filter(Column::CycleId.eq(cycle.id))
            .filter(Column::Superseded.eq(false))
            .filter(Column::State.ne(UpdateState::Withdrawn.code()))
            .all(ctx.read())
            .await?
            .into_iter()
            .filter(|row| {
                let resource = if row.state == UpdateState::Accepted.code() {
                    Resource::AcceptedUpdate
                } else {
                    Resource::OpenUpdate
                };
                plan.decide(
                    ctx.actor(),
                    Verb::Export,
                    resource,
                    &[AgencyId(row.agency_id)],
                )
                .allowed()
            })
            .collect(),
    };
    let rows = written(ctx, rows, &cycles).await?;
    Ok(Table {
        plan: plan.to_ref(),
        title: "Progress updates",
        word: "updates",
        sheet: "Updates",
        cycle: cycle.map(cycles::cycle_ref),
        as_at: None,
        readers: READERS,
        purpose: PURPOSE,
        columns: UPDATES,
        rows: in_order(rows),
    })
}

/// What the caller's agencies owe on a plan's actions in a cycle, or in every one that takes updates:
/// what is begun with its words, the rest to be filled in.
///
/// # Errors
/// As [`updates`].
pub async fn template(
    ctx: &Ctx,
    plan: &SeenPlan,
    cycle: Option<CycleId>,
) -> Result<Table, ApiError> {
    judge::role(
        ctx.actor(),
        Verb::Create,
        plan.id(),
        &ctx.actor().agencies(),
    )
    .map_err(ApiError::forbidden)?;
    let cycles = of_plan(ctx, plan).await?;
    let chosen = match cycle {
        Some(_) => cycles::asked(&cycles, cycle, ctx.today())?,
        None => None,
    };
    let wanted = |id: Uuid| chosen.is_none_or(|cycle| cycle.id == id);
    let own = store::agencies_for(ctx.actor(), Verb::Update);
    let begun: Vec<Model> = Entity::find()
        .filter(store::reach(ctx.actor(), ctx.scope()))
        .filter(Column::PlanId.eq(plan.id().0))
        .filter(Column::AgencyId.is_in(own.iter().map(|id| id.0)))
        .filter(Column::State.is_in(store::open_states()))
        .all(ctx.read())
        .await?
        .into_iter()
        .filter(|row| wanted(row.cycle_id) && can_be_changed(row))
        .collect();
    let mut rows = written(ctx, begun, &cycles).await?;
    let work = my_work::read(ctx.read(), ctx.actor(), ctx.scope(), ctx.today()).await?;
    let places = places(ctx, plan).await?;
    rows.extend(
        work.owed
            .iter()
            .filter(|owed| owed.plan.id == plan.id() && owed.can_start && wanted(owed.cycle.id.0))
            .map(|owed| {
                let place = places.get(&owed.action.id.0).copied().unwrap_or(i32::MAX);
                (place, blank(owed))
            }),
    );
    Ok(Table {
        plan: plan.to_ref(),
        title: "Progress updates to fill in",
        word: "updates-to-fill-in",
        sheet: "Updates",
        cycle: chosen.map(cycles::cycle_ref),
        as_at: None,
        readers: READERS,
        purpose: PURPOSE,
        columns: UPDATES,
        rows: in_order(rows),
    })
}

/// Whether the words of an update can still be changed.
fn can_be_changed(row: &Model) -> bool {
    state_of(row).is_ok_and(|state| state.editable().is_ok())
}

/// Whether the caller may take away any updates of the plan.
fn may_export(ctx: &Ctx, plan: &SeenPlan) -> Result<(), ApiError> {
    let own = ctx.actor().agencies();
    let open = plan.decide(ctx.actor(), Verb::Export, Resource::OpenUpdate, &own);
    if open.allowed() {
        return Ok(());
    }
    permit(plan.decide(ctx.actor(), Verb::Export, Resource::AcceptedUpdate, &own))
}

async fn of_plan(ctx: &Ctx, plan: &SeenPlan) -> Result<Vec<entities::cycle::Model>, ApiError> {
    use entities::cycle::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .all(ctx.read())
        .await?)
}

/// The place in print of each action of a plan.
async fn places(ctx: &Ctx, plan: &SeenPlan) -> Result<HashMap<Uuid, i32>, ApiError> {
    use entities::action::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .all(ctx.read())
        .await?
        .into_iter()
        .map(|row| (row.id, row.sort))
        .collect())
}

fn in_order(mut rows: Vec<(i32, Vec<Cell>)>) -> Vec<Vec<Cell>> {
    rows.sort_by_key(|(place, _)| *place);
    rows.into_iter().map(|(_, cells)| cells).collect()
}

/// Updates as rows, each with the place of its action in print.
async fn written(
    ctx: &Ctx,
    updates: Vec<Model>,
    cycles: &[entities::cycle::Model],
) -> Result<Vec<(i32, Vec<Cell>)>, ApiError> {
    use entities::action;
    let actions: HashMap<Uuid, action::Model> = action::Entity::find()
        .filter(action::Column::Id.is_in(updates.iter().map(|row| row.action_id)))
        .all(ctx.read())
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    updates
        .iter()
        .filter_map(|update| {
            let action = actions.get(&update.action_id)?;
            let cycle = cycles.iter().find(|cycle| cycle.id == update.cycle_id)?;
            let cells = cells(update, &names::action(action), cycle);
            Some(cells.map(|cells| (action.sort, cells)))
        })
        .collect()
}

fn cells(
    update: &Model,
    action: &ActionRef,
    cycle: &entities::cycle::Model,
) -> Result<Vec<Cell>, ApiError> {
    let content = content_of(update)?;
    Ok(vec![
        Cell::text(&action.reference),
        Cell::text(&action.title),
        Cell::text(&update.agency_name),
        Cell::text(&cycle.name),
        Cell::text(state_of(update)?.label()),
        Cell::perhaps(content.delivery_status.map(DeliveryStatus::label)),
        Cell::perhaps(content.brag.map(Brag::label)),
        Cell::text(content.done),
        Cell::text(content.changed),
        Cell::text(content.next),
        Cell::text(content.help),
        Cell::perhaps(content.forecast.map(Brag::label)),
        Cell::text(content.difference),
        Cell::perhaps(content.cause.map(VarianceCause::label)),
        Cell::text(content.recovery.step),
        Cell::text(content.recovery.owner),
        Cell::day(content.recovery.by),
        Cell::perhaps(content.no_change.then_some("Yes")),
        Cell::Empty,
        Cell::Date(clock::london_day(update.changed_at)),
        Cell::day(update.accepted_at.map(clock::london_day)),
        Cell::number(update.edition),
        Cell::text(action.id.to_string()),
        Cell::text(update.id.to_string()),
        Cell::number(update.version),
    ])
}

/// A row for an update that nobody has begun.
fn blank(owed: &Owed) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(&owed.action.reference),
        Cell::text(&owed.action.title),
        Cell::text(&owed.agency.name),
        Cell::text(&owed.cycle.name),
        Cell::text("Not begun"),
    ];
    cells.resize(UPDATES.len(), Cell::Empty);
    if let Some(place) = UPDATES
        .iter()
        .position(|column| column.field == "action_id")
        .and_then(|at| cells.get_mut(at))
    {
        *place = Cell::text(owed.action.id.to_string());
    }
    cells
}
