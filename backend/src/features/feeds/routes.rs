//! `/session/calendar`.

use axum::response::Response;
use shared::{
    feeds::api::{CalendarLink, CalendarView},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{ctx::Ctx, error::ApiError, http::reply::Reply, state::App};

use super::link;

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_calendar, make_calendar, end_calendar))
}

/// Whether a calendar of the caller reads what is due
#[utoipa::path(get, path = "/session/calendar", tag = "Session",
    responses((status = 200, body = CalendarView), (status = 401, body = Problem)))]
async fn read_calendar(ctx: Ctx) -> Result<Response, ApiError> {
    let view = link::read(&ctx).await?;
    ctx.view(&view)
}

/// Make a link for one's calendar, and end the one before
#[utoipa::path(post, path = "/session/calendar", tag = "Session",
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CalendarLink), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn make_calendar(ctx: Ctx) -> Result<Reply, ApiError> {
    let origin = ctx.origin();
    ctx.unit(move |unit| {
        Box::pin(async move { Ok(Reply::view(&link::make(unit, &origin).await?)?.shown_once()) })
    })
    .await
}

/// End the link for one's calendar
#[utoipa::path(delete, path = "/session/calendar", tag = "Session",
    responses((status = 204), (status = 401, body = Problem)))]
async fn end_calendar(ctx: Ctx) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            link::end(unit).await?;
            Ok(Reply::done())
        })
    })
    .await
}
