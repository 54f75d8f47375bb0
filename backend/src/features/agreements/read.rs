//! Reading sharing agreements.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    agencies::api::AgencyRef,
    agreements::{
        AgreementStanding,
        api::{AgreementList, AgreementView},
        covers,
    },
    auth::api::Permit,
    ids::{AgencyId, AgreementId},
    policy::{Actor, Decision, RefusalCode, Resource, Scope, Target, Verb, decide},
};

use crate::{
    error::{ApiError, permit},
    features::names,
};

use entities::sharing_agreement::{Column, Entity, Model};

pub(super) fn judge(actor: &Actor, verb: Verb) -> Decision {
    decide(actor, verb, Resource::Agreement, &Target::default())
}

fn permitted(actor: &Actor, act: &str, verb: Verb) -> Permit {
    let refusal = match judge(actor, verb) {
        Decision::Allowed => None,
        Decision::Refused(refusal) => Some(refusal),
        Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
    };
    Permit {
        act: act.to_owned(),
        refusal,
    }
}

/// The agencies that have signed an agreement.
///
/// # Errors
/// When the row cannot be read.
pub(super) fn parties(row: &Model) -> Result<Vec<AgencyId>, ApiError> {
    Ok(serde_json::from_value(row.parties.clone())?)
}

/// How an agreement stands on a day.
fn standing(row: &Model, today: NaiveDate) -> AgreementStanding {
    AgreementStanding::of(row.starts_on, row.ends_on, today)
}

/// All agreements, those in force first.
///
/// # Errors
/// `not_found` for whom they do not concern.
pub(super) async fn list(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
) -> Result<AgreementList, ApiError> {
    // Whoever may read one may read all: the scope is asked for so that nobody else does.
    let _ = scope;
    permit(judge(actor, Verb::List))?;
    let rows = Entity::find()
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    let mut named = Vec::new();
    for row in &rows {
        named.extend(parties(row)?);
    }
    let agencies = names::agencies(connection, named).await?;
    let mut items = rows
        .into_iter()
        .map(|row| shown(actor, today, row, &agencies))
        .collect::<Result<Vec<AgreementView>, ApiError>>()?;
    items.sort_by_key(|item| item.standing);
    Ok(AgreementList {
        items,
        allowed: vec![permitted(actor, "create", Verb::Create)],
    })
}

fn shown(
    actor: &Actor,
    today: NaiveDate,
    row: Model,
    agencies: &HashMap<AgencyId, AgencyRef>,
) -> Result<AgreementView, ApiError> {
    let mut signed: Vec<AgencyRef> = parties(&row)?
        .iter()
        .filter_map(|id| agencies.get(id).cloned())
        .collect();
    signed.sort_by(|a, b| a.name.cmp(&b.name));
    let standing = standing(&row, today);
    Ok(AgreementView {
        id: AgreementId(row.id),
        name: row.name,
        purpose: row.purpose,
        basis: row.basis,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        parties: signed,
        standing,
        version: row.version,
        allowed: vec![permitted(actor, "update", Verb::Update)],
    })
}

/// An agreement by its id.
///
/// # Errors
/// `not_found`, for whom it does not concern too.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    agreement: AgreementId,
) -> Result<Model, ApiError> {
    let _ = scope;
    permit(judge(actor, Verb::Read))?;
    Entity::find_by_id(agreement.0)
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// An agreement with the names that it needs.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub(super) async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: NaiveDate,
    row: Model,
) -> Result<AgreementView, ApiError> {
    let agencies = names::agencies(connection, parties(&row)?).await?;
    shown(actor, today, row, &agencies)
}

/// Whether the agreement is in force on `today` and lets `from` tell `to` of a young person; none
/// where there is no such agreement.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub(in crate::features) async fn covering(
    connection: &impl ConnectionTrait,
    agreement: AgreementId,
    (from, to): (AgencyId, AgencyId),
    today: NaiveDate,
) -> Result<Option<bool>, ApiError> {
    let Some(row) = Entity::find_by_id(agreement.0).one(connection).await? else {
        return Ok(None);
    };
    let carries = standing(&row, today) == AgreementStanding::InForce;
    Ok(Some(carries && covers(&parties(&row)?, from, to)))
}

/// The agencies that stand on an agreement that is in force on `today`.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(in crate::features) async fn holding(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<Vec<AgencyId>, ApiError> {
    let rows = Entity::find()
        .filter(Column::StartsOn.lte(today))
        .all(connection)
        .await?;
    let mut found = Vec::new();
    for row in rows
        .iter()
        .filter(|row| standing(row, today) == AgreementStanding::InForce)
    {
        found.extend(parties(row)?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
