//! Reading the change feed.
//!
//! Events stand in the order of the positions that the sealer gives them after they are committed,
//! so a reader who goes from position to position never skips one that was begun early and
//! committed late. A cursor is the id of the last event that its reader was shown: it says nothing
//! of events that they were not.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use shared::{
    events::{
        self,
        api::{EventData, EventPage, EventView},
    },
    ids::{EventId, PlanId},
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::{ctx::Ctx, error::ApiError, features::plans, http::page};

use super::reach;

use entities::outbox::{Column, Entity, Model};

/// Which events to read.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Behind which place: the `cursor` of an earlier answer, or `latest` for the place of now.
    /// Without it the feed is read from its beginning
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub after: Option<String>,
    /// Of which plan, by its word in addresses or its id
    pub plan: Option<String>,
    /// How many at most: 1 to 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
}

/// The word for the place of now.
const LATEST: &str = "latest";

/// A part of the feed.
///
/// # Errors
/// `bad_query` for a bad cursor or limit, `cursor_gone` for a cursor of another database,
/// `not_found` for a plan out of reach.
pub async fn read(ctx: &Ctx, filter: Filter) -> Result<EventPage, ApiError> {
    let limit = page::limit(filter.limit)?;
    let mut visible = Entity::find()
        .filter(Column::Position.is_not_null())
        .filter(reach::of(ctx.actor(), ctx.scope()));
    if let Some(name) = &filter.plan {
        let plan = plans::find::plan(ctx.read(), ctx.actor(), ctx.scope(), name).await?;
        visible = visible.filter(Column::PlanId.eq(plan.id().0));
    }
    let plan = filter.plan.as_deref();
    let (after, from) = match filter.after.as_deref() {
        None => (Uuid::nil(), 0),
        Some(LATEST) => {
            let last = visible
                .order_by_desc(Column::Position)
                .one(ctx.read())
                .await?
                .map_or(Uuid::nil(), |event| event.id);
            return Ok(page_of(Vec::new(), last, plan, limit, false));
        }
        Some(cursor) => {
            let after = decode(cursor)?;
            (after, position(ctx.read(), after).await?)
        }
    };
    let mut rows = visible
        .filter(Column::Position.gt(from))
        .order_by_asc(Column::Position)
        .limit(u64::from(limit) + 1)
        .all(ctx.read())
        .await?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let last = rows.last().map_or(after, |event| event.id);
    Ok(page_of(rows, last, plan, limit, more))
}

fn page_of(rows: Vec<Model>, last: Uuid, plan: Option<&str>, limit: u16, more: bool) -> EventPage {
    let cursor = cursor(last);
    let mut next = format!("/api/v1/events?after={cursor}&limit={limit}");
    if let Some(plan) = plan {
        next.push_str(&format!("&plan={plan}"));
    }
    EventPage {
        items: rows.iter().filter_map(view).collect(),
        cursor,
        next,
        more,
    }
}

/// An event as it is told; none for an act that is told to nobody.
pub fn view(row: &Model) -> Option<EventView> {
    let event = events::of_act(&row.kind)?;
    let plan = row.plan_id.map(PlanId);
    Some(EventView {
        id: EventId(row.id),
        r#type: event.code.to_owned(),
        timestamp: row.at,
        data: EventData {
            kind: row.subject_kind.clone(),
            id: row.subject_id,
            plan,
            address: events::address(&row.subject_kind, row.subject_id, plan),
        },
    })
}

/// The cursor that names an event.
pub fn cursor(event: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(event.as_bytes())
}

/// The event that a cursor names.
///
/// # Errors
/// `bad_query` for what is no cursor.
pub fn decode(cursor: &str) -> Result<Uuid, ApiError> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| Uuid::from_slice(&bytes).ok())
        .ok_or_else(|| {
            ApiError::new(
                ErrorCode::BadQuery,
                "The parameter after must be the cursor of an earlier answer, or the word latest.",
            )
        })
}

/// The position of the event that a cursor names; 0 for the cursor of an empty feed.
///
/// # Errors
/// `cursor_gone` where this database has no such event.
pub async fn position(connection: &impl ConnectionTrait, after: Uuid) -> Result<i64, ApiError> {
    if after.is_nil() {
        return Ok(0);
    }
    Entity::find_by_id(after)
        .one(connection)
        .await?
        .and_then(|event| event.position)
        .ok_or_else(|| {
            ApiError::new(
                ErrorCode::CursorGone,
                "This service has no such place in its feed: the cursor is another service's, or the database was restored from an older copy. Read what you need again, and follow on from after=latest.",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_strictly() {
        let id = Uuid::from_u128(7);
        assert_eq!(decode(&URL_SAFE_NO_PAD.encode(id)).ok(), Some(id));
        for bad in ["", "x", "AAAA", "latest ", "=", "é"] {
            assert!(decode(bad).is_err(), "{bad}");
        }
    }
}
