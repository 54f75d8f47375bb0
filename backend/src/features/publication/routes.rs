//! `/publication`.

use axum::response::Response;
use shared::{
    problem::Problem,
    publication::api::{PublicationForm, PublicationView},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::settings;

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(one, replace))
}

/// What anybody may read without signing in
#[utoipa::path(get, path = "/publication", tag = "Publication",
    responses((status = 200, body = PublicationView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn one(ctx: Ctx) -> Result<Response, ApiError> {
    let view = settings::read(ctx.read(), ctx.actor()).await?;
    ctx.record(&view, view.version)
}

/// Change what anybody may read without signing in
#[utoipa::path(put, path = "/publication", tag = "Publication", request_body = PublicationForm,
    params(("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = PublicationView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn replace(ctx: Ctx, Body(form): Body<PublicationForm>) -> Result<Reply, ApiError> {
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = settings::replace(unit, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}
