//! What happened lately in a plan, or on behalf of an agency, in words: the events that the caller
//! may know of, latest first.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::Deserialize;
use shared::{
    audit::label_of,
    events::api::ActivityEntry,
    ids::{AgencyId, PersonId},
    page::Page,
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::{agencies, audit::list, names, plans},
    http::page,
};

use super::{feed, reach};

use entities::outbox::{Column, Entity, Model};

/// Saving a draft every few seconds is no news: that it was begun and sent is.
const UNTOLD: [&str; 1] = ["update.save"];

/// Which part of the activity to read.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Where the page begins: the `next` of the page before
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// How many at most: 1 to 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
}

/// The activity in a plan.
///
/// # Errors
/// `not_found` for a plan out of reach; `bad_query` for a bad cursor or limit.
pub async fn of_plan(
    ctx: &Ctx,
    plan: &str,
    filter: &Filter,
) -> Result<Page<ActivityEntry>, ApiError> {
    let seen = plans::find::seen(ctx, plan).await?;
    let within = Condition::all().add(Column::PlanId.eq(seen.id().0));
    let address = format!("/api/v1/plans/{}/activity", seen.row().slug);
    read(ctx, within, &address, filter).await
}

/// The activity on behalf of an agency, and what was done to it.
///
/// # Errors
/// `not_found` for an agency that is not there; `bad_query` for a bad cursor or limit.
pub async fn of_agency(
    ctx: &Ctx,
    agency: AgencyId,
    filter: &Filter,
) -> Result<Page<ActivityEntry>, ApiError> {
    agencies::read::find(ctx.read(), ctx.scope(), agency).await?;
    let within = Condition::any()
        .add(Column::AgencyId.eq(agency.0))
        .add(Column::SubjectId.eq(agency.0));
    let address = format!("/api/v1/agencies/{agency}/activity");
    let mut page = read(ctx, within, &address, filter).await?;
    let plans = names::plans(
        ctx.read(),
        page.items.iter().filter_map(|entry| entry.data.plan),
    )
    .await?;
    for entry in &mut page.items {
        entry.plan = entry.data.plan.and_then(|id| plans.get(&id).cloned());
    }
    Ok(page)
}

async fn read(
    ctx: &Ctx,
    within: Condition,
    address: &str,
    filter: &Filter,
) -> Result<Page<ActivityEntry>, ApiError> {
    let limit = page::limit(filter.limit)?;
    let mut query: Select<Entity> = Entity::find()
        .filter(Column::Position.is_not_null())
        .filter(Column::Kind.is_not_in(UNTOLD))
        .filter(reach::of(ctx.actor(), ctx.scope()))
        .filter(within);
    if let Some(cursor) = &filter.cursor {
        let last = feed::decode(cursor)?;
        query = query.filter(Column::Position.lt(feed::position(ctx.read(), last).await?));
    }
    let mut rows = query
        .order_by_desc(Column::Position)
        .limit(u64::from(limit) + 1)
        .all(ctx.read())
        .await?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let last = if more { rows.last() } else { None };
    let next = last.map(|row| format!("{address}?limit={limit}&cursor={}", feed::cursor(row.id)));
    Ok(Page {
        items: told(ctx, rows).await?,
        next,
        count: None,
    })
}

async fn told(ctx: &Ctx, rows: Vec<Model>) -> Result<Vec<ActivityEntry>, ApiError> {
    let people = names::people(
        ctx.read(),
        rows.iter().filter_map(|row| row.actor_id).map(PersonId),
    )
    .await?;
    let agencies = names::agencies(
        ctx.read(),
        rows.iter().filter_map(|row| row.agency_id).map(AgencyId),
    )
    .await?;
    let subjects: Vec<(&str, Uuid)> = rows
        .iter()
        .map(|row| (row.subject_kind.as_str(), row.subject_id))
        .collect();
    let subjects = list::subject_names(ctx, &subjects).await?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let event = feed::view(row)?;
            let person = row.actor_id.and_then(|id| people.get(&PersonId(id)));
            let agency = row.agency_id.and_then(|id| agencies.get(&AgencyId(id)));
            Some(ActivityEntry {
                id: event.id,
                r#type: event.r#type,
                at: row.at,
                by: person.map(|person| person.name.clone()),
                agency: agency.map(|agency| agency.name.clone()),
                act: label_of(&row.kind).unwrap_or(&row.kind).to_owned(),
                data: event.data,
                subject: subjects.get(&row.subject_id).cloned(),
                plan: None,
            })
        })
        .collect())
}
