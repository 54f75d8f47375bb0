//! How an attempt ended, written down, and what follows from it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    ids::AgencyId,
    webhooks::{DeliveryState, DisabledBy, Outcome, WebhookState, wait},
};

use crate::{
    clock,
    db::{Act, Database, Unit, Who},
    error::ApiError,
};

use super::{queue::Parcel, send::Attempt};

use entities::{webhook, webhook_attempt, webhook_delivery};

/// Writes down how an attempt ended. Where the loan has run out meanwhile, or the webhook has been
/// removed, nothing is written: somebody else has the delivery, or nobody wants it.
///
/// # Errors
/// When the database fails.
pub async fn record(
    db: &Database,
    parcel: Parcel,
    attempt: Attempt,
    began: DateTime<Utc>,
) -> Result<(), ApiError> {
    let milliseconds = i32::try_from((clock::now() - began).num_milliseconds()).unwrap_or(i32::MAX);
    let [jitter] = clock::random()?;
    db.unit(Who::console("webhooks"), move |unit| {
        Box::pin(async move {
            use webhook_delivery::{Column, Entity};
            unit.changes_nothing();
            let Some(row) = Entity::find_by_id(parcel.id)
                .filter(Column::Lease.eq(parcel.lease))
                .lock_exclusive()
                .one(unit.txn)
                .await?
            else {
                return Ok(());
            };
            webhook_attempt::ActiveModel {
                delivery_id: Set(row.id),
                number: Set(row.attempts + 1),
                at: Set(began),
                outcome: Set(attempt.outcome.code().to_owned()),
                status: Set(attempt.status.map(i32::from)),
                excerpt: Set(attempt.excerpt),
                milliseconds: Set(milliseconds),
            }
            .insert(unit.txn)
            .await?;
            let again = match attempt.outcome {
                Outcome::Delivered | Outcome::Gone => None,
                // A test is looked at by somebody who waits for it.
                _ if row.event_id.is_none() => None,
                _ => wait(row.tries + 1, jitter, attempt.retry_after),
            };
            let state = match (attempt.outcome, again) {
                (Outcome::Delivered, _) => DeliveryState::Delivered,
                (_, Some(_)) => DeliveryState::Waiting,
                (_, None) => DeliveryState::Failed,
            };
            let tested = row.event_id.is_none();
            let (attempts, tries) = (row.attempts + 1, row.tries + 1);
            let mut next: webhook_delivery::ActiveModel = row.into();
            next.attempts = Set(attempts);
            next.tries = Set(tries);
            next.state = Set(state.code().to_owned());
            next.leased_until = Set(None);
            next.lease = Set(None);
            if let Some(again) = again {
                next.due_at = Set(unit.now + again);
            }
            next.update(unit.txn).await?;
            if state == DeliveryState::Failed && !tested {
                let by = if attempt.outcome == Outcome::Gone {
                    DisabledBy::Gone
                } else {
                    DisabledBy::Failing
                };
                disable(unit, &parcel.webhook, by).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Switches a webhook off, and says so in the audit log and to those who follow events.
async fn disable(
    unit: &mut Unit<'_>,
    row: &webhook::Model,
    by: DisabledBy,
) -> Result<(), ApiError> {
    use webhook::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(WebhookState::Disabled.code()))
        .col_expr(Column::DisabledBy, Expr::value(by.code()))
        .col_expr(Column::DisabledAt, Expr::value(unit.now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(row.id))
        .filter(Column::State.eq(WebhookState::Active.code()))
        .exec(unit.txn)
        .await?;
    if done.rows_affected == 1 {
        unit.record(Act {
            act: "webhook.disable",
            kind: "webhook",
            subject: row.id,
            plan: None,
            agency: Some(AgencyId(row.agency_id)),
        });
    }
    Ok(())
}
