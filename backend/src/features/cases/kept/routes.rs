//! What is owed to the young person, under `/cases/{case}`.

use axum::extract::Path;
use shared::{
    cases::api::{CaseReceipt, EraseForm, HeldFile, HoldForm},
    ids::CaseId,
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::{super::door::answered, held, hold};

/// This part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(all))
        .routes(routes!(set))
        .routes(routes!(erase))
}

fn id(text: &str) -> Result<CaseId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// All that is held about a young person, with who has seen it; that it was taken is kept
#[utoipa::path(get, path = "/cases/{case}/held", operation_id = "held_of_case", tag = "Cases", params(("case" = CaseId, Path)),
    responses((status = 200, body = HeldFile), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn all(ctx: Ctx, Path(case): Path<String>) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    let months = ctx.app.config.kept_months;
    ctx.unit(move |unit| Box::pin(async move { answered(&held::held(unit, case, months).await?) }))
        .await
}

/// Set or lift the legal hold of a case
#[utoipa::path(post, path = "/cases/{case}/hold", operation_id = "hold_case", tag = "Cases", request_body = HoldForm,
    params(("case" = CaseId, Path), ("If-Match" = String, Header, description = "The version of the case as you read it, as in \"v3\""),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn set(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<HoldForm>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&hold::hold(unit, case, version, form).await?) })
    })
    .await
}

/// Ask that a case is erased before its time, to which somebody else has to agree
#[utoipa::path(post, path = "/cases/{case}/erase", operation_id = "erase_case", tag = "Cases", request_body = EraseForm,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn erase(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<EraseForm>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| Box::pin(async move { answered(&hold::erase(unit, case, form).await?) }))
        .await
}
