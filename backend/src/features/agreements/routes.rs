//! `/sharing-agreements`.

use axum::{extract::Path, response::Response};
use shared::{
    agreements::api::{AgreementDraft, AgreementList, AgreementView},
    ids::AgreementId,
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::{change, read};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(one, replace))
}

fn id(text: &str) -> Result<AgreementId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// The sharing agreements, those in force first
#[utoipa::path(get, path = "/sharing-agreements", operation_id = "sharing_agreements", tag = "Cases",
    responses((status = 200, body = AgreementList), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn list(ctx: Ctx) -> Result<Response, ApiError> {
    let list = read::list(ctx.read(), ctx.actor(), ctx.scope(), ctx.today()).await?;
    ctx.view(&list)
}

/// Add a sharing agreement
#[utoipa::path(post, path = "/sharing-agreements", operation_id = "create_sharing_agreement", tag = "Cases", request_body = AgreementDraft,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = AgreementView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn create(ctx: Ctx, Body(form): Body<AgreementDraft>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::create(unit, form).await?;
            Reply::created(
                &view,
                view.version,
                format!("/api/v1/sharing-agreements/{}", view.id),
            )
        })
    })
    .await
}

/// One sharing agreement
#[utoipa::path(get, path = "/sharing-agreements/{agreement}", operation_id = "sharing_agreement", tag = "Cases", params(("agreement" = AgreementId, Path)),
    responses((status = 200, body = AgreementView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn one(ctx: Ctx, Path(agreement): Path<String>) -> Result<Response, ApiError> {
    let row = read::find(ctx.read(), ctx.actor(), ctx.scope(), id(&agreement)?).await?;
    let view = read::view(ctx.read(), ctx.actor(), ctx.today(), row).await?;
    ctx.record(&view, view.version)
}

/// Say anew what a sharing agreement is
#[utoipa::path(put, path = "/sharing-agreements/{agreement}", operation_id = "replace_sharing_agreement", tag = "Cases", request_body = AgreementDraft,
    params(("agreement" = AgreementId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = AgreementView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn replace(
    ctx: Ctx,
    Path(agreement): Path<String>,
    Body(form): Body<AgreementDraft>,
) -> Result<Reply, ApiError> {
    let agreement = id(&agreement)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::replace(unit, agreement, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}
