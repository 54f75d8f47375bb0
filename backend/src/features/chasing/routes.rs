//! `/session/mail` and `/agencies/{agency}/accountable`.

use axum::{extract::Path, response::Response};
use shared::{
    chasing::{
        MailChoice,
        api::{AccountableView, MailView, SetAccountable},
    },
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

use super::{accountable, choice};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_mail, set_mail))
        .routes(routes!(read_accountable, set_accountable))
}

/// What the caller gets by mail
#[utoipa::path(get, path = "/session/mail", tag = "Session",
    responses((status = 200, body = MailView), (status = 401, body = Problem)))]
async fn read_mail(ctx: Ctx) -> Result<Response, ApiError> {
    let on = ctx.app.config.mail;
    let view = choice::read(ctx.read(), ctx.actor(), ctx.scope(), ctx.today(), on).await?;
    ctx.view(&view)
}

/// Choose what one gets by mail
#[utoipa::path(put, path = "/session/mail", tag = "Session", request_body = MailChoice,
    responses((status = 200, body = MailView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn set_mail(ctx: Ctx, Body(form): Body<MailChoice>) -> Result<Reply, ApiError> {
    let on = ctx.app.config.mail;
    ctx.unit(move |unit| Box::pin(async move { Reply::view(&choice::set(unit, form, on).await?) }))
        .await
}

/// Who answers for an agency when a cycle closes without its reports
#[utoipa::path(get, path = "/agencies/{agency}/accountable", tag = "Agencies", params(("agency" = AgencyId, Path)),
    responses((status = 200, body = AccountableView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_accountable(ctx: Ctx, Path(agency): Path<String>) -> Result<Response, ApiError> {
    let agency = agency.parse().map_err(|_| ApiError::not_found())?;
    let view = accountable::read(ctx.read(), ctx.actor(), ctx.scope(), ctx.today(), agency).await?;
    ctx.record(&view, view.version)
}

/// Name who answers for an agency when a cycle closes without its reports
#[utoipa::path(put, path = "/agencies/{agency}/accountable", tag = "Agencies", request_body = SetAccountable,
    params(("agency" = AgencyId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = AccountableView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn set_accountable(
    ctx: Ctx,
    Path(agency): Path<String>,
    Body(form): Body<SetAccountable>,
) -> Result<Reply, ApiError> {
    let agency = agency.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = accountable::set(unit, agency, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}
