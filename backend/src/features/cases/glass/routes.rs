//! `/cases/break-glass`.

use axum::extract::Path;
use shared::{
    cases::api::{BreakGlass, CaseReceipt, EndGlass, GlassList, GlassReviewForm},
    ids::{CaseId, GlassId},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::cases::door::answered,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::{broken, list, review};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(all, break_it))
        .routes(routes!(end))
        .routes(routes!(review_one))
}

/// Broken glass that the caller may look into
#[utoipa::path(get, path = "/cases/break-glass", operation_id = "broken_glass", tag = "Cases",
    responses((status = 200, body = GlassList), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn all(ctx: Ctx) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| Box::pin(async move { answered(&list::list(unit).await?) }))
        .await
}

/// Open one case in an emergency, to read it, for three hours
#[utoipa::path(post, path = "/cases/break-glass", operation_id = "break_glass", tag = "Cases", request_body = BreakGlass,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn break_it(ctx: Ctx, Body(form): Body<BreakGlass>) -> Result<Reply, ApiError> {
    broken::break_it(ctx, form).await
}

/// End one's own access to a case before its time
#[utoipa::path(post, path = "/cases/{case}/break-glass/end", operation_id = "end_broken_glass", tag = "Cases", request_body = EndGlass,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn end(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(EndGlass {}): Body<EndGlass>,
) -> Result<Reply, ApiError> {
    let case: CaseId = case.parse().map_err(|_| ApiError::not_found())?;
    ctx.unit(move |unit| Box::pin(async move { answered(&broken::end(unit, case).await?) }))
        .await
}

/// Write down what was found on broken glass
#[utoipa::path(post, path = "/cases/break-glass/{glass}/review", operation_id = "review_broken_glass", tag = "Cases", request_body = GlassReviewForm,
    params(("glass" = GlassId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn review_one(
    ctx: Ctx,
    Path(glass): Path<String>,
    Body(form): Body<GlassReviewForm>,
) -> Result<Reply, ApiError> {
    let glass: GlassId = glass.parse().map_err(|_| ApiError::not_found())?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&review::review(unit, glass, form).await?) })
    })
    .await
}
