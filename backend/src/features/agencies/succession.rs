//! An agency ends and another carries on: live duties, roles and drafts move; what was accepted
//! stays under the name that the agency had then.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    agencies::api::{AgencyView, Succession},
    ids::{ActionId, AgencyId, MilestoneId, PlanId},
    plans::{ActionState, AssignmentRole},
    policy::{RefusalCode, Verb},
    problem::{FieldCode, FieldError},
    text::{PASSAGE_MAX, line},
    updates::UpdateState,
};

use crate::{
    clock,
    db::{Act, Unit},
    error::ApiError,
    features::{cases, plans::records, services, updates},
};

use super::{
    change::{claimed, free_name, keep},
    read::view,
};

use entities::agency::{ActiveModel, Entity, Model};

/// Ends `agency` and gives back its successor.
///
/// # Errors
/// `stale`, `forbidden`, `wrong_state` when it has ended, or `invalid` by field.
pub async fn succeed(
    unit: &mut Unit<'_>,
    agency: AgencyId,
    version: i32,
    form: Succession,
) -> Result<AgencyView, ApiError> {
    let row = claimed(unit, agency, version, Verb::Withdraw).await?;
    if row.successor_id.is_some() {
        return Err(ApiError::wrong_state(RefusalCode::AgencyEnded));
    }
    line("/reason", "the reason", &form.reason, PASSAGE_MAX)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    if row.valid_from.is_some_and(|first| form.on <= first) {
        return Err(ApiError::field(
            "/on",
            FieldCode::TooEarly,
            "The day must be after the one on which the agency began",
        ));
    }
    if form.on > unit.today() {
        return Err(ApiError::field(
            "/on",
            FieldCode::TooLate,
            "The day must be today or in the past. Duties move at once",
        ));
    }
    cases::held_by(unit, agency).await?;
    let successor = match (form.successor, form.new_name) {
        (Some(successor), None) => existing(unit, &row, successor).await?,
        (None, Some(name)) => renamed(unit, &row, &name, form.on).await?,
        _ => {
            return Err(ApiError::invalid(vec![FieldError::required(
                "/successor",
                "Choose the agency that carries on, or enter a new name, but not both",
            )]));
        }
    };
    let heir = AgencyId(successor.id);
    move_duties(unit, agency, &successor).await?;
    move_standing(unit, agency, heir).await?;
    let mut ended: ActiveModel = row.into();
    ended.valid_to = Set(form.on.pred_opt());
    ended.successor_id = Set(Some(heir.0));
    ended.version = Set(version + 1);
    let ended = ended.update(unit.txn).await?;
    keep(unit, "agency.succession", &ended).await?;
    view(unit.txn, unit.actor()?, unit.scope()?, successor).await
}

async fn existing(unit: &Unit<'_>, row: &Model, successor: AgencyId) -> Result<Model, ApiError> {
    let fault = |code, detail: &str| Err(ApiError::field("/successor", code, detail));
    let Some(found) = Entity::find_by_id(successor.0).one(unit.txn).await? else {
        return fault(
            FieldCode::NotFound,
            "There is no such agency. Choose one from the list",
        );
    };
    if found.id == row.id {
        return fault(FieldCode::Contradiction, "An agency cannot succeed itself");
    }
    if found.is_class && !row.is_class {
        return fault(
            FieldCode::Contradiction,
            "A class cannot carry on an agency's duties. Choose one of its members",
        );
    }
    if found.valid_to.is_some() {
        return fault(
            FieldCode::Contradiction,
            "This agency has ended too. Choose its successor",
        );
    }
    Ok(found)
}

