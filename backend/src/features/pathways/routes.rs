//! `/plans/{plan}/pathways`.

use axum::{extract::Path, response::Response};
use shared::{
    ids::PathwayId,
    pathways::api::{
        ClosePathway, PathwayChanges, PathwayDraft, PathwayList, PathwayView, ReopenPathway,
    },
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{change, list::Filter, read::Day};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(one, replace))
        .routes(routes!(changes))
        .routes(routes!(close))
        .routes(routes!(reopen))
}

fn id(text: &str) -> Result<PathwayId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// The pathways of a plan, by name
#[utoipa::path(get, path = "/plans/{plan}/pathways", tag = "Pathways",
    params(("plan" = String, Path, description = "Id or slug"), Filter),
    responses((status = 200, body = PathwayList), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn list(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, ApiError> {
    let list = super::list::list(&ctx, &plan, filter).await?;
    ctx.view(&list)
}

/// Add a pathway
#[utoipa::path(post, path = "/plans/{plan}/pathways", tag = "Pathways", request_body = PathwayDraft,
    params(("plan" = String, Path, description = "Id or slug"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = PathwayView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn create(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(form): Body<PathwayDraft>,
) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::create(unit, &plan, form).await?;
            let location = format!("/api/v1/plans/{}/pathways/{}", view.plan.slug, view.id);
            Reply::created(&view, view.version, location)
        })
    })
    .await
}

/// One pathway, with what the checks find in it
#[utoipa::path(get, path = "/plans/{plan}/pathways/{pathway}", tag = "Pathways",
    params(("plan" = String, Path, description = "Id or slug"), ("pathway" = PathwayId, Path), Day),
    responses((status = 200, body = PathwayView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn one(
    ctx: Ctx,
    Path((plan, pathway)): Path<(String, String)>,
    Query(day): Query<Day>,
) -> Result<Response, ApiError> {
    let view = super::read::one(&ctx, &plan, id(&pathway)?, day).await?;
    ctx.record(&view, view.version)
}

/// What happened to a pathway, the latest first
#[utoipa::path(get, path = "/plans/{plan}/pathways/{pathway}/changes", tag = "Pathways",
    params(("plan" = String, Path, description = "Id or slug"), ("pathway" = PathwayId, Path)),
    responses((status = 200, body = PathwayChanges), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn changes(
    ctx: Ctx,
    Path((plan, pathway)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let told = super::changes::of(&ctx, &plan, id(&pathway)?).await?;
    ctx.view(&told)
}

/// Say anew what a pathway is
#[utoipa::path(put, path = "/plans/{plan}/pathways/{pathway}", tag = "Pathways", request_body = PathwayDraft,
    params(("plan" = String, Path, description = "Id or slug"), ("pathway" = PathwayId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = PathwayView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn replace(
    ctx: Ctx,
    Path((plan, pathway)): Path<(String, String)>,
    Body(form): Body<PathwayDraft>,
) -> Result<Reply, ApiError> {
    let pathway = id(&pathway)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::replace(unit, &plan, pathway, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Set the last day of a pathway
#[utoipa::path(post, path = "/plans/{plan}/pathways/{pathway}/close", tag = "Pathways", request_body = ClosePathway,
    params(("plan" = String, Path, description = "Id or slug"), ("pathway" = PathwayId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = PathwayView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn close(
    ctx: Ctx,
    Path((plan, pathway)): Path<(String, String)>,
    Body(form): Body<ClosePathway>,
) -> Result<Reply, ApiError> {
    let pathway = id(&pathway)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::close(unit, &plan, pathway, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Open a pathway again, or take away its last day
#[utoipa::path(post, path = "/plans/{plan}/pathways/{pathway}/reopen", tag = "Pathways", request_body = ReopenPathway,
    params(("plan" = String, Path, description = "Id or slug"), ("pathway" = PathwayId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = PathwayView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn reopen(
    ctx: Ctx,
    Path((plan, pathway)): Path<(String, String)>,
    Body(ReopenPathway {}): Body<ReopenPathway>,
) -> Result<Reply, ApiError> {
    let pathway = id(&pathway)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::reopen(unit, &plan, pathway, version).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}
