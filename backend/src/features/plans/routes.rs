//! `/plans`: plans, the register, actions and the overview.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use shared::{
    chasing::api::ReportingGrid,
    plans::{
        ActionEvent,
        api::{
            ActionRef, ActionView, AgreeActions, Agreement, Candidates, CreateMilestone,
            MilestoneView, PatchAction, PlanList, PlanView, Register, Timeline,
        },
        board::api::Board,
    },
    problem::Problem,
    updates::api::Overview,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{
    about, action, board,
    find::{self, Found, SeenPlan},
    kept::{self, What},
    list,
    moment::Moment,
    overview,
    register::{self, Filter},
    reporting, timeline,
};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_plans))
        .routes(routes!(read_plan))
        .routes(routes!(read_overview))
        .routes(routes!(read_board))
        .routes(routes!(read_register))
        .routes(routes!(read_reporting))
        .routes(routes!(read_action, patch_action))
        .routes(routes!(action_event))
        .routes(routes!(read_timeline))
        .routes(routes!(create_milestone))
        .routes(routes!(agree_actions))
}

async fn seen(ctx: &Ctx, plan: &str) -> Result<SeenPlan, ApiError> {
    find::seen(ctx, plan).await
}

/// 300: the reference is printed on several actions.
fn choices(candidates: Vec<ActionRef>) -> Result<Reply, ApiError> {
    let reply = Reply::view(&Candidates { candidates })?;
    Ok(Reply {
        status: StatusCode::MULTIPLE_CHOICES,
        ..reply
    })
}

/// The plans that the caller sees
#[utoipa::path(get, path = "/plans", tag = "Plans",
    responses((status = 200, body = PlanList), (status = 401, body = Problem)))]
async fn list_plans(ctx: Ctx) -> Result<Response, ApiError> {
    let plans = list::read(&ctx).await?;
    ctx.view(&plans)
}