async fn renamed(
    unit: &mut Unit<'_>,
    row: &Model,
    name: &str,
    on: chrono::NaiveDate,
) -> Result<Model, ApiError> {
    let name = free_name(unit, "/new_name", name, None).await?;
    let heir = ActiveModel {
        id: Set(clock::ordered_id()),
        source_id: Set(None),
        name: Set(name),
        abbreviation: Set(None),
        kind: Set(row.kind.clone()),
        parent_id: Set(row.parent_id),
        aliases: Set(serde_json::json!([])),
        role_note: Set(row.role_note.clone()),
        note: Set(None),
        is_class: Set(row.is_class),
        reported_by_id: Set(row.reported_by_id),
        valid_from: Set(Some(on)),
        valid_to: Set(None),
        successor_id: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    keep(unit, "agency.create", &heir).await?;
    Ok(heir)
}

/// Moves the parts in actions that are not over, and the updates that are still open.
async fn move_duties(unit: &mut Unit<'_>, from: AgencyId, heir: &Model) -> Result<(), ApiError> {
    let to = AgencyId(heir.id);
    use entities::{action, assignment, plan_party};
    let parts = assignment::Entity::find()
        .filter(assignment::Column::AgencyId.eq(from.0))
        .all(unit.txn)
        .await?;
    let actions = action::Entity::find()
        .filter(action::Column::Id.is_in(parts.iter().map(|part| part.action_id)))
        .all(unit.txn)
        .await?;
    let over = |id| {
        actions
            .iter()
            .find(|action| action.id == id)
            .is_some_and(|action| {
                matches!(
                    ActionState::from_code(&action.state),
                    Some(ActionState::Complete | ActionState::Embedded | ActionState::Stopped)
                )
            })
    };
    let live: Vec<_> = parts
        .into_iter()
        .filter(|part| !over(part.action_id))
        .collect();
    let taken = assignment::Entity::find()
        .filter(assignment::Column::AgencyId.eq(to.0))
        .filter(assignment::Column::ActionId.is_in(live.iter().map(|part| part.action_id)))
        .all(unit.txn)
        .await?;
    for part in &live {
        merge_part(
            unit,
            part,
            taken.iter().find(|other| other.action_id == part.action_id),
            to,
        )
        .await?;
    }
    let plans: Vec<uuid::Uuid> = plan_party::Entity::find()
        .filter(plan_party::Column::AgencyId.eq(from.0))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|party| party.plan_id)
        .collect();
    let known: Vec<uuid::Uuid> = plan_party::Entity::find()
        .filter(plan_party::Column::AgencyId.eq(to.0))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|party| party.plan_id)
        .collect();
    let joining: Vec<_> = plans
        .iter()
        .filter(|plan| !known.contains(plan))
        .map(|plan| plan_party::ActiveModel {
            plan_id: Set(*plan),
            agency_id: Set(to.0),
        })
        .collect();
    if !joining.is_empty() {
        plan_party::Entity::insert_many(joining)
            .exec(unit.txn)
            .await?;
    }
    move_updates(unit, from, heir).await?;
    updates::asked::pass_on(unit, from, to).await?;
    move_milestones(unit, from, to).await?;
    services::move_to(unit, from, to).await?;
    let mut by_plan: BTreeMap<PlanId, Vec<ActionId>> = BTreeMap::new();
    for part in &live {
        by_plan
            .entry(part.plan_id.into())
            .or_default()
            .push(part.action_id.into());
    }
    action::Entity::update_many()
        .col_expr(
            action::Column::Version,
            Expr::col(action::Column::Version).add(1),
        )
        .filter(action::Column::Id.is_in(live.iter().map(|part| part.action_id)))
        .exec(unit.txn)
        .await?;
    for (plan, actions) in by_plan {
        records::keep_actions(unit, plan, &actions).await?;
        unit.record(Act {
            act: "plan.succession",
            kind: "plan",
            subject: plan.0,
            plan: Some(plan),
            agency: Some(to),
        });
    }
    Ok(())
}

/// Moves the updates that are still open. What was accepted stays under the old name.
async fn move_updates(unit: &Unit<'_>, from: AgencyId, heir: &Model) -> Result<(), ApiError> {
    use entities::progress_update::{Column, Entity as Updates};
    let open = UpdateState::ALL
        .iter()
        .filter(|state| state.open())
        .map(|state| state.code());
    let moved: Vec<uuid::Uuid> = Updates::find()
        .filter(Column::AgencyId.eq(from.0))
        .filter(Column::State.is_in(open))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|update| update.id)
        .collect();
    Updates::update_many()
        .col_expr(Column::AgencyId, Expr::value(heir.id))
        .col_expr(Column::AgencyName, Expr::value(heir.name.clone()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(moved.clone()))
        .exec(unit.txn)
        .await?;
    let asked = updates::contributions::pass_on(unit, from, heir).await?;
    for update in Updates::find()
        .filter(Column::Id.is_in(moved.into_iter().chain(asked)))
        .all(unit.txn)
        .await?
    {
        updates::records::keep(unit, &update).await?;
    }
    Ok(())
}

