//! `/events`.

use axum::{extract::Path, response::Response};
use shared::{
    events::api::{ActivityEntry, EventPage},
    ids::AgencyId,
    page::Page,
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{query::Query, reply::Reply},
    state::App,
};

use super::{
    activity::{self, Filter as Part},
    feed::{self, Filter},
};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(of_plan))
        .routes(routes!(of_agency))
}

/// What has happened since, in order
#[utoipa::path(get, path = "/events", tag = "Events", params(Filter),
    responses((status = 200, body = EventPage), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 410, body = Problem)))]
async fn read(ctx: Ctx, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let page = feed::read(&ctx, filter).await?;
    let mut reply = Reply::view(&page)?;
    reply.next = Some(page.next);
    Ok(ctx.answer(reply))
}

/// What happened in a plan, in words, latest first
#[utoipa::path(get, path = "/plans/{plan}/activity", tag = "Events", params(("plan" = String, Path, description = "The plan's id or word"), Part),
    responses((status = 200, body = Page<ActivityEntry>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 410, body = Problem)))]
async fn of_plan(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(part): Query<Part>,
) -> Result<Response, ApiError> {
    let page = activity::of_plan(&ctx, &plan, &part).await?;
    let mut reply = Reply::view(&page)?;
    reply.next.clone_from(&page.next);
    Ok(ctx.answer(reply))
}

/// What was done on behalf of an agency and to it, in words, latest first
#[utoipa::path(get, path = "/agencies/{agency}/activity", tag = "Events", params(("agency" = AgencyId, Path), Part),
    responses((status = 200, body = Page<ActivityEntry>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 410, body = Problem)))]
async fn of_agency(
    ctx: Ctx,
    Path(agency): Path<String>,
    Query(part): Query<Part>,
) -> Result<Response, ApiError> {
    let agency = agency.parse().map_err(|_| ApiError::not_found())?;
    let page = activity::of_agency(&ctx, agency, &part).await?;
    let mut reply = Reply::view(&page)?;
    reply.next.clone_from(&page.next);
    Ok(ctx.answer(reply))
}
