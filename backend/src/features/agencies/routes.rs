//! `/agencies`.

use axum::{extract::Path, response::Response};
use shared::{
    agencies::api::{AgencyList, AgencyView, CreateAgency, PatchAgency, Succession},
    ids::AgencyId,
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::{change, read, succession};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(one, patch))
        .routes(routes!(succeed))
}

/// The agencies of the partnership
#[utoipa::path(get, path = "/agencies", tag = "Agencies",
    responses((status = 200, body = AgencyList), (status = 401, body = Problem)))]
async fn list(ctx: Ctx) -> Result<Response, ApiError> {
    let list = read::list(ctx.read(), ctx.actor(), ctx.scope()).await?;
    ctx.view(&list)
}

/// Add an agency
#[utoipa::path(post, path = "/agencies", tag = "Agencies", request_body = CreateAgency,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = AgencyView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn create(ctx: Ctx, Body(form): Body<CreateAgency>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::create(unit, form).await?;
            Reply::created(&view, view.version, format!("/api/v1/agencies/{}", view.id))
        })
    })
    .await
}

/// One agency
#[utoipa::path(get, path = "/agencies/{agency}", tag = "Agencies", params(("agency" = AgencyId, Path)),
    responses((status = 200, body = AgencyView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn one(ctx: Ctx, Path(agency): Path<String>) -> Result<Response, ApiError> {
    let agency = agency.parse().map_err(|_| ApiError::not_found())?;
    let row = read::find(ctx.read(), ctx.scope(), agency).await?;
    let view = read::view(ctx.read(), ctx.actor(), ctx.scope(), row).await?;
    ctx.record(&view, view.version)
}

/// Change an agency
#[utoipa::path(patch, path = "/agencies/{agency}", tag = "Agencies", request_body = PatchAgency,
    params(("agency" = AgencyId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = AgencyView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn patch(
    ctx: Ctx,
    Path(agency): Path<String>,
    Body(form): Body<PatchAgency>,
) -> Result<Reply, ApiError> {
    let agency = agency.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::patch(unit, agency, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// End an agency and move its live duties to its successor, which is given back
#[utoipa::path(post, path = "/agencies/{agency}/succession", tag = "Agencies", request_body = Succession,
    params(("agency" = AgencyId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = AgencyView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn succeed(
    ctx: Ctx,
    Path(agency): Path<String>,
    Body(form): Body<Succession>,
) -> Result<Reply, ApiError> {
    let agency = agency.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = succession::succeed(unit, agency, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}
