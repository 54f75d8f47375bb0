//! Handing an update that is being written to a colleague, who finds it in My work as theirs.
//! Everyone in the agency who may write it still can.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{AgencyId, PersonId, UpdateId},
    problem::FieldCode,
    updates::api::{HandOver, UpdateView},
};

use crate::{
    db::Unit,
    error::ApiError,
    features::{auth::session, notices},
};

use super::write::{Claimed, view_anew};

use entities::progress_update::Model;

/// Whether a person with an account that is not closed writes updates of `agency` today.
///
/// # Errors
/// When the database fails.
pub async fn may_write(
    unit: &Unit<'_>,
    agency: AgencyId,
    person: PersonId,
) -> Result<bool, ApiError> {
    use entities::{person, person_grant};
    let known = person::Entity::find_by_id(person.0)
        .filter(person::Column::Disabled.eq(false))
        .one(unit.txn)
        .await?;
    if known.is_none() {
        return Ok(false);
    }
    let grants = person_grant::Entity::find()
        .filter(person_grant::Column::PersonId.eq(person.0))
        .filter(person_grant::Column::AgencyId.eq(agency.0))
        .all(unit.txn)
        .await?;
    Ok(grants
        .iter()
        .filter_map(session::given)
        .any(|given| given.reports_for(agency, unit.today())))
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
    let agency = claimed.row.agency_id.into();
    if let Some(person) = form.person
        && !may_write(unit, agency, person).await?
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
    notices::updates::handed_over(unit, &row, form.person).await?;
    view_anew(unit, &row).await
}
