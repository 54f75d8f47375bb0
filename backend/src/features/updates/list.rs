//! Lists of updates, within the caller's reach.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use shared::{
    ids::{ActionId, AgencyId, CycleId, UpdateId},
    page::Page,
    updates::{
        UpdateState,
        api::{UpdateSummary, UpdateView},
    },
};

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::plans,
    http::page::{self, Cursor},
};

use super::{store, views};

use entities::progress_update::{Column, Entity};

/// Which updates to list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Of which plan, by its word in addresses or its id
    pub plan: Option<String>,
    /// On which action
    pub action: Option<ActionId>,
    /// In which cycle
    pub cycle: Option<CycleId>,
    /// By which agency
    pub agency: Option<AgencyId>,
    /// In which state
    pub state: Option<UpdateState>,
    /// Where the page begins: the `next` of the page before
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// How many at most: 1 to 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
    /// Whether to count the whole list
    pub count: Option<bool>,
}

/// A page of updates, last changed first.
///
/// # Errors
/// `bad_query` for a bad cursor or limit; `not_found` for a plan out of reach.
pub async fn list(ctx: &Ctx, filter: Filter) -> Result<Page<UpdateSummary>, ApiError> {
    let limit = page::limit(filter.limit)?;
    let plan = match &filter.plan {
        Some(name) => Some(plans::find::seen(ctx, name).await?.id()),
        None => None,
    };
    let wanted = [
        ("plan", Column::PlanId, plan.map(|id| id.0)),
        ("action", Column::ActionId, filter.action.map(|id| id.0)),
        ("cycle", Column::CycleId, filter.cycle.map(|id| id.0)),
        ("agency", Column::AgencyId, filter.agency.map(|id| id.0)),
    ];
    let mut query = Entity::find().filter(store::reach(ctx.actor(), ctx.scope()));
    let mut address = format!("/api/v1/updates?limit={limit}");
    for (name, column, value) in wanted {
        if let Some(value) = value {
            query = query.filter(column.eq(value));
            address.push_str(&format!("&{name}={value}"));
        }
    }
    if let Some(state) = filter.state {
        query = query.filter(Column::State.eq(state.code()));
        address.push_str(&format!("&state={}", state.code()));
    }
    let count = match filter.count {
        Some(true) => {
            address.push_str("&count=true");
            Some(query.clone().count(ctx.read()).await?)
        }
        _ => None,
    };
    if let Some(cursor) = &filter.cursor {
        query = query.filter(Cursor::read(cursor)?.older(Column::ChangedAt, Column::Id));
    }
    let mut rows = query
        .order_by_desc(Column::ChangedAt)
        .order_by_desc(Column::Id)
        .limit(u64::from(limit) + 1)
        .all(ctx.read())
        .await?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let last = if more { rows.last() } else { None };
    let next = last.map(|row| {
        let cursor = Cursor(row.changed_at, row.id).write();
        format!("{address}&cursor={cursor}")
    });
    Ok(Page {
        items: views::summaries(ctx.read(), rows).await?,
        next,
        count,
    })
}

/// One update.
///
/// # Errors
/// `not_found` where it is missing or out of reach.
pub async fn read(ctx: &Ctx, update: UpdateId) -> Result<UpdateView, ApiError> {
    let row = store::find(ctx.read(), ctx.actor(), ctx.scope(), update).await?;
    views::view(ctx.read(), ctx.actor(), ctx.scope(), ctx.today(), row).await
}
