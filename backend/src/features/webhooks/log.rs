//! The log of deliveries: what was sent, when, how often, and what the receiver answered.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use shared::{
    events::{self, TEST_EVENT},
    ids::{DeliveryId, EventId, WebhookId},
    page::Page,
    webhooks::{
        DeliveryState, Outcome,
        api::{AttemptView, DeliveryView},
    },
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::page::{self, Cursor},
};

use super::store;

use entities::{
    outbox, webhook_attempt,
    webhook_delivery::{Column, Entity, Model},
};

/// Which deliveries to list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// In which state
    pub state: Option<DeliveryState>,
    /// Where the page begins: the `next` of the page before
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// How many at most: 1 to 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
}

/// A page of a webhook's deliveries, latest first.
///
/// # Errors
/// `not_found`; `bad_query` for a bad cursor or limit.
pub async fn list(
    ctx: &Ctx,
    webhook: WebhookId,
    filter: Filter,
) -> Result<Page<DeliveryView>, ApiError> {
    let limit = page::limit(filter.limit)?;
    let webhook = store::find(ctx.read(), ctx.actor(), webhook).await?;
    let mut query = Entity::find().filter(Column::WebhookId.eq(webhook.id));
    let mut address = format!("/api/v1/webhooks/{}/deliveries?limit={limit}", webhook.id);
    if let Some(state) = filter.state {
        query = query.filter(Column::State.eq(state.code()));
        address.push_str(&format!("&state={}", state.code()));
    }
    if let Some(cursor) = &filter.cursor {
        query = query.filter(Cursor::read(cursor)?.older(Column::At, Column::Id));
    }
    let mut rows = query
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(u64::from(limit) + 1)
        .all(ctx.read())
        .await?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let last = if more { rows.last() } else { None };
    let next = last.map(|row| format!("{address}&cursor={}", Cursor(row.at, row.id).write()));
    Ok(Page {
        items: views(ctx.read(), rows).await?,
        next,
        count: None,
    })
}

/// One delivery.
///
/// # Errors
/// When the database fails.
pub async fn view(connection: &impl ConnectionTrait, row: Model) -> Result<DeliveryView, ApiError> {
    views(connection, vec![row])
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

async fn views(
    connection: &impl ConnectionTrait,
    rows: Vec<Model>,
) -> Result<Vec<DeliveryView>, ApiError> {
    let mut attempts: HashMap<Uuid, Vec<AttemptView>> = HashMap::new();
    for row in webhook_attempt::Entity::find()
        .filter(webhook_attempt::Column::DeliveryId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(webhook_attempt::Column::Number)
        .all(connection)
        .await?
    {
        attempts
            .entry(row.delivery_id)
            .or_default()
            .push(AttemptView {
                number: row.number,
                at: row.at,
                outcome: Outcome::from_code(&row.outcome).unwrap_or(Outcome::Unreadable),
                status: row.status.and_then(|status| u16::try_from(status).ok()),
                excerpt: row.excerpt,
                milliseconds: row.milliseconds,
            });
    }
    let types: HashMap<Uuid, &'static str> = outbox::Entity::find()
        .filter(outbox::Column::Id.is_in(rows.iter().filter_map(|row| row.event_id)))
        .all(connection)
        .await?
        .into_iter()
        .filter_map(|event| Some((event.id, events::of_act(&event.kind)?.code)))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let state = DeliveryState::from_code(&row.state).unwrap_or(DeliveryState::Failed);
            DeliveryView {
                id: DeliveryId(row.id),
                event: row.event_id.map(EventId),
                r#type: row
                    .event_id
                    .map_or(TEST_EVENT, |id| types.get(&id).copied().unwrap_or_default())
                    .to_owned(),
                at: row.at,
                state,
                due_at: (state == DeliveryState::Waiting).then_some(row.due_at),
                attempts: attempts.remove(&row.id).unwrap_or_default(),
            }
        })
        .collect())
}
