//! The milestones of the actions that the caller may change, to be filled in.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ids::ActionId,
    plans::api::ActionRef,
    policy::{Resource, Verb},
};
use tabular::Cell;

use crate::{
    ctx::Ctx,
    error::{ApiError, permit},
    features::{
        names,
        plans::{find::SeenPlan, records::MilestoneRecord, rows},
        updates::leads,
    },
};

use super::Table;
use crate::features::sheets::columns::MILESTONES;

/// The milestones of a plan's actions that the caller answers for, and a row for each such action
/// that has none.
///
/// # Errors
/// `forbidden` where the caller can change no action of the plan.
pub async fn template(ctx: &Ctx, plan: &SeenPlan) -> Result<Table, ApiError> {
    let may = |agencies: &[_]| plan.decide(ctx.actor(), Verb::Update, Resource::Action, agencies);
    permit(may(&ctx.actor().agencies()))?;
    let mut actions = entities::action::Entity::find()
        .filter(entities::action::Column::PlanId.eq(plan.id().0))
        .order_by_asc(entities::action::Column::Sort)
        .order_by_asc(entities::action::Column::Id)
        .all(ctx.read())
        .await?;
    let ids: Vec<ActionId> = actions.iter().map(|row| ActionId(row.id)).collect();
    let leads = leads::of_actions(ctx.read(), ctx.scope(), &ids).await?;
    actions.retain(|row| {
        let leads = leads.get(&ActionId(row.id)).map_or(&[][..], Vec::as_slice);
        may(leads).allowed()
    });
    let mut milestones: HashMap<ActionId, Vec<MilestoneRecord>> = HashMap::new();
    for milestone in rows::milestones(ctx.read(), plan.id(), None).await? {
        for action in &milestone.actions {
            milestones
                .entry(*action)
                .or_default()
                .push(milestone.clone());
        }
    }
    let rows = actions
        .iter()
        .flat_map(|row| {
            let action = names::action(row);
            match milestones.get(&action.id) {
                Some(of_action) => of_action
                    .iter()
                    .map(|milestone| cells(&action, Some(milestone)))
                    .collect(),
                None => vec![cells(&action, None)],
            }
        })
        .collect();
    Ok(Table {
        plan: plan.to_ref(),
        title: "Milestones to fill in",
        word: "milestones-to-fill-in",
        sheet: "Milestones",
        cycle: None,
        as_at: None,
        readers: "Everyone who sees this plan in Throughline. Ask the plan's coordinator before you pass it on.",
        purpose: "Columns with a green heading are read when you import this file; grey ones are for reading only. To add a milestone, write it on a row without a milestone id, with the reference of its action. To report one as done, or to move it, fill in Done on, or New date and Why it moves: it goes into your agency's draft update and counts once that is accepted. Leave the ids and the version as they are.",
        columns: MILESTONES,
        rows,
    })
}

fn cells(action: &ActionRef, milestone: Option<&MilestoneRecord>) -> Vec<Cell> {
    vec![
        Cell::text(&action.reference),
        Cell::text(&action.title),
        Cell::perhaps(milestone.map(|one| one.title.as_str())),
        Cell::perhaps(milestone.and_then(|one| Some(one.due.as_ref()?.printed()))),
        Cell::perhaps(milestone.and_then(|one| Some(one.owner.as_ref()?.name.as_str()))),
        Cell::perhaps(milestone.map(|one| one.state.label())),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::text(action.id.to_string()),
        Cell::perhaps(milestone.map(|one| one.id.to_string())),
        milestone.map_or(Cell::Empty, |one| Cell::number(one.version)),
    ]
}
