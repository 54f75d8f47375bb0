//! `/retention`.

use axum::{extract::Path, http::StatusCode};
use serde::Deserialize;
use shared::{
    cases::api::{RetentionAnswer, RetentionAsk, RetentionRun, RetentionView},
    ids::RunId,
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::cases::door::answered,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{read, runs};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(view))
        .routes(routes!(propose))
        .routes(routes!(agree))
}

/// Whether anything is proposed.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Way {
    /// Look and propose nothing. That is what happens unless it is false
    #[serde(default = "yes")]
    #[param(default = true)]
    dry: bool,
}

const fn yes() -> bool {
    true
}

/// How it stands with cases whose time is over, in numbers
#[utoipa::path(get, path = "/retention", operation_id = "retention", tag = "Cases",
    responses((status = 200, body = RetentionView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn view(ctx: Ctx) -> Result<Reply, ApiError> {
    let months = ctx.app.config.kept_months;
    let now = crate::clock::now();
    answered(&read::view(ctx.read(), ctx.actor(), (ctx.today(), now), months).await?)
}

/// Look at which cases are due to be anonymised, or propose to anonymise them
#[utoipa::path(post, path = "/retention/runs", operation_id = "propose_retention", tag = "Cases", request_body = RetentionAsk,
    params(Way, ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = RetentionAnswer), (status = 201, body = RetentionAnswer), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn propose(
    ctx: Ctx,
    Query(way): Query<Way>,
    Body(ask): Body<RetentionAsk>,
) -> Result<Reply, ApiError> {
    let months = ctx.app.config.kept_months;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let answer = runs::propose(unit, months, way.dry, ask).await?;
            let reply = answered(&answer)?;
            Ok(match answer.run {
                None => reply,
                Some(_) => Reply {
                    status: StatusCode::CREATED,
                    location: Some("/api/v1/retention".to_owned()),
                    ..reply
                },
            })
        })
    })
    .await
}

/// Agree to a run that somebody else proposed, which carries it out
#[utoipa::path(post, path = "/retention/runs/{run}/agree", operation_id = "agree_retention", tag = "Cases",
    params(("run" = RunId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = RetentionRun), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn agree(ctx: Ctx, Path(run): Path<String>) -> Result<Reply, ApiError> {
    let run: RunId = run.parse().map_err(|_| ApiError::not_found())?;
    let months = ctx.app.config.kept_months;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let row = runs::agree(unit, run, months).await?;
            let shown = read::shown(unit.txn, unit.actor()?, unit.now, vec![row]).await?;
            let view = shown.into_iter().next().ok_or_else(ApiError::not_found)?;
            answered(&view)
        })
    })
    .await
}
