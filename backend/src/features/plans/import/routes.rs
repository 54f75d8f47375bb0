//! `POST /plans`.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::Deserialize;
use shared::{
    ids::PlanId,
    plans::{
        api::PlanImported,
        checks::Finding,
        format::{FormatError, PlanFile},
    },
    policy::{Actor, Resource, Target, Verb, decide},
    problem::{ErrorCode, Problem},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    db::Unit,
    error::{ApiError, permit},
    features::names,
    http::{query::Query, reply::Reply},
    state::App,
};

use super::{import, read, refusal};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(import_plan))
}

/// How to bring in a plan.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct How {
    /// Only check the file and give the findings.
    #[serde(default)]
    dry_run: bool,
}

/// Bring in a plan, or only check it
#[utoipa::path(post, path = "/plans", tag = "Plans",
    request_body(content = serde_json::Value, description = "A plan file, as docs/PLAN-FORMAT.md describes it"),
    params(How, ("Idempotency-Key" = Option<String>, Header, description = "A name of your own for this act, in quotation marks; a dry run needs none")),
    responses((status = 200, description = "The findings of a dry run", body = PlanImported), (status = 201, body = PlanImported), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
async fn import_plan(ctx: Ctx, Query(how): Query<How>, body: Bytes) -> Result<Response, ApiError> {
    may_import(ctx.actor())?;
    let (file, findings) = readable(body).await?;
    if how.dry_run {
        let checked = PlanImported {
            plan: None,
            findings,
        };
        return Ok((StatusCode::OK, axum::Json(checked)).into_response());
    }
    let reply = ctx
        .unit(move |unit| {
            Box::pin(async move {
                may_import(unit.actor()?)?;
                let (plan, findings) = import(unit, &file, None).await?;
                imported(unit, plan, findings).await
            })
        })
        .await?;
    Ok(reply.into_response())
}

fn may_import(actor: &Actor) -> Result<(), ApiError> {
    permit(decide(
        actor,
        Verb::Create,
        Resource::Finding,
        &Target::default(),
    ))
}

/// Reads and checks a file, away from the threads that answer requests.
async fn readable(body: Bytes) -> Result<(PlanFile, Vec<Finding>), ApiError> {
    enum Unreadable {
        NotText,
        Faults(Vec<FormatError>),
    }
    let read = tokio::task::spawn_blocking(move || {
        let text = std::str::from_utf8(&body).map_err(|_| Unreadable::NotText)?;
        read(text).map_err(Unreadable::Faults)
    });
    read.await
        .map_err(|_| ApiError::Lost("reading a plan file"))?
        .map_err(|fault| match fault {
            Unreadable::NotText => ApiError::new(
                ErrorCode::MalformedBody,
                "The file is not text in UTF-8. Save it as UTF-8 and send it again.",
            ),
            Unreadable::Faults(faults) => refusal(faults),
        })
}

async fn imported(
    unit: &Unit<'_>,
    plan: PlanId,
    findings: Vec<Finding>,
) -> Result<Reply, ApiError> {
    let plan = names::plans(unit.txn, [plan]).await?.remove(&plan);
    let location = plan
        .as_ref()
        .map_or_else(String::new, |plan| format!("/api/v1/plans/{}", plan.slug));
    Reply::created(&PlanImported { plan, findings }, 1, location)
}
