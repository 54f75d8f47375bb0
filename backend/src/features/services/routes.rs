//! `/services`.

use axum::{extract::Path, response::Response};
use shared::{
    ids::ServiceId,
    problem::Problem,
    services::api::{CloseService, ReopenService, ServiceDraft, ServiceList, ServiceView},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{change, list::Filter, read};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(one, replace))
        .routes(routes!(close))
        .routes(routes!(reopen))
}

fn id(text: &str) -> Result<ServiceId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// The directory of services, by name
#[utoipa::path(get, path = "/services", tag = "Services", params(Filter),
    responses((status = 200, body = ServiceList), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn list(ctx: Ctx, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let list = super::list::list(&ctx, &filter).await?;
    let mut reply = Reply::view(&list)?;
    reply.next.clone_from(&list.next);
    Ok(ctx.answer(reply))
}

/// Add a service
#[utoipa::path(post, path = "/services", tag = "Services", request_body = ServiceDraft,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = ServiceView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn create(ctx: Ctx, Body(form): Body<ServiceDraft>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::create(unit, form).await?;
            Reply::created(&view, view.version, format!("/api/v1/services/{}", view.id))
        })
    })
    .await
}

/// One service
#[utoipa::path(get, path = "/services/{service}", tag = "Services", params(("service" = ServiceId, Path)),
    responses((status = 200, body = ServiceView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn one(ctx: Ctx, Path(service): Path<String>) -> Result<Response, ApiError> {
    let row = read::find(ctx.read(), ctx.scope(), id(&service)?).await?;
    let view = read::view(ctx.read(), ctx.actor(), ctx.today(), row).await?;
    ctx.record(&view, view.version)
}

/// Say anew what a service is
#[utoipa::path(put, path = "/services/{service}", tag = "Services", request_body = ServiceDraft,
    params(("service" = ServiceId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = ServiceView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn replace(
    ctx: Ctx,
    Path(service): Path<String>,
    Body(form): Body<ServiceDraft>,
) -> Result<Reply, ApiError> {
    let service = id(&service)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::replace(unit, service, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Set the last day of a service
#[utoipa::path(post, path = "/services/{service}/close", tag = "Services", request_body = CloseService,
    params(("service" = ServiceId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = ServiceView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn close(
    ctx: Ctx,
    Path(service): Path<String>,
    Body(form): Body<CloseService>,
) -> Result<Reply, ApiError> {
    let service = id(&service)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::close(unit, service, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Open a service again, or take away its last day
#[utoipa::path(post, path = "/services/{service}/reopen", tag = "Services", request_body = ReopenService,
    params(("service" = ServiceId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = ServiceView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn reopen(
    ctx: Ctx,
    Path(service): Path<String>,
    Body(ReopenService {}): Body<ReopenService>,
) -> Result<Reply, ApiError> {
    let service = id(&service)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::reopen(unit, service, version).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}
