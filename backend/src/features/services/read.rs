//! Reading a service. The directory is known to everyone who is signed in.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::{
    auth::api::Permit,
    ids::{AgencyId, ServiceId},
    policy::{Actor, Decision, RefusalCode, Resource, Scope, Target, Verb, decide},
    services::{ServiceEvent, ServiceKind, Standing, api::ServiceView},
};

use crate::{error::ApiError, features::names};

use entities::service::Model;

/// Whether `actor` may do `verb` to a service of `provider`, or to the directory.
pub(super) fn judge(actor: &Actor, verb: Verb, provider: Option<AgencyId>) -> Decision {
    let agencies: Vec<AgencyId> = provider.into_iter().collect();
    decide(
        actor,
        verb,
        Resource::Service,
        &Target {
            plan: None,
            agencies: &agencies,
            person: None,
        },
    )
}

/// What a permit of `act` says.
pub(super) fn permit(
    actor: &Actor,
    act: &str,
    verb: Verb,
    provider: Option<AgencyId>,
    rule: Result<(), RefusalCode>,
) -> Permit {
    let refusal = match judge(actor, verb, provider) {
        Decision::Allowed => rule.err().map(Into::into),
        Decision::Refused(refusal) => Some(refusal),
        Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
    };
    Permit {
        act: act.to_owned(),
        refusal,
    }
}

/// A service by its id.
///
/// # Errors
/// `not_found`.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    service: ServiceId,
) -> Result<Model, ApiError> {
    // Every signed-in person sees every service: the scope is asked for so that nobody else does.
    let _ = scope;
    entities::service::Entity::find_by_id(service.0)
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// How a row stands today.
pub(super) fn standing(row: &Model, today: NaiveDate) -> Standing {
    let kind = ServiceKind::from_code(&row.kind).unwrap_or(ServiceKind::Other);
    Standing::of(kind, row.valid_from, row.valid_to, today)
}

/// A service with the names that it needs.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(super) async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: NaiveDate,
    row: Model,
) -> Result<ServiceView, ApiError> {
    let commissioners: Vec<AgencyId> = serde_json::from_value(row.commissioners.clone())?;
    let provider = row.provider_id.map(AgencyId);
    let named = commissioners.iter().copied().chain(provider);
    let agencies = names::agencies(connection, named).await?;
    let standing = standing(&row, today);
    let allowed = [
        ("update", Verb::Update, ServiceEvent::Update),
        ("close", Verb::Withdraw, ServiceEvent::Close),
        ("reopen", Verb::Withdraw, ServiceEvent::Reopen),
    ]
    .map(|(act, verb, event)| {
        let rule = standing.allows(event, row.valid_to);
        permit(actor, act, verb, provider, rule)
    });
    Ok(ServiceView {
        id: ServiceId(row.id),
        aliases: serde_json::from_value(row.aliases)?,
        kind: ServiceKind::from_code(&row.kind).unwrap_or(ServiceKind::Other),
        provider: provider.and_then(|id| agencies.get(&id).cloned()),
        commissioners: commissioners
            .iter()
            .filter_map(|id| agencies.get(id).cloned())
            .collect(),
        routes_in: serde_json::from_value(row.routes_in)?,
        name: row.name,
        summary: row.summary,
        about: row.about,
        level_from: row.level_from,
        level_to: row.level_to,
        levels_inferred: row.levels_inferred,
        age_from: row.age_from,
        age_to: row.age_to,
        area: row.area,
        access: row.access,
        phone: row.phone,
        email: row.email,
        url: row.url,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        closed_because: row.closed_because,
        standing,
        source: row.source,
        version: row.version,
        allowed: allowed.into(),
    })
}
