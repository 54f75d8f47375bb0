//! What every change to an action begins and ends with.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{ActionId, AgencyId, PlanId},
    plans::{ActionState, api::FieldChange},
    problem::{ErrorCode, FieldError},
    text::{PASSAGE_MAX, passage},
};

use crate::{
    db::{Act, Unit},
    error::ApiError,
    features::plans::{
        find::{self, SeenPlan},
        lists::{self, Depth, Which},
        records::ActionRecord,
    },
};

use super::view;

/// The plan and the action of a change, as they stand in its unit of work.
pub(super) struct Claimed {
    pub plan: SeenPlan,
    pub record: ActionRecord,
    /// The agencies that answer for the action.
    pub leads: Vec<AgencyId>,
}

/// Finds a plan in a unit of work, through its caller's scope.
///
/// # Errors
/// `not_found`.
pub(super) async fn plan(unit: &Unit<'_>, plan: PlanId) -> Result<SeenPlan, ApiError> {
    find::plan(unit.txn, unit.actor()?, unit.scope()?, &plan.to_string()).await
}

impl Claimed {
    /// Finds an action in a unit of work.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn find(
        unit: &Unit<'_>,
        plan_id: PlanId,
        action: ActionId,
    ) -> Result<Self, ApiError> {
        let plan = plan(unit, plan_id).await?;
        let record = lists::actions_of(unit.txn, plan_id, Which::These(&[action]), Depth::Outline)
            .await?
            .into_iter()
            .next()
            .ok_or_else(ApiError::not_found)?;
        Ok(Self {
            leads: record.lead_ids(),
            plan,
            record,
        })
    }

    /// Refuses a change to a version that is no longer the latest.
    ///
    /// # Errors
    /// `stale`, with the action as it stands now.
    pub async fn fresh(&self, unit: &Unit<'_>, version: i32) -> Result<(), ApiError> {
        if self.record.version == version {
            return Ok(());
        }
        let current = view::now(unit, &self.plan, self.record.id).await?;
        Err(stale().with_current(serde_json::to_value(current)?))
    }

    /// Writes `row` over the action, and its next version.
    ///
    /// # Errors
    /// `stale` when another change came in between.
    pub async fn save(
        &self,
        unit: &Unit<'_>,
        row: entities::action::ActiveModel,
    ) -> Result<(), ApiError> {
        use entities::action::{Column, Entity};
        let written = Entity::update_many()
            .set(entities::action::ActiveModel {
                version: sea_orm::ActiveValue::Set(self.record.version + 1),
                ..row
            })
            .filter(Column::Id.eq(self.record.id.0))
            .filter(Column::Version.eq(self.record.version))
            .exec(unit.txn)
            .await?;
        if written.rows_affected == 1 {
            Ok(())
        } else {
            Err(stale())
        }
    }

    /// Writes down an act on the action, on behalf of the caller's agency among those that answer
    /// for it.
    ///
    /// # Errors
    /// `not_found` for the console.
    pub fn record_act(&self, unit: &mut Unit<'_>, act: &'static str) -> Result<(), ApiError> {
        let own = unit.actor()?.agencies();
        unit.record(Act {
            act,
            kind: "action",
            subject: self.record.id.0,
            plan: Some(self.plan.id()),
            agency: self.leads.iter().find(|lead| own.contains(lead)).copied(),
        });
        Ok(())
    }
}

fn stale() -> ApiError {
    ApiError::new(
        ErrorCode::Stale,
        "Somebody else has changed this action. Look at it again and repeat your change.",
    )
}

/// The reason for a change of dates, where one is given or due.
///
/// # Errors
/// A fault at `/reason`.
pub(super) fn reason(
    state: ActionState,
    moves: bool,
    text: Option<&str>,
) -> Result<Vec<FieldChange>, FieldError> {
    let text = passage("/reason", text.unwrap_or_default(), PASSAGE_MAX)?;
    if text.is_empty() && moves && state.dates_need_reason() {
        return Err(FieldError::required("/reason", "Say why the date changes"));
    }
    Ok(because("Reason", text))
}

/// Words that go with a change; none when there are none.
pub(super) fn because(field: &str, text: String) -> Vec<FieldChange> {
    if text.is_empty() {
        return Vec::new();
    }
    vec![FieldChange {
        field: field.to_owned(),
        from: None,
        to: Some(text),
    }]
}
