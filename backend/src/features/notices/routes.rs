//! `/session/notices`.

use axum::{extract::Path, response::Response};
use shared::{
    ids::NoticeId,
    notices::api::{NoticePage, ReadUpTo, Unread},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::read::{self, Filter};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read_up_to))
        .routes(routes!(read_one))
}

/// What the caller has been told, latest first
#[utoipa::path(get, path = "/session/notices", operation_id = "list_notices", tag = "Session", params(Filter),
    responses((status = 200, body = NoticePage), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn list(ctx: Ctx, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let page = read::list(&ctx, &filter).await?;
    let mut reply = Reply::view(&page)?;
    reply.next.clone_from(&page.next);
    Ok(ctx.answer(reply))
}

/// Mark everything up to a notice as read
#[utoipa::path(post, path = "/session/notices/read", operation_id = "read_notices", tag = "Session", request_body = ReadUpTo,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = Unread), (status = 400, body = Problem), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn read_up_to(ctx: Ctx, Body(form): Body<ReadUpTo>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| Box::pin(async move { Reply::view(&read::read_up_to(unit, form).await?) }))
        .await
}

/// Mark a notice as read
#[utoipa::path(post, path = "/session/notices/{notice}/read", operation_id = "read_notice", tag = "Session",
    params(("notice" = NoticeId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = Unread), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_one(ctx: Ctx, Path(notice): Path<String>) -> Result<Reply, ApiError> {
    let notice = notice.parse().map_err(|_| ApiError::not_found())?;
    ctx.unit(move |unit| Box::pin(async move { Reply::view(&read::read_one(unit, notice).await?) }))
        .await
}
