//! `/events`.

use axum::response::Response;
use shared::{events::api::EventPage, problem::Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{query::Query, reply::Reply},
    state::App,
};

use super::feed::{self, Filter};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
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
