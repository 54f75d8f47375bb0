//! `/plans/{plan}/findings`.

use axum::{extract::Path, response::Response};
use shared::{
    ids::FindingId,
    plans::api::{DecideFinding, FindingDecided, FindingList},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::plans::find,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::{decide, view};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_findings))
        .routes(routes!(decide_finding))
}

/// The findings on a plan, the open ones first
#[utoipa::path(get, path = "/plans/{plan}/findings", tag = "Findings",
    params(("plan" = String, Path, description = "The plan's id or slug")),
    responses((status = 200, body = FindingList), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn list_findings(ctx: Ctx, Path(plan): Path<String>) -> Result<Response, ApiError> {
    let plan = find::seen(&ctx, &plan).await?;
    let list = view::list(ctx.read(), ctx.actor(), &plan).await?;
    ctx.view(&list)
}

/// Accept, overrule, park or reopen a finding
#[utoipa::path(post, path = "/plans/{plan}/findings/{finding}/decision", tag = "Findings", request_body = DecideFinding,
    params(("plan" = String, Path, description = "The plan's id or slug"), ("finding" = FindingId, Path),
        ("If-Match" = String, Header, description = "The version of the finding as you read it, such as \"v3\""),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = FindingDecided), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn decide_finding(
    ctx: Ctx,
    Path((plan, finding)): Path<(String, String)>,
    Body(form): Body<DecideFinding>,
) -> Result<Reply, ApiError> {
    let finding: FindingId = finding.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let decided = decide::decide(unit, &plan, finding, version, form).await?;
            Reply::record(&decided, decided.finding.version)
        })
    })
    .await
}