/// Moves the milestones that are still to come.
async fn move_milestones(unit: &Unit<'_>, from: AgencyId, to: AgencyId) -> Result<(), ApiError> {
    use entities::milestone::{Column, Entity as Milestones};
    let moved = Milestones::find()
        .filter(Column::OwnerId.eq(from.0))
        .filter(Column::State.eq("planned"))
        .all(unit.txn)
        .await?;
    Milestones::update_many()
        .col_expr(Column::OwnerId, Expr::value(to.0))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(moved.iter().map(|milestone| milestone.id)))
        .exec(unit.txn)
        .await?;
    let mut by_plan: BTreeMap<PlanId, Vec<MilestoneId>> = BTreeMap::new();
    for milestone in moved {
        by_plan
            .entry(milestone.plan_id.into())
            .or_default()
            .push(milestone.id.into());
    }
    for (plan, milestones) in by_plan {
        records::keep_milestones(unit, plan, &milestones).await?;
    }
    Ok(())
}

/// Gives one part to the successor; where the successor has a part in the action already, the
/// weightier of the two stays.
async fn merge_part(
    unit: &Unit<'_>,
    part: &entities::assignment::Model,
    taken: Option<&entities::assignment::Model>,
    to: AgencyId,
) -> Result<(), ApiError> {
    use entities::assignment::{ActiveModel as Part, Entity as Parts};
    let weight = |role: &str| {
        AssignmentRole::from_code(role).map(|role| AssignmentRole::Partner as u8 - role as u8)
    };
    match taken {
        None => {
            let mut moved: Part = part.clone().into();
            moved.agency_id = Set(to.0);
            moved.update(unit.txn).await?;
        }
        Some(kept) => {
            Parts::delete_by_id(part.id).exec(unit.txn).await?;
            let mut merged: Part = kept.clone().into();
            if weight(&part.role) > weight(&kept.role) {
                merged.role = Set(part.role.clone());
            }
            merged.coordinates = Set(kept.coordinates || part.coordinates);
            merged.update(unit.txn).await?;
        }
    }
    let parts = Parts::find()
        .filter(entities::assignment::Column::ActionId.eq(part.action_id))
        .order_by_asc(entities::assignment::Column::Sort)
        .all(unit.txn)
        .await?;
    let mut joint = parts
        .into_iter()
        .filter(|part| part.role == AssignmentRole::JointLead.code());
    // Two joint leads that merge leave one, who then leads alone.
    if let (Some(only), None) = (joint.next(), joint.next()) {
        let mut lead: Part = only.into();
        lead.role = Set(AssignmentRole::Lead.code().to_owned());
        lead.coordinates = Set(false);
        lead.update(unit.txn).await?;
    }
    Ok(())
}

/// Moves what points at the agency: its members, the classes that it reports for, the plans that
/// it owns, its webhooks, the roles that people hold in it.
async fn move_standing(unit: &Unit<'_>, from: AgencyId, to: AgencyId) -> Result<(), ApiError> {
    use entities::{agency, person_grant, plan, webhook};
    for column in [agency::Column::ParentId, agency::Column::ReportedById] {
        agency::Entity::update_many()
            .col_expr(column, Expr::value(to.0))
            .filter(column.eq(from.0))
            .filter(agency::Column::Id.ne(to.0))
            .exec(unit.txn)
            .await?;
    }
    plan::Entity::update_many()
        .col_expr(plan::Column::OwnerBoardId, Expr::value(to.0))
        .filter(plan::Column::OwnerBoardId.eq(from.0))
        .exec(unit.txn)
        .await?;
    webhook::Entity::update_many()
        .col_expr(webhook::Column::AgencyId, Expr::value(to.0))
        .col_expr(
            webhook::Column::Version,
            Expr::col(webhook::Column::Version).add(1),
        )
        .filter(webhook::Column::AgencyId.eq(from.0))
        .exec(unit.txn)
        .await?;
    let grants = person_grant::Entity::find()
        .filter(person_grant::Column::AgencyId.is_in([from.0, to.0]))
        .all(unit.txn)
        .await?;
    for grant in grants
        .iter()
        .filter(|grant| grant.agency_id == Some(from.0))
    {
        let held = grants.iter().any(|other| {
            other.agency_id == Some(to.0)
                && other.person_id == grant.person_id
                && other.role == grant.role
                && other.starts_on.is_none()
                && other.ends_on.is_none()
        });
        if held {
            person_grant::Entity::delete_by_id(grant.id)
                .exec(unit.txn)
                .await?;
        } else {
            let mut moved: person_grant::ActiveModel = grant.clone().into();
            moved.agency_id = Set(Some(to.0));
            moved.update(unit.txn).await?;
        }
    }
    Ok(())
}
