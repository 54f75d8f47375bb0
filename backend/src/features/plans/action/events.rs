//! Moving an action through its states.

use sea_orm::ActiveValue::Set;
use shared::{
    ids::{ActionId, PlanId},
    plans::{
        ActionEvent, AgreedAction,
        api::{ActionView, FieldChange},
    },
    policy::Resource,
};

use crate::{
    db::Unit,
    error::{ApiError, permit},
    features::{
        governance::uses,
        plans::{permits::verb_of, records},
    },
};

use super::{
    view,
    write::{Claimed, because},
};

/// Lets `event` happen to an action.
///
/// # Errors
/// `stale`, `forbidden`, `invalid` for its words, `wrong_state` where it cannot happen now.
pub async fn happen(
    unit: &mut Unit<'_>,
    plan: PlanId,
    action: ActionId,
    version: i32,
    event: ActionEvent,
) -> Result<ActionView, ApiError> {
    let claimed = Claimed::find(unit, plan, action).await?;
    permit(claimed.plan.decide(
        unit.actor()?,
        verb_of(&event),
        Resource::Action,
        &claimed.leads,
    ))?;
    claimed.fresh(unit, version).await?;
    let event = event.checked().map_err(ApiError::invalid)?;
    let record = &claimed.record;
    let parts = record.rule_parts();
    let next = record
        .state
        .next(
            &event,
            &AgreedAction {
                reference: record.reference.as_deref(),
                outcomes: record.outcomes.len(),
                parts: &parts,
            },
        )
        .map_err(ApiError::wrong_state)?;
    let decisions = uses::cited(unit, plan, &event).await?;
    claimed
        .save(
            unit,
            entities::action::ActiveModel {
                state: Set(next.code().to_owned()),
                ..Default::default()
            },
        )
        .await?;
    let act = act_of(&event);
    uses::write(unit, action, event.code(), decisions).await?;
    records::keep_actions_because(unit, plan, &[action], &words(event)).await?;
    claimed.record_act(unit, act)?;
    view::now(unit, &claimed.plan, action).await
}

/// The word for an event in the audit log.
const fn act_of(event: &ActionEvent) -> &'static str {
    match event {
        ActionEvent::Agree => "action.agree",
        ActionEvent::Start => "action.start",
        ActionEvent::Complete { .. } => "action.complete",
        ActionEvent::Embed => "action.embed",
        ActionEvent::Reopen { .. } => "action.reopen",
        ActionEvent::Pause { .. } => "action.pause",
        ActionEvent::Stop { .. } => "action.stop",
        ActionEvent::Defer { .. } => "action.defer",
    }
}

/// The words of an event, as the time line shows them.
fn words(event: ActionEvent) -> Vec<FieldChange> {
    match event {
        ActionEvent::Agree | ActionEvent::Start | ActionEvent::Embed => Vec::new(),
        ActionEvent::Complete { evidence, changed } => {
            let mut words = because("What shows it", evidence);
            words.extend(because("What it changed", changed));
            words
        }
        ActionEvent::Reopen { reason } => because("Reason", reason),
        ActionEvent::Pause { decision }
        | ActionEvent::Stop { decision }
        | ActionEvent::Defer { decision } => because("Decision", decision),
    }
}
