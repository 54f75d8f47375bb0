//! Trying a webhook out, and sending again what it has missed.

use chrono::Duration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{AgencyId, DeliveryId, WebhookId},
    policy::Verb,
    problem::FieldCode,
    webhooks::{
        LOG_DAYS,
        api::{DeliveryView, Replay, Replayed},
    },
};

use crate::{
    db::{Act, Unit},
    error::ApiError,
};

use super::{log, queue, store::claim};

use entities::webhook_delivery::{Column, Entity};

fn record(unit: &mut Unit<'_>, act: &'static str, row: &entities::webhook::Model) {
    unit.record(Act {
        act,
        kind: "webhook",
        subject: row.id,
        plan: None,
        agency: Some(AgencyId(row.agency_id)),
    });
}

/// Sends a test event to a webhook, also to one that is switched off.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn test(unit: &mut Unit<'_>, webhook: WebhookId) -> Result<DeliveryView, ApiError> {
    let row = claim(unit, webhook, Verb::Update).await?;
    let delivery = queue::insert_test(unit, row.id).await?;
    record(unit, "webhook.test", &row);
    log::view(unit.txn, delivery).await
}

/// Sends one delivery again, under the same id.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn one(
    unit: &mut Unit<'_>,
    webhook: WebhookId,
    delivery: DeliveryId,
) -> Result<DeliveryView, ApiError> {
    let row = claim(unit, webhook, Verb::Update).await?;
    let done = Entity::update_many()
        .set(queue::waiting(unit.now))
        .filter(Column::Id.eq(delivery.0))
        .filter(Column::WebhookId.eq(row.id))
        .exec(unit.txn)
        .await?;
    if done.rows_affected == 0 {
        return Err(ApiError::not_found());
    }
    let delivery = Entity::find_by_id(delivery.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    record(unit, "webhook.replay", &row);
    log::view(unit.txn, delivery).await
}

/// Sends everything that happened since an instant again.
///
/// # Errors
/// `not_found`, `forbidden`, or `invalid` at `/since`.
pub async fn since(
    unit: &mut Unit<'_>,
    webhook: WebhookId,
    form: Replay,
) -> Result<Replayed, ApiError> {
    let row = claim(unit, webhook, Verb::Update).await?;
    if form.since > unit.now {
        return Err(ApiError::field(
            "/since",
            FieldCode::TooLate,
            "Choose a time that has passed",
        ));
    }
    if form.since < unit.now - Duration::days(LOG_DAYS) {
        return Err(ApiError::field(
            "/since",
            FieldCode::TooEarly,
            format!(
                "Deliveries are kept for {LOG_DAYS} days. Choose a later time, and read what came before from the change feed"
            ),
        ));
    }
    let deliveries = queue::again_since(unit, row.id, form.since).await?;
    record(unit, "webhook.replay", &row);
    Ok(Replayed { deliveries })
}
