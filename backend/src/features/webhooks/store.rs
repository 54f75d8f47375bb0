//! Webhooks from their tables, within the caller's reach, and as they are shown.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{
    auth::api::Permit,
    events,
    ids::{AgencyId, WebhookId},
    policy::{Actor, Decision, RefusalCode, Resource, Target, Verb, decide},
    problem::ErrorCode,
    webhooks::{
        DisabledBy, WebhookState,
        api::{DisabledView, WebhookList, WebhookView},
    },
};
use uuid::Uuid;

use crate::{
    db::Unit,
    error::{ApiError, permit},
    features::names,
};

use entities::webhook::{Column, Entity, Model};

/// Whether `actor` may do `verb` to the webhooks of `agency`.
pub fn judge(actor: &Actor, verb: Verb, agency: AgencyId) -> Decision {
    decide(
        actor,
        verb,
        Resource::Webhook,
        &Target {
            agencies: &[agency],
            ..Target::default()
        },
    )
}

/// The webhooks that `actor` may know of.
pub fn reach(actor: &Actor) -> Condition {
    if decide(actor, Verb::List, Resource::Webhook, &Target::default()).allowed() {
        return Condition::all();
    }
    let own = actor
        .agencies()
        .into_iter()
        .filter(|agency| judge(actor, Verb::List, *agency).allowed());
    Condition::all().add(Column::AgencyId.is_in(own.map(|agency| agency.0)))
}

/// A webhook within reach.
///
/// # Errors
/// `not_found`.
pub async fn find(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    webhook: WebhookId,
) -> Result<Model, ApiError> {
    Entity::find_by_id(webhook.0)
        .filter(reach(actor))
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// As [`find`], for somebody who may do `verb` to it; nobody else changes it until the unit ends.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn claim(unit: &Unit<'_>, webhook: WebhookId, verb: Verb) -> Result<Model, ApiError> {
    let actor = unit.actor()?;
    let row = Entity::find_by_id(webhook.0)
        .filter(reach(actor))
        .lock_exclusive()
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    permit(judge(actor, verb, AgencyId(row.agency_id)))?;
    Ok(row)
}

/// As [`claim`], in the version that the caller has.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`.
pub async fn claim_version(
    unit: &Unit<'_>,
    webhook: WebhookId,
    version: i32,
    verb: Verb,
) -> Result<Model, ApiError> {
    let row = claim(unit, webhook, verb).await?;
    if row.version == version {
        return Ok(row);
    }
    let current = view(unit.txn, unit.actor()?, unit.now, row).await?;
    Err(ApiError::new(
        ErrorCode::Stale,
        "This webhook has changed meanwhile. Look at it again and repeat your change.",
    )
    .with_current(serde_json::to_value(current)?))
}

/// The webhooks within the caller's reach.
///
/// # Errors
/// When the database fails.
pub async fn list(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    now: chrono::DateTime<chrono::Utc>,
    agency: Option<AgencyId>,
) -> Result<WebhookList, ApiError> {
    let mut query = Entity::find().filter(reach(actor));
    if let Some(agency) = agency {
        query = query.filter(Column::AgencyId.eq(agency.0));
    }
    let rows = query
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    let own = actor
        .agencies()
        .into_iter()
        .chain(agency)
        .filter(|agency| judge(actor, Verb::Create, *agency).allowed());
    let mut agencies: Vec<_> = names::agencies(connection, own)
        .await?
        .into_values()
        .collect();
    agencies.sort_by(|a, b| a.name.cmp(&b.name));
    let mut items = views(connection, actor, now, rows).await?;
    items.sort_by(|a, b| a.agency.name.cmp(&b.agency.name));
    Ok(WebhookList { items, agencies })
}

/// A webhook as it is shown.
///
/// # Errors
/// When the database fails.
pub async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    now: chrono::DateTime<chrono::Utc>,
    row: Model,
) -> Result<WebhookView, ApiError> {
    views(connection, actor, now, vec![row])
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

async fn views(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    now: chrono::DateTime<chrono::Utc>,
    rows: Vec<Model>,
) -> Result<Vec<WebhookView>, ApiError> {
    use entities::webhook_event as told;
    let agencies =
        names::agencies(connection, rows.iter().map(|row| AgencyId(row.agency_id))).await?;
    let mut acts: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in told::Entity::find()
        .filter(told::Column::WebhookId.is_in(rows.iter().map(|row| row.id)))
        .all(connection)
        .await?
    {
        acts.entry(row.webhook_id).or_default().push(row.act);
    }
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let agency = agencies.get(&AgencyId(row.agency_id))?.clone();
            let told = acts.remove(&row.id).unwrap_or_default();
            Some(WebhookView {
                id: WebhookId(row.id),
                allowed: permits(actor, agency.id),
                agency,
                url: row.url,
                description: row.description,
                events: events::EVENT_TYPES
                    .iter()
                    .filter(|event| told.iter().any(|act| act == event.act))
                    .map(|event| event.code.to_owned())
                    .collect(),
                state: WebhookState::from_code(&row.state).unwrap_or(WebhookState::Disabled),
                disabled: row.disabled_at.map(|since| DisabledView {
                    by: row
                        .disabled_by
                        .as_deref()
                        .and_then(DisabledBy::from_code)
                        .unwrap_or(DisabledBy::Person),
                    since,
                }),
                old_secret_until: row.old_secret_until.filter(|until| *until > now),
                created_at: row.created_at,
                version: row.version,
            })
        })
        .collect())
}

fn permits(actor: &Actor, agency: AgencyId) -> Vec<Permit> {
    [
        ("update", Verb::Update),
        ("remove", Verb::Withdraw),
        ("rotate", Verb::Update),
        ("test", Verb::Update),
        ("replay", Verb::Update),
    ]
    .into_iter()
    .map(|(act, verb)| Permit {
        act: act.to_owned(),
        refusal: match judge(actor, verb, agency) {
            Decision::Allowed => None,
            Decision::Refused(refusal) => Some(refusal),
            Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
        },
    })
    .collect()
}