/// A plan with what surrounds its actions
#[utoipa::path(get, path = "/plans/{plan}", tag = "Plans",
    params(("plan" = String, Path, description = "Id or slug")),
    responses((status = 200, body = PlanView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_plan(ctx: Ctx, Path(plan): Path<String>) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    let view = about::read(&ctx, &plan).await?;
    ctx.record(&view, view.version)
}

/// Where a plan stands in a cycle
#[utoipa::path(get, path = "/plans/{plan}/overview", tag = "Plans",
    params(("plan" = String, Path, description = "Id or slug"), Moment),
    responses((status = 200, body = Overview), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn read_overview(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(moment): Query<Moment>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    kept::answer(&ctx, &plan, What::Overview(moment), async || {
        Reply::view(&overview::read(&ctx, &plan, moment).await?)
    })
    .await
}

/// Where a plan stands, for a board
#[utoipa::path(get, path = "/plans/{plan}/board", tag = "Plans",
    params(("plan" = String, Path, description = "Id or slug"), board::Asked),
    responses((status = 200, body = Board), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn read_board(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(asked): Query<board::Asked>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    kept::answer(&ctx, &plan, What::Board(asked), async || {
        Reply::view(&board::read(&ctx, &plan, asked).await?)
    })
    .await
}
/// Who has reported in the latest cycles of a plan
#[utoipa::path(get, path = "/plans/{plan}/reporting", tag = "Plans",
    params(("plan" = String, Path, description = "Id or slug")),
    responses((status = 200, body = ReportingGrid), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_reporting(ctx: Ctx, Path(plan): Path<String>) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    kept::answer(&ctx, &plan, What::Reporting, async || {
        Reply::view(&reporting::read(&ctx, &plan).await?)
    })
    .await
}

/// The actions of a plan: all of them, or those that fit
#[utoipa::path(get, path = "/plans/{plan}/actions", tag = "Actions",
    params(("plan" = String, Path, description = "Id or slug"), Filter),
    responses((status = 200, body = Register), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn read_register(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    kept::answer(&ctx, &plan, What::Register(filter.clone()), async || {
        let view = register::read(&ctx, &plan, &filter).await?;
        Ok(Reply {
            next: view.next.clone(),
            ..Reply::view(&view)?
        })
    })
    .await
}

/// One action
#[utoipa::path(get, path = "/plans/{plan}/actions/{action}", tag = "Actions",
    params(("plan" = String, Path, description = "Id or slug"), ("action" = String, Path, description = "Id, settled reference, or printed reference"), Moment),
    responses((status = 200, body = ActionView), (status = 300, body = Candidates), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn read_action(
    ctx: Ctx,
    Path((plan, action)): Path<(String, String)>,
    Query(moment): Query<Moment>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    kept::answer(
        &ctx,
        &plan,
        What::Action(action.clone(), moment),
        async || {
            // One that is named by its id is looked for when it is read.
            let found = match action.parse() {
                Ok(id) => Found::One(id),
                Err(_) => find::action(ctx.read(), &plan, &action).await?,
            };
            match found {
                Found::Several(candidates) => choices(candidates),
                Found::One(id) => {
                    let view = action::read(&ctx, &plan, id, moment).await?;
                    Reply::record(&view, view.version)
                }
            }
        },
    )
    .await
}

/// Change an action
#[utoipa::path(patch, path = "/plans/{plan}/actions/{action}", tag = "Actions", request_body = PatchAction,
    params(("plan" = String, Path, description = "Id or slug"), ("action" = String, Path, description = "Id, settled reference, or printed reference"), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = ActionView), (status = 300, body = Candidates), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn patch_action(
    ctx: Ctx,
    Path((plan, action)): Path<(String, String)>,
    Body(form): Body<PatchAction>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    let action = match find::action(ctx.read(), &plan, &action).await? {
        Found::Several(candidates) => return Ok(choices(candidates)?.into_response()),
        Found::One(action) => action,
    };
    let version = ctx.version()?;
    let reply = ctx
        .unit(move |unit| {
            Box::pin(async move {
                let view = action::patch(unit, plan.id(), action, version, form).await?;
                Reply::record(&view, view.version)
            })
        })
        .await?;
    Ok(reply.into_response())
}

/// Move an action through its states
#[utoipa::path(post, path = "/plans/{plan}/actions/{action}/events", tag = "Actions", request_body = ActionEvent,
    params(("plan" = String, Path, description = "Id or slug"), ("action" = String, Path, description = "Id, settled reference, or printed reference"), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = ActionView), (status = 300, body = Candidates), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn action_event(
    ctx: Ctx,
    Path((plan, action)): Path<(String, String)>,
    Body(event): Body<ActionEvent>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    let action = match find::action(ctx.read(), &plan, &action).await? {
        Found::Several(candidates) => return Ok(choices(candidates)?.into_response()),
        Found::One(action) => action,
    };
    let version = ctx.version()?;
    let reply = ctx
        .unit(move |unit| {
            Box::pin(async move {
                let view = action::happen(unit, plan.id(), action, version, event).await?;
                Reply::record(&view, view.version)
            })
        })
        .await?;
    Ok(reply.into_response())
}

/// What happened to an action
#[utoipa::path(get, path = "/plans/{plan}/actions/{action}/timeline", tag = "Actions",
    params(("plan" = String, Path, description = "Id or slug"), ("action" = String, Path, description = "Id, settled reference, or printed reference")),
    responses((status = 200, body = Timeline), (status = 300, body = Candidates), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_timeline(
    ctx: Ctx,
    Path((plan, action)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    match find::action(ctx.read(), &plan, &action).await? {
        Found::Several(candidates) => Ok(choices(candidates)?.into_response()),
        Found::One(action) => {
            let view = timeline::read(&ctx, &plan, action).await?;
            ctx.view(&view)
        }
    }
}

/// Add a milestone to an action
#[utoipa::path(post, path = "/plans/{plan}/actions/{action}/milestones", tag = "Actions", request_body = CreateMilestone,
    params(("plan" = String, Path, description = "Id or slug"), ("action" = String, Path, description = "Id, settled reference, or printed reference"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = MilestoneView), (status = 300, body = Candidates), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn create_milestone(
    ctx: Ctx,
    Path((plan, action)): Path<(String, String)>,
    Body(form): Body<CreateMilestone>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    let action = match find::action(ctx.read(), &plan, &action).await? {
        Found::Several(candidates) => return Ok(choices(candidates)?.into_response()),
        Found::One(action) => action,
    };
    let location = format!("/api/v1/plans/{}/actions/{action}", plan.row().slug);
    let reply = ctx
        .unit(move |unit| {
            Box::pin(async move {
                let view = action::create_milestone(unit, plan.id(), action, form).await?;
                Reply::created(&view, view.version, location)
            })
        })
        .await?;
    Ok(reply.into_response())
}

/// Agree proposed actions
#[utoipa::path(post, path = "/plans/{plan}/agreement", tag = "Actions", request_body = AgreeActions,
    params(("plan" = String, Path, description = "Id or slug"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = Agreement), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn agree_actions(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(form): Body<AgreeActions>,
) -> Result<Reply, ApiError> {
    let plan = seen(&ctx, &plan).await?.id();
    ctx.unit(move |unit| {
        Box::pin(async move { Reply::view(&action::agree(unit, plan, form).await?) })
    })
    .await
}
