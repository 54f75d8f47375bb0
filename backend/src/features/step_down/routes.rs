//! `/cases/{case}/step-down` and `/step-downs`.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use shared::{
    ids::{CaseId, StepDownId},
    problem::Problem,
    step_down::{
        StepDownEvent,
        api::{BeginStepDown, DutyDone, SaveStepDown, StepDownReceipt, StepDownView},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::cases::door,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::{
    change, read,
    summary::{self, Summary},
};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(one, save))
        .routes(routes!(happen))
        .routes(routes!(duty))
        .routes(routes!(summary_page))
        .routes(routes!(summary_file))
}

fn id(text: &str) -> Result<StepDownId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// Begin a step-down plan
#[utoipa::path(post, path = "/cases/{case}/step-down", tag = "Cases", request_body = BeginStepDown,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = StepDownReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn begin(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(BeginStepDown {}): Body<BeginStepDown>,
) -> Result<Reply, ApiError> {
    let case: CaseId = case.parse().map_err(|_| ApiError::not_found())?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let made = change::begin(unit, case).await?;
            Reply::created(
                &made,
                made.version,
                format!("/api/v1/step-downs/{}", made.id),
            )
        })
    })
    .await
}

/// One step-down plan. The reading is recorded
#[utoipa::path(get, path = "/step-downs/{step_down}", tag = "Cases", params(("step_down" = StepDownId, Path)),
    responses((status = 200, body = StepDownView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn one(ctx: Ctx, Path(plan): Path<String>) -> Result<Reply, ApiError> {
    let plan = id(&plan)?;
    ctx.unit(move |unit| Box::pin(async move { door::answered(&read::view(unit, plan).await?) }))
        .await
}

/// Save the version that is being written
#[utoipa::path(put, path = "/step-downs/{step_down}", tag = "Cases", request_body = SaveStepDown,
    params(("step_down" = StepDownId, Path), ("If-Match" = String, Header, description = "The version of the plan as you read it: \"v3\"")),
    responses((status = 200, body = StepDownReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn save(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(form): Body<SaveStepDown>,
) -> Result<Reply, ApiError> {
    let plan = id(&plan)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move { door::answered(&change::save(unit, plan, version, form).await?) })
    })
    .await
}

/// Let something happen to a plan: propose it, accept it, record a review
#[utoipa::path(post, path = "/step-downs/{step_down}/events", tag = "Cases", request_body = StepDownEvent,
    params(("step_down" = StepDownId, Path), ("If-Match" = String, Header, description = "The version of the plan as you read it: \"v3\""),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = StepDownReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn happen(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(event): Body<StepDownEvent>,
) -> Result<Reply, ApiError> {
    let plan = id(&plan)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move { door::answered(&change::happen(unit, plan, version, event).await?) })
    })
    .await
}

/// Record that something owed around the step-down has been done
#[utoipa::path(post, path = "/step-downs/{step_down}/duties", tag = "Cases", request_body = DutyDone,
    params(("step_down" = StepDownId, Path), ("If-Match" = String, Header, description = "The version of the plan as you read it: \"v3\""),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = StepDownReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn duty(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(form): Body<DutyDone>,
) -> Result<Reply, ApiError> {
    let plan = id(&plan)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move { door::answered(&change::duty(unit, plan, version, form).await?) })
    })
    .await
}

/// The summary that a family can be handed, as a page. The reading is recorded
#[utoipa::path(get, path = "/step-downs/{step_down}/summary", tag = "Cases", params(("step_down" = StepDownId, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn summary_page(ctx: Ctx, Path(plan): Path<String>) -> Result<Response, ApiError> {
    let page = summary::page(&summed_up(ctx, id(&plan)?).await?);
    Ok(file("text/html; charset=utf-8", None, page.into_bytes()))
}

/// The same summary as a PDF on A4. The reading is recorded
#[utoipa::path(get, path = "/step-downs/{step_down}/summary.pdf", tag = "Cases", params(("step_down" = StepDownId, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn summary_file(ctx: Ctx, Path(plan): Path<String>) -> Result<Response, ApiError> {
    let bytes = summary::pdf(&summed_up(ctx, id(&plan)?).await?);
    let name = "inline; filename=\"your-plan.pdf\"";
    Ok(file("application/pdf", Some(name), bytes))
}

async fn summed_up(ctx: Ctx, plan: StepDownId) -> Result<Summary, ApiError> {
    let reply = ctx
        .unit(move |unit| Box::pin(async move { door::answered(&summary::of(unit, plan).await?) }))
        .await?;
    Ok(serde_json::from_str(&reply.body)?)
}

fn file(kind: &'static str, disposition: Option<&'static str>, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(disposition) = disposition {
        let disposition = HeaderValue::from_static(disposition);
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
