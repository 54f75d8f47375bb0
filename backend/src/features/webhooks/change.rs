//! Adding, changing and removing webhooks, and giving them new secrets.

use chrono::Duration;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait,
    QueryFilter,
};
use shared::{
    events::EventType,
    ids::{AgencyId, WebhookId},
    patch::Patch,
    policy::{RefusalCode, Verb},
    problem::{FieldCode, FieldError},
    text::line,
    webhooks::{
        DESCRIPTION_MAX, DisabledBy, ROTATION_HOURS, WEBHOOKS_MAX, WebhookState,
        api::{CreateWebhook, PatchWebhook, RotateSecret, WebhookView, WebhookWithSecret},
        event_types,
    },
};

use crate::{
    clock,
    db::{Act, Unit},
    error::{ApiError, permit},
    vault::Vault,
};

use super::{
    queue, sign,
    store::{claim_version, judge, view},
};

use entities::webhook::{ActiveModel, Column, Entity, Model};

fn act(act: &'static str, row: &Model) -> Act {
    Act {
        act,
        kind: "webhook",
        subject: row.id,
        plan: None,
        agency: Some(AgencyId(row.agency_id)),
    }
}

fn description(text: &str) -> Result<String, FieldError> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    line("/description", "what it is for", text, DESCRIPTION_MAX)
}

/// A new secret, as it is shown and as it is kept.
fn secret(vault: &Vault, webhook: uuid::Uuid) -> Result<(String, Vec<u8>), ApiError> {
    let secret = clock::secret()?;
    let sealed = vault.seal(sign::PURPOSE, webhook, &secret)?;
    Ok((sign::shown(&secret), sealed))
}

