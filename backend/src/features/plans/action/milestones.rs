//! Adding milestones to an action.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
};
use shared::{
    calendar::PartialDate,
    ids::{ActionId, AgencyId, MilestoneId, PlanId},
    plans::{
        api::{CreateMilestone, MilestoneState, MilestoneView},
        before_plan,
    },
    policy::{RefusalCode, Resource, Verb},
    problem::{FieldCode, FieldError},
    text::{TITLE_MAX, line},
};
use uuid::Uuid;

use crate::{
    clock,
    db::{Act, Unit},
    error::{ApiError, permit},
    features::plans::{
        records::{self, MilestoneRecord},
        rows,
    },
};

use super::write::Claimed;

/// Adds a milestone to an action.
///
/// # Errors
/// `forbidden`, `wrong_state` where the action has ended, `invalid` by field.
pub async fn create(
    unit: &mut Unit<'_>,
    plan: PlanId,
    action: ActionId,
    form: CreateMilestone,
) -> Result<MilestoneView, ApiError> {
    unit.alone(&format!("plan {plan}")).await?;
    let claimed = Claimed::find(unit, plan, action).await?;
    permit(claimed.plan.decide(
        unit.actor()?,
        Verb::Update,
        Resource::Action,
        &claimed.leads,
    ))?;
    claimed
        .record
        .state
        .takes_milestones()
        .map_err(ApiError::wrong_state)?;
    let title = checked(unit, &claimed, &form).await?;
    let milestone = insert(unit, plan, action, title, form).await?;
    records::keep_milestones(unit, plan, &[milestone]).await?;
    records::keep_actions(unit, plan, &[action]).await?;
    let own = unit.actor()?.agencies();
    unit.record(Act {
        act: "milestone.create",
        kind: "milestone",
        subject: milestone.0,
        plan: Some(plan),
        agency: claimed
            .leads
            .iter()
            .find(|lead| own.contains(lead))
            .copied(),
    });
    rows::milestones(unit.txn, plan, Some(&[milestone]))
        .await?
        .into_iter()
        .next()
        .map(MilestoneRecord::into_view)
        .ok_or_else(ApiError::not_found)
}

/// Checks a new milestone and gives back its title as it is kept.
async fn checked(
    unit: &Unit<'_>,
    claimed: &Claimed,
    form: &CreateMilestone,
) -> Result<String, ApiError> {
    let begins: Option<PartialDate> = rows::perhaps(claimed.plan.row().starts.as_ref())?;
    let title = line("/title", "what the milestone is", &form.title, TITLE_MAX);
    let early = form
        .due
        .as_ref()
        .and_then(|due| before_plan("/due", due, begins.as_ref()));
    let owner = match form.owner {
        Some(owner) => owner_fault(unit, owner).await?,
        None => None,
    };
    match (title, early, owner) {
        (Ok(title), None, None) => Ok(title),
        (title, early, owner) => Err(ApiError::invalid(
            [title.err(), early, owner].into_iter().flatten().collect(),
        )),
    }
}

async fn owner_fault(unit: &Unit<'_>, owner: AgencyId) -> Result<Option<FieldError>, ApiError> {
    let row = entities::agency::Entity::find_by_id(owner.0)
        .one(unit.txn)
        .await?;
    Ok(match row {
        None => Some(FieldError::new(
            "/owner",
            FieldCode::NotFound,
            "There is no such agency. Choose one from the list",
        )),
        Some(row) if row.valid_to.is_some_and(|last| last < unit.today()) => Some(FieldError::new(
            "/owner",
            FieldCode::NotAllowed,
            RefusalCode::AgencyEnded.sentence(),
        )),
        Some(_) => None,
    })
}

async fn insert(
    unit: &Unit<'_>,
    plan: PlanId,
    action: ActionId,
    title: String,
    form: CreateMilestone,
) -> Result<MilestoneId, ApiError> {
    use entities::{milestone, milestone_action};
    let last: Option<Option<i32>> = milestone::Entity::find()
        .select_only()
        .column_as(milestone::Column::Sort.max(), "last")
        .filter(milestone::Column::PlanId.eq(plan.0))
        .into_tuple()
        .one(unit.txn)
        .await?;
    let id: Uuid = clock::ordered_id();
    milestone::ActiveModel {
        id: Set(id),
        plan_id: Set(plan.0),
        source_id: Set(None),
        title: Set(title),
        kind: Set("added".to_owned()),
        starts: Set(None),
        due: Set(form.due.map(String::from)),
        owner_id: Set(form.owner.map(|owner| owner.0)),
        state: Set(rows::code(MilestoneState::Planned)?),
        printed_state: Set(None),
        done_on: Set(None),
        moves: Set(0),
        note: Set(None),
        sort: Set(last.flatten().unwrap_or(0).saturating_add(1)),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    milestone_action::ActiveModel {
        milestone_id: Set(id),
        action_id: Set(action.0),
    }
    .insert(unit.txn)
    .await?;
    Ok(MilestoneId(id))
}
