//! `/plans/{plan}/meetings` and `/plans/{plan}/decisions`.

use axum::{extract::Path, response::Response};
use shared::{
    governance::{
        DecisionEvent,
        api::{
            CreateDecision, CreateMeeting, DecisionList, DecisionView, MeetingList, MeetingView,
            PatchDecision, PatchMeeting,
        },
    },
    ids::MeetingId,
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{
    decisions,
    meetings::{self, Day},
};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_meetings, create_meeting))
        .routes(routes!(read_meeting, patch_meeting))
        .routes(routes!(list_decisions, create_decision))
        .routes(routes!(read_decision, patch_decision))
        .routes(routes!(decision_event))
}

fn meeting_id(text: &str) -> Result<MeetingId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// The meetings of a plan's boards, latest first
#[utoipa::path(get, path = "/plans/{plan}/meetings", tag = "Meetings and decisions",
    params(("plan" = String, Path, description = "Id or slug"), meetings::Filter),
    responses((status = 200, body = MeetingList), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn list_meetings(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(filter): Query<meetings::Filter>,
) -> Result<Response, ApiError> {
    let list = meetings::list(&ctx, &plan, filter).await?;
    ctx.view(&list)
}

/// Add a meeting
#[utoipa::path(post, path = "/plans/{plan}/meetings", tag = "Meetings and decisions", request_body = CreateMeeting,
    params(("plan" = String, Path, description = "Id or slug"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = MeetingView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn create_meeting(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(form): Body<CreateMeeting>,
) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = meetings::create(unit, &plan, form).await?;
            let location = format!("/api/v1/plans/{}/meetings/{}", view.plan.slug, view.id);
            Reply::created(&view, view.version, location)
        })
    })
    .await
}

/// One meeting with its papers and decisions
#[utoipa::path(get, path = "/plans/{plan}/meetings/{meeting}", tag = "Meetings and decisions",
    params(("plan" = String, Path, description = "Id or slug"), ("meeting" = MeetingId, Path), Day),
    responses((status = 200, body = MeetingView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn read_meeting(
    ctx: Ctx,
    Path((plan, meeting)): Path<(String, String)>,
    Query(day): Query<Day>,
) -> Result<Response, ApiError> {
    let view = meetings::read(&ctx, &plan, meeting_id(&meeting)?, day).await?;
    ctx.record(&view, view.version)
}

/// Change a meeting
#[utoipa::path(patch, path = "/plans/{plan}/meetings/{meeting}", tag = "Meetings and decisions", request_body = PatchMeeting,
    params(("plan" = String, Path, description = "Id or slug"), ("meeting" = MeetingId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = MeetingView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn patch_meeting(
    ctx: Ctx,
    Path((plan, meeting)): Path<(String, String)>,
    Body(form): Body<PatchMeeting>,
) -> Result<Reply, ApiError> {
    let meeting = meeting_id(&meeting)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = meetings::patch(unit, &plan, meeting, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// The decisions of a plan that fit, latest first
#[utoipa::path(get, path = "/plans/{plan}/decisions", tag = "Meetings and decisions",
    params(("plan" = String, Path, description = "Id or slug"), decisions::Filter),
    responses((status = 200, body = DecisionList), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn list_decisions(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(filter): Query<decisions::Filter>,
) -> Result<Response, ApiError> {
    let list = decisions::list(&ctx, &plan, filter).await?;
    ctx.view(&list)
}

/// Put a decision to a meeting
#[utoipa::path(post, path = "/plans/{plan}/decisions", tag = "Meetings and decisions", request_body = CreateDecision,
    params(("plan" = String, Path, description = "Id or slug"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = DecisionView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn create_decision(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(form): Body<CreateDecision>,
) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = decisions::create(unit, &plan, form).await?;
            let location = format!(
                "/api/v1/plans/{}/decisions/{}",
                view.plan.slug, view.reference
            );
            Reply::created(&view, view.version, location)
        })
    })
    .await
}

/// One decision
#[utoipa::path(get, path = "/plans/{plan}/decisions/{decision}", tag = "Meetings and decisions",
    params(("plan" = String, Path, description = "Id or slug"), ("decision" = String, Path, description = "Reference or id"), Day),
    responses((status = 200, body = DecisionView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn read_decision(
    ctx: Ctx,
    Path((plan, decision)): Path<(String, String)>,
    Query(day): Query<Day>,
) -> Result<Response, ApiError> {
    let view = decisions::read(&ctx, &plan, &decision, day).await?;
    ctx.record(&view, view.version)
}

/// Change a decision
#[utoipa::path(patch, path = "/plans/{plan}/decisions/{decision}", tag = "Meetings and decisions", request_body = PatchDecision,
    params(("plan" = String, Path, description = "Id or slug"), ("decision" = String, Path, description = "Reference or id"), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = DecisionView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn patch_decision(
    ctx: Ctx,
    Path((plan, decision)): Path<(String, String)>,
    Body(form): Body<PatchDecision>,
) -> Result<Reply, ApiError> {
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = decisions::patch(unit, &plan, &decision, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Move a decision through its states
#[utoipa::path(post, path = "/plans/{plan}/decisions/{decision}/events", tag = "Meetings and decisions", request_body = DecisionEvent,
    params(("plan" = String, Path, description = "Id or slug"), ("decision" = String, Path, description = "Reference or id"), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = DecisionView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn decision_event(
    ctx: Ctx,
    Path((plan, decision)): Path<(String, String)>,
    Body(event): Body<DecisionEvent>,
) -> Result<Reply, ApiError> {
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = decisions::happen(unit, &plan, &decision, version, event).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}
