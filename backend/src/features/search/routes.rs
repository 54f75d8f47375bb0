//! `/search`.

use axum::response::Response;
use shared::{problem::Problem, search::api::SearchAnswer};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{query::Query, reply::Reply},
    state::App,
};

use super::read::{self, Filter};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What is found by words
///
/// Every word has to be found; words in quotation marks have to stand together. The present is
/// searched: neither earlier moments nor names that agencies had before.
#[utoipa::path(get, path = "/search", tag = "Search", params(Filter),
    responses((status = 200, body = SearchAnswer), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn search(ctx: Ctx, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let (answer, next) = read::search(&ctx, filter).await?;
    let mut reply = Reply::view(&answer)?;
    reply.next = next;
    Ok(ctx.answer(reply))
}
