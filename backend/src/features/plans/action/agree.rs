//! Agreeing many proposed actions at once.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    ids::PlanId,
    plans::{
        ActionEvent, ActionState, AgreedAction,
        api::{AgreeActions, Agreement, AgreementRefused},
    },
    policy::{Resource, Verb},
    problem::{FieldCode, FieldError},
};

use crate::{
    db::{Act, Unit},
    error::{ApiError, permit},
    features::plans::{
        lists::{self, Depth, Which},
        records::{self, ActionRecord},
    },
};

use super::write;

/// Agrees the actions that `form` names, or all proposed ones. Those that cannot be agreed are
/// told with the reason, and do not hold up the others.
///
/// # Errors
/// `forbidden`; `invalid` where it names an action that the plan does not have.
pub async fn agree(
    unit: &mut Unit<'_>,
    plan_id: PlanId,
    form: AgreeActions,
) -> Result<Agreement, ApiError> {
    unit.alone(&format!("plan {plan_id}")).await?;
    let plan = write::plan(unit, plan_id).await?;
    permit(plan.decide(unit.actor()?, Verb::Approve, Resource::Action, &[]))?;
    let actions = lists::actions_of(unit.txn, plan_id, Which::All, Depth::Outline).await?;
    let mut agreement = Agreement {
        agreed: Vec::new(),
        refused: Vec::new(),
    };
    for action in wanted(actions, &form)? {
        let parts = action.rule_parts();
        let rules = AgreedAction {
            reference: action.reference.as_deref(),
            outcomes: action.outcomes.len(),
            parts: &parts,
        };
        match action.state.next(&ActionEvent::Agree, &rules) {
            Ok(_) => agreement.agreed.push(action.to_ref()),
            Err(code) => agreement.refused.push(AgreementRefused {
                action: action.to_ref(),
                refusal: code.into(),
            }),
        }
    }
    write_agreed(unit, plan_id, &agreement).await?;
    Ok(agreement)
}

fn wanted(actions: Vec<ActionRecord>, form: &AgreeActions) -> Result<Vec<ActionRecord>, ApiError> {
    if form.actions.is_empty() {
        return Ok(actions
            .into_iter()
            .filter(|action| action.state == ActionState::Proposed)
            .collect());
    }
    let faults: Vec<FieldError> = form
        .actions
        .iter()
        .enumerate()
        .filter(|(_, id)| !actions.iter().any(|action| action.id == **id))
        .map(|(at, _)| {
            FieldError::new(
                format!("/actions/{at}"),
                FieldCode::NotFound,
                "The plan has no such action. Choose one from the register",
            )
        })
        .collect();
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    Ok(actions
        .into_iter()
        .filter(|action| form.actions.contains(&action.id))
        .collect())
}

async fn write_agreed(
    unit: &mut Unit<'_>,
    plan: PlanId,
    agreement: &Agreement,
) -> Result<(), ApiError> {
    use entities::action::{Column, Entity};
    let ids: Vec<_> = agreement.agreed.iter().map(|action| action.id).collect();
    if ids.is_empty() {
        unit.changes_nothing();
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::State, Expr::value(ActionState::Agreed.code()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(unit.txn)
        .await?;
    records::keep_actions(unit, plan, &ids).await?;
    for id in ids {
        unit.record(Act {
            act: "action.agree",
            kind: "action",
            subject: id.0,
            plan: Some(plan),
            agency: None,
        });
    }
    Ok(())
}
