//! What an accepted update changes: the milestones that it reports, the state of its action, and
//! the edition that it corrects.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Query,
};
use shared::{
    ids::{ActionId, AgencyId, MilestoneId, PlanId},
    plans::{
        ActionEvent, AgreedAction,
        api::{FieldChange, MilestoneState},
    },
    policy::Scope,
    problem::{FieldCode, FieldError},
    updates::{
        action_event_of,
        api::{MilestoneReport, UpdateContent},
    },
};

use crate::{
    db::{Act, Unit},
    error::ApiError,
    features::plans::records::{keep_actions_because, keep_milestones_because},
};

use super::{
    records,
    store::{self, in_plans},
    views::action_state,
};

use entities::progress_update::Model;

/// The milestones of an action, in printed order.
///
/// # Errors
/// When the database fails.
pub async fn milestones_of(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    action: ActionId,
) -> Result<Vec<entities::milestone::Model>, ApiError> {
    use entities::{milestone, milestone_action};
    let linked = Query::select()
        .column(milestone_action::Column::MilestoneId)
        .from(milestone_action::Entity)
        .and_where(milestone_action::Column::ActionId.eq(action.0))
        .to_owned();
    Ok(milestone::Entity::find()
        .filter(in_plans(milestone::Column::PlanId, scope))
        .filter(milestone::Column::Id.in_subquery(linked))
        .order_by_asc(milestone::Column::Sort)
        .order_by_asc(milestone::Column::Id)
        .all(connection)
        .await?)
}

/// Checks that an update speaks only of milestones of its action.
///
/// # Errors
/// `invalid` at each milestone that is not one.
pub async fn check_milestones(
    unit: &Unit<'_>,
    action: ActionId,
    content: &UpdateContent,
) -> Result<(), ApiError> {
    if content.milestones.is_empty() {
        return Ok(());
    }
    let known: Vec<MilestoneId> = milestones_of(unit.txn, unit.scope()?, action)
        .await?
        .into_iter()
        .map(|row| MilestoneId(row.id))
        .collect();
    check_known(&known, content)
}

/// As [`check_milestones`], where the milestones of the action are at hand.
///
/// # Errors
/// `invalid` at each milestone that is not one.
pub fn check_known(known: &[MilestoneId], content: &UpdateContent) -> Result<(), ApiError> {
    let faults: Vec<FieldError> = content
        .milestones
        .iter()
        .enumerate()
        .filter(|(_, report)| !known.contains(&report.milestone()))
        .map(|(at, _)| {
            FieldError::new(
                format!("/milestones/{at}/milestone"),
                FieldCode::NotFound,
                "This is not a milestone of the action. Choose one from the list",
            )
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(faults))
    }
}

/// Carries out what the accepted update `row` says.
///
/// # Errors
/// `wrong_state` where the action cannot follow.
pub async fn apply(
    unit: &mut Unit<'_>,
    row: &Model,
    content: &UpdateContent,
) -> Result<(), ApiError> {
    supersede(unit, row).await?;
    // The action first: whoever changes an action and its milestones takes them in this order.
    follow(unit, row, content).await?;
    move_milestones(unit, row, content).await
}

async fn supersede(unit: &Unit<'_>, row: &Model) -> Result<(), ApiError> {
    let Some(before) = row.corrects_id else {
        return Ok(());
    };
    let before = entities::progress_update::Entity::find_by_id(before)
        .lock_exclusive()
        .one(unit.txn)
        .await?;
    let Some(before) = before.filter(|before| !before.superseded) else {
        return Ok(());
    };
    let superseded = Model {
        superseded: true,
        ..before.clone()
    };
    let superseded = store::replace(unit, &before, superseded);
    records::keep(unit, &superseded).await
}

async fn follow(unit: &mut Unit<'_>, row: &Model, content: &UpdateContent) -> Result<(), ApiError> {
    use entities::action::{ActiveModel, Column, Entity};
    let Some(action) = Entity::find_by_id(row.action_id)
        .filter(in_plans(Column::PlanId, unit.scope()?))
        .lock_exclusive()
        .one(unit.txn)
        .await?
    else {
        return Ok(());
    };
    let state = action_state(&action)?;
    let Some(event) = action_event_of(state, content) else {
        return Ok(());
    };
    let (act, because) = match &event {
        ActionEvent::Complete { evidence, changed } => (
            "action.complete",
            vec![
                words("Evidence", evidence),
                words("What it changed", changed),
            ],
        ),
        _ => ("action.start", Vec::new()),
    };
    // Starting and completing look at nothing but the state and the words.
    let next = state
        .next(
            &event,
            &AgreedAction {
                reference: action.reference.as_deref(),
                outcomes: 0,
                parts: &[],
            },
        )
        .map_err(ApiError::wrong_state)?;
    let id = ActionId(action.id);
    let plan = PlanId(action.plan_id);
    let version = action.version + 1;
    let mut changed: ActiveModel = action.into();
    changed.state = Set(next.code().to_owned());
    changed.version = Set(version);
    changed.update(unit.txn).await?;
    keep_actions_because(unit, plan, &[id], &because).await?;
    unit.record(Act {
        act,
        kind: "action",
        subject: id.0,
        plan: Some(plan),
        agency: Some(AgencyId(row.agency_id)),
    });
    Ok(())
}

async fn move_milestones(
    unit: &mut Unit<'_>,
    row: &Model,
    content: &UpdateContent,
) -> Result<(), ApiError> {
    use entities::milestone::{ActiveModel, Column, Entity};
    if content.milestones.is_empty() {
        return Ok(());
    }
    let plan = PlanId(row.plan_id);
    let own: Vec<_> = milestones_of(unit.txn, unit.scope()?, ActionId(row.action_id))
        .await?
        .into_iter()
        .map(|milestone| milestone.id)
        .collect();
    let milestones = Entity::find()
        .filter(Column::Id.is_in(own))
        .filter(Column::Id.is_in(content.milestones.iter().map(|report| report.milestone().0)))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(unit.txn)
        .await?;
    // One statement a milestone: each gets its own values, and an update names few.
    for milestone in milestones {
        let id = MilestoneId(milestone.id);
        let Some(report) = content
            .milestones
            .iter()
            .find(|report| report.milestone() == id)
        else {
            continue;
        };
        let (moves, version) = (milestone.moves, milestone.version);
        let mut changed: ActiveModel = milestone.into();
        changed.version = Set(version + 1);
        let (act, because) = match report {
            MilestoneReport::Done { on, .. } => {
                changed.state = Set(code(MilestoneState::Done)?);
                changed.done_on = Set(Some(*on));
                ("milestone.done", Vec::new())
            }
            MilestoneReport::Moved { to, reason, .. } => {
                changed.state = Set(code(MilestoneState::Planned)?);
                changed.done_on = Set(None);
                changed.due = Set(Some(to.to_string()));
                changed.moves = Set(moves + 1);
                ("milestone.move", vec![words("Reason", reason)])
            }
        };
        changed.update(unit.txn).await?;
        keep_milestones_because(unit, plan, &[id], &because).await?;
        unit.record(Act {
            act,
            kind: "milestone",
            subject: id.0,
            plan: Some(plan),
            agency: Some(AgencyId(row.agency_id)),
        });
    }
    Ok(())
}

fn code(state: MilestoneState) -> Result<String, ApiError> {
    Ok(serde_json::from_value(serde_json::to_value(state)?)?)
}

fn words(field: &str, text: &str) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        from: None,
        to: Some(text.to_owned()),
    }
}