/// Adds a webhook whose address has been checked.
///
/// # Errors
/// `forbidden`, `wrong_state` for an agency that has ended, or `invalid` by field.
pub async fn create(
    unit: &mut Unit<'_>,
    vault: &Vault,
    form: CreateWebhook,
) -> Result<WebhookWithSecret, ApiError> {
    permit(judge(unit.actor()?, Verb::Create, form.agency))?;
    unit.alone(&format!("webhooks of {}", form.agency)).await?;
    let agency = entities::agency::Entity::find_by_id(form.agency.0)
        .one(unit.txn)
        .await?
        .ok_or_else(|| {
            ApiError::field(
                "/agency",
                FieldCode::NotFound,
                "There is no such agency. Choose one from the list",
            )
        })?;
    if agency.successor_id.is_some() {
        return Err(ApiError::wrong_state(RefusalCode::AgencyEnded));
    }
    let mut faults = Vec::new();
    let description = description(&form.description).map_err(|fault| faults.push(fault));
    let events = event_types(&form.events).map_err(|fault| faults.push(fault));
    let (Ok(description), Ok(events)) = (description, events) else {
        return Err(ApiError::invalid(faults));
    };
    let held = Entity::find()
        .filter(Column::AgencyId.eq(form.agency.0))
        .count(unit.txn)
        .await?;
    if held >= WEBHOOKS_MAX {
        return Err(ApiError::field(
            "/agency",
            FieldCode::NotAllowed,
            format!("An agency has at most {WEBHOOKS_MAX} webhooks. Remove one that is not needed"),
        ));
    }
    let id = clock::ordered_id();
    let (shown, sealed) = secret(vault, id)?;
    let row = ActiveModel {
        id: Set(id),
        agency_id: Set(form.agency.0),
        url: Set(form.url),
        description: Set(description),
        state: Set(WebhookState::Active.code().to_owned()),
        disabled_by: Set(None),
        disabled_at: Set(None),
        secret: Set(sealed),
        old_secret: Set(None),
        old_secret_until: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    tell(unit, row.id, &events).await?;
    unit.record(act("webhook.create", &row));
    Ok(WebhookWithSecret {
        webhook: view(unit.txn, unit.actor()?, unit.now, row).await?,
        secret: shown,
    })
}

/// Sets the types of event that a webhook is told of.
async fn tell(unit: &Unit<'_>, webhook: uuid::Uuid, events: &[&EventType]) -> Result<(), ApiError> {
    use entities::webhook_event::{ActiveModel, Column, Entity};
    Entity::delete_many()
        .filter(Column::WebhookId.eq(webhook))
        .exec(unit.txn)
        .await?;
    Entity::insert_many(events.iter().map(|event| ActiveModel {
        webhook_id: Set(webhook),
        act: Set(event.act.to_owned()),
    }))
    .exec_without_returning(unit.txn)
    .await?;
    Ok(())
}

/// Changes a webhook. An address in `form` has been checked.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, or `invalid` by field.
pub async fn patch(
    unit: &mut Unit<'_>,
    webhook: WebhookId,
    version: i32,
    form: PatchWebhook,
) -> Result<WebhookView, ApiError> {
    let row = claim_version(unit, webhook, version, Verb::Update).await?;
    let PatchWebhook {
        url,
        description: text,
        events,
        state,
    } = form;
    let active = row.state == WebhookState::Active.code();
    let mut next: ActiveModel = row.into();
    match url {
        Patch::Keep => {}
        Patch::Clear => {
            return Err(ApiError::invalid(vec![FieldError::required(
                "/url",
                "Enter an address that begins with https://",
            )]));
        }
        Patch::Set(url) => next.url = Set(url),
    }
    match text {
        Patch::Keep => {}
        other => {
            let text = description(&other.apply(None).unwrap_or_default())
                .map_err(|fault| ApiError::invalid(vec![fault]))?;
            next.description = Set(text);
        }
    }
    match events {
        Patch::Keep => {}
        other => {
            let events = event_types(&other.apply(None).unwrap_or_default())
                .map_err(|fault| ApiError::invalid(vec![fault]))?;
            tell(unit, webhook.0, &events).await?;
        }
    }
    match state {
        Patch::Keep => {}
        Patch::Clear => {
            return Err(ApiError::invalid(vec![FieldError::required(
                "/state",
                "Choose active or disabled",
            )]));
        }
        Patch::Set(WebhookState::Active) => {
            next.state = Set(WebhookState::Active.code().to_owned());
            next.disabled_by = Set(None);
            next.disabled_at = Set(None);
        }
        Patch::Set(WebhookState::Disabled) if active => {
            next.state = Set(WebhookState::Disabled.code().to_owned());
            next.disabled_by = Set(Some(DisabledBy::Person.code().to_owned()));
            next.disabled_at = Set(Some(unit.now));
        }
        Patch::Set(WebhookState::Disabled) => {}
    }
    next.version = Set(version + 1);
    let row = next.update(unit.txn).await?;
    unit.record(act("webhook.update", &row));
    view(unit.txn, unit.actor()?, unit.now, row).await
}

/// Gives a webhook a new secret; the one that it has signs too for a while.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, or `invalid` at `/keep_old_for_hours`.
pub async fn rotate(
    unit: &mut Unit<'_>,
    vault: &Vault,
    webhook: WebhookId,
    version: i32,
    form: RotateSecret,
) -> Result<WebhookWithSecret, ApiError> {
    let row = claim_version(unit, webhook, version, Verb::Update).await?;
    let (usual, most) = ROTATION_HOURS;
    let hours = form.keep_old_for_hours.unwrap_or(usual);
    if hours > most {
        return Err(ApiError::field(
            "/keep_old_for_hours",
            FieldCode::TooLate,
            format!("The old secret can sign for at most {most} hours, which is a week"),
        ));
    }
    let (shown, sealed) = secret(vault, row.id)?;
    let old = row.secret.clone();
    let mut next: ActiveModel = row.into();
    next.secret = Set(sealed);
    next.old_secret = Set((hours > 0).then_some(old));
    next.old_secret_until = Set((hours > 0).then(|| unit.now + Duration::hours(i64::from(hours))));
    next.version = Set(version + 1);
    let row = next.update(unit.txn).await?;
    unit.record(act("webhook.rotate", &row));
    Ok(WebhookWithSecret {
        webhook: view(unit.txn, unit.actor()?, unit.now, row).await?,
        secret: shown,
    })
}

/// Removes a webhook with the log of its deliveries.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`.
pub async fn remove(unit: &mut Unit<'_>, webhook: WebhookId, version: i32) -> Result<(), ApiError> {
    use entities::{webhook_delivery, webhook_event};
    let row = claim_version(unit, webhook, version, Verb::Withdraw).await?;
    let mine = Condition::all().add(webhook_delivery::Column::WebhookId.eq(row.id));
    queue::remove(unit, mine).await?;
    webhook_event::Entity::delete_many()
        .filter(webhook_event::Column::WebhookId.eq(row.id))
        .exec(unit.txn)
        .await?;
    Entity::delete_by_id(row.id).exec(unit.txn).await?;
    unit.record(act("webhook.remove", &row));
    Ok(())
}
