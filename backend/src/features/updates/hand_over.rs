//! Handing an update that is being written to a colleague, who finds it in My work as theirs.
//! Everyone in the agency who may write it still can.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{AgencyId, PersonId, PlanId, UpdateId},
    policy::{Resource, Target, Verb, decide},
    problem::FieldCode,
    updates::api::{HandOver, UpdateView},
};

use crate::{db::Unit, error::ApiError, features::auth::session};

use super::write::{Claimed, view_anew};

use entities::progress_update::Model;

/// Whether a person with a working account may write updates of `agency` today.
///
/// # Errors
/// When the database fails.
pub async fn may_write(
    unit: &Unit<'_>,
    plan: PlanId,
    agency: AgencyId,
    person: PersonId,
) -> Result<bool, ApiError> {
    let known = entities::person::Entity::find_by_id(person.0)
        .filter(entities::person::Column::Disabled.eq(false))
        .one(unit.txn)
        .await?;
    if known.is_none() {
        return Ok(false);
    }
    let actor = session::actor(unit.txn, person, unit.today()).await?;
    let target = Target {
        plan: Some(plan),
        agencies: &[agency],
        person: None,
    };
    Ok(decide(&actor, Verb::Create, Resource::OpenUpdate, &target).allowed())
}

/// Hands an update to a colleague, or to nobody in particular.
///
/// # Errors
/// `forbidden`, `stale` with the update as it stands, `wrong_state` once it is sent, or `invalid`
/// at `/person` for somebody who does not report for the agency.
pub async fn hand_over(
    unit: &mut Unit<'_>,
    update: UpdateId,
    version: i32,
    form: HandOver,
) -> Result<UpdateView, ApiError> {
    let claimed = Claimed::load(unit, update).await?;
    claimed.standing(unit)?.hands_over()?;
    claimed.in_version(unit, version)?;
    claimed.standing(unit)?.hand_over()?;
    let (plan, agency) = (claimed.row.plan_id.into(), claimed.row.agency_id.into());
    if let Some(person) = form.person
        && !may_write(unit, plan, agency, person).await?
    {
        return Err(ApiError::field(
            "/person",
            FieldCode::NotAllowed,
            "This person does not report for the agency. Choose one of its leads or editors",
        ));
    }
    let row = Model {
        assigned_id: form.person.map(|person| person.0),
        ..claimed.row.clone()
    };
    let row = claimed.write(unit, row, "update.hand_over").await?;
    view_anew(unit, &row).await
}
