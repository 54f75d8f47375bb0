//! `/plans/{plan}/cycles`, `/my-work`, `/updates`.

use axum::{extract::Path, response::Response};
use shared::{
    ids::{AgencyId, CycleId, ExceptionId, UpdateId},
    page::Page,
    problem::Problem,
    updates::{
        UpdateEvent,
        api::{
            CreateCycle, CreateException, CreateSeries, CycleList, CycleSeries, CycleView, Editors,
            ExceptionList, ExceptionView, HandOver, MyWork, PatchCycle, ReviewWords, StartUpdate,
            UpdateContent, UpdateSummary, UpdateView,
        },
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{
    cycles, exceptions, hand_over,
    list::{self, Filter},
    my_work, presence, review, series, write,
};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_cycles, create_cycle))
        .routes(routes!(create_series))
        .routes(routes!(patch_cycle))
        .routes(routes!(lock_cycle))
        .routes(routes!(list_exceptions, create_exception))
        .routes(routes!(end_exception))
        .routes(routes!(read_my_work))
        .routes(routes!(list_updates, start))
        .routes(routes!(read_update, save))
        .routes(routes!(read_editors))
        .routes(routes!(hand))
        .routes(routes!(submit))
        .routes(routes!(withdraw))
        .routes(routes!(take_up))
        .routes(routes!(accept))
        .routes(routes!(give_back))
        .routes(routes!(overrule))
        .routes(routes!(endorse))
        .routes(routes!(dispute))
}

/// The cycles of a plan, latest first
#[utoipa::path(get, path = "/plans/{plan}/cycles", tag = "Reporting",
    params(("plan" = String, Path, description = "The plan's word in addresses, or its id")),
    responses((status = 200, body = CycleList), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn list_cycles(ctx: Ctx, Path(plan): Path<String>) -> Result<Response, ApiError> {
    let list = cycles::list(&ctx, &plan).await?;
    ctx.view(&list)
}

/// Add a cycle to a plan
#[utoipa::path(post, path = "/plans/{plan}/cycles", tag = "Reporting", request_body = CreateCycle,
    params(("plan" = String, Path, description = "The plan's word in addresses, or its id"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = CycleView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn create_cycle(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(form): Body<CreateCycle>,
) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = cycles::create(unit, &plan, form).await?;
            let location = format!("/api/v1/plans/{}/cycles/{}", view.plan.slug, view.id);
            Reply::created(&view, view.version, location)
        })
    })
    .await
}

/// Add a run of cycles to a plan, or see which it would be
#[utoipa::path(post, path = "/plans/{plan}/cycles/series", tag = "Reporting", request_body = CreateSeries,
    params(("plan" = String, Path, description = "The plan's word in addresses, or its id"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CycleSeries), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn create_series(
    ctx: Ctx,
    Path(plan): Path<String>,
    Body(form): Body<CreateSeries>,
) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move { Reply::view(&series::create(unit, &plan, form).await?) })
    })
    .await
}

/// Change a cycle
#[utoipa::path(patch, path = "/plans/{plan}/cycles/{cycle}", tag = "Reporting", request_body = PatchCycle,
    params(("plan" = String, Path, description = "The plan's word in addresses, or its id"), ("cycle" = CycleId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = CycleView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn patch_cycle(
    ctx: Ctx,
    Path((plan, cycle)): Path<(String, String)>,
    Body(form): Body<PatchCycle>,
) -> Result<Reply, ApiError> {
    let cycle = cycle.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = cycles::patch(unit, &plan, cycle, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Lock a cycle that has closed: nothing in it moves any more but by an exception
#[utoipa::path(post, path = "/plans/{plan}/cycles/{cycle}/lock", tag = "Reporting",
    params(("plan" = String, Path, description = "The plan's word in addresses, or its id"), ("cycle" = CycleId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CycleView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)))]
async fn lock_cycle(
    ctx: Ctx,
    Path((plan, cycle)): Path<(String, String)>,
) -> Result<Reply, ApiError> {
    let cycle = cycle.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = exceptions::lock(unit, &plan, cycle, version).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// The exceptions of a cycle, latest first
#[utoipa::path(get, path = "/plans/{plan}/cycles/{cycle}/exceptions", tag = "Reporting",
    params(("plan" = String, Path, description = "The plan's word in addresses, or its id"), ("cycle" = CycleId, Path)),
    responses((status = 200, body = ExceptionList), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn list_exceptions(
    ctx: Ctx,
    Path((plan, cycle)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let cycle = cycle.parse().map_err(|_| ApiError::not_found())?;
    let list = exceptions::list(&ctx, &plan, cycle).await?;
    ctx.view(&list)
}

/// Reopen a closed cycle for one action, one agency and one person
#[utoipa::path(post, path = "/plans/{plan}/cycles/{cycle}/exceptions", tag = "Reporting", request_body = CreateException,
    params(("plan" = String, Path, description = "The plan's word in addresses, or its id"), ("cycle" = CycleId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = ExceptionView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn create_exception(
    ctx: Ctx,
    Path((plan, cycle)): Path<(String, String)>,
    Body(form): Body<CreateException>,
) -> Result<Reply, ApiError> {
    let cycle = cycle.parse().map_err(|_| ApiError::not_found())?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = exceptions::create(unit, &plan, cycle, form).await?;
            let location = format!("/api/v1/plans/{plan}/cycles/{cycle}/exceptions");
            Reply::created(&view, 1, location)
        })
    })
    .await
}

/// End an exception before its time
#[utoipa::path(delete, path = "/plans/{plan}/cycles/{cycle}/exceptions/{exception}", tag = "Reporting",
    params(("plan" = String, Path, description = "The plan's word in addresses, or its id"), ("cycle" = CycleId, Path), ("exception" = ExceptionId, Path)),
    responses((status = 200, body = ExceptionView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn end_exception(
    ctx: Ctx,
    Path((plan, cycle, exception)): Path<(String, String, String)>,
) -> Result<Reply, ApiError> {
    let cycle = cycle.parse().map_err(|_| ApiError::not_found())?;
    let exception = exception.parse().map_err(|_| ApiError::not_found())?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = exceptions::end(unit, &plan, cycle, exception).await?;
            Reply::view(&view)
        })
    })
    .await
}

/// What the caller has to do
#[utoipa::path(get, path = "/my-work", tag = "Reporting",
    responses((status = 200, body = MyWork), (status = 401, body = Problem)))]
async fn read_my_work(ctx: Ctx) -> Result<Response, ApiError> {
    let work = my_work::read(ctx.read(), ctx.actor(), ctx.scope(), ctx.today()).await?;
    ctx.view(&work)
}

/// A page of the updates that the caller sees, last changed first
#[utoipa::path(get, path = "/updates", tag = "Reporting", params(Filter),
    responses((status = 200, body = Page<UpdateSummary>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn list_updates(ctx: Ctx, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let page = list::list(&ctx, filter).await?;
    let mut reply = Reply::view(&page)?;
    reply.next.clone_from(&page.next);
    Ok(ctx.answer(reply))
}

/// Begin an update, or the correction of an accepted one
#[utoipa::path(post, path = "/updates", tag = "Reporting", request_body = StartUpdate,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem, description = "Also where one is open: `current` is its summary, when you may see it"), (status = 422, body = Problem)))]
async fn start(ctx: Ctx, Body(form): Body<StartUpdate>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = write::start(unit, form).await?;
            let location = format!("/api/v1/updates/{}", view.id);
            Reply::created(&view, view.version, location)
        })
    })
    .await
}

/// One update
#[utoipa::path(get, path = "/updates/{update}", tag = "Reporting", params(("update" = UpdateId, Path)),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_update(ctx: Ctx, Path(update): Path<String>) -> Result<Response, ApiError> {
    let update = update.parse().map_err(|_| ApiError::not_found())?;
    let view = list::read(&ctx, update).await?;
    ctx.record(&view, view.version)
}

/// Who else has an update open to write it; asking says that one has it open too
#[utoipa::path(get, path = "/updates/{update}/editors", tag = "Reporting", params(("update" = UpdateId, Path)),
    responses((status = 200, body = Editors), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn read_editors(ctx: Ctx, Path(update): Path<String>) -> Result<Response, ApiError> {
    let update = update.parse().map_err(|_| ApiError::not_found())?;
    let view = presence::editors(&ctx, update).await?;
    ctx.view(&view)
}

/// Replace the words of an update
#[utoipa::path(put, path = "/updates/{update}", tag = "Reporting", request_body = UpdateContent,
    params(("update" = UpdateId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn save(
    ctx: Ctx,
    Path(update): Path<String>,
    Body(content): Body<UpdateContent>,
) -> Result<Reply, ApiError> {
    let update = update.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = write::save(unit, update, version, content).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

async fn advance(
    ctx: Ctx,
    update: &str,
    event: UpdateEvent,
    words: ReviewWords,
) -> Result<Reply, ApiError> {
    let update = update.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = review::advance(unit, update, version, event, words).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Send an update for review
#[utoipa::path(post, path = "/updates/{update}/submit", tag = "Reporting", request_body = ReviewWords,
    params(("update" = UpdateId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn submit(
    ctx: Ctx,
    Path(update): Path<String>,
    Body(words): Body<ReviewWords>,
) -> Result<Reply, ApiError> {
    advance(ctx, &update, UpdateEvent::Submit, words).await
}

/// Take an update back before its review begins
#[utoipa::path(post, path = "/updates/{update}/withdraw", tag = "Reporting", request_body = ReviewWords,
    params(("update" = UpdateId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn withdraw(
    ctx: Ctx,
    Path(update): Path<String>,
    Body(words): Body<ReviewWords>,
) -> Result<Reply, ApiError> {
    advance(ctx, &update, UpdateEvent::Withdraw, words).await
}

/// Hand an update that is being written to a colleague
#[utoipa::path(post, path = "/updates/{update}/hand-over", operation_id = "hand_over_update", tag = "Reporting", request_body = HandOver,
    params(("update" = UpdateId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn hand(
    ctx: Ctx,
    Path(update): Path<String>,
    Body(form): Body<HandOver>,
) -> Result<Reply, ApiError> {
    let update = update.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = hand_over::hand_over(unit, update, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Begin the review of an update
#[utoipa::path(post, path = "/updates/{update}/take-up", tag = "Reporting", request_body = ReviewWords,
    params(("update" = UpdateId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn take_up(
    ctx: Ctx,
    Path(update): Path<String>,
    Body(words): Body<ReviewWords>,
) -> Result<Reply, ApiError> {
    advance(ctx, &update, UpdateEvent::TakeUp, words).await
}

/// Accept an update for good
#[utoipa::path(post, path = "/updates/{update}/accept", tag = "Reporting", request_body = ReviewWords,
    params(("update" = UpdateId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn accept(
    ctx: Ctx,
    Path(update): Path<String>,
    Body(words): Body<ReviewWords>,
) -> Result<Reply, ApiError> {
    advance(ctx, &update, UpdateEvent::Accept, words).await
}

/// Return an update with a comment
#[utoipa::path(post, path = "/updates/{update}/return", operation_id = "return_update", tag = "Reporting", request_body = ReviewWords,
    params(("update" = UpdateId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn give_back(
    ctx: Ctx,
    Path(update): Path<String>,
    Body(words): Body<ReviewWords>,
) -> Result<Reply, ApiError> {
    advance(ctx, &update, UpdateEvent::Return, words).await
}

/// Accept an update in an approver's stead, with a reason
#[utoipa::path(post, path = "/updates/{update}/override", operation_id = "override_update", tag = "Reporting", request_body = ReviewWords,
    params(("update" = UpdateId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn overrule(
    ctx: Ctx,
    Path(update): Path<String>,
    Body(words): Body<ReviewWords>,
) -> Result<Reply, ApiError> {
    advance(ctx, &update, UpdateEvent::Override, words).await
}

async fn contribute(
    ctx: Ctx,
    (update, contributor): (String, String),
    event: UpdateEvent,
    words: ReviewWords,
) -> Result<Reply, ApiError> {
    let update = update.parse().map_err(|_| ApiError::not_found())?;
    let agency = contributor.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = review::contribute(unit, update, agency, version, event, words).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Stand behind another agency's update, as a joint lead or for one's part
#[utoipa::path(post, path = "/updates/{update}/contributions/{contributor}/endorse", tag = "Reporting", request_body = ReviewWords,
    params(("update" = UpdateId, Path), ("contributor" = AgencyId, Path, description = "The agency for which you answer"), ("If-Match" = String, Header, description = "The ETag of the update as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn endorse(
    ctx: Ctx,
    Path(path): Path<(String, String)>,
    Body(words): Body<ReviewWords>,
) -> Result<Reply, ApiError> {
    contribute(ctx, path, UpdateEvent::Endorse, words).await
}

/// Dispute another agency's update, with the reason: it goes back to those who write it
#[utoipa::path(post, path = "/updates/{update}/contributions/{contributor}/dispute", tag = "Reporting", request_body = ReviewWords,
    params(("update" = UpdateId, Path), ("contributor" = AgencyId, Path, description = "The agency for which you answer"), ("If-Match" = String, Header, description = "The ETag of the update as you read it"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = UpdateView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn dispute(
    ctx: Ctx,
    Path(path): Path<(String, String)>,
    Body(words): Body<ReviewWords>,
) -> Result<Reply, ApiError> {
    contribute(ctx, path, UpdateEvent::Dispute, words).await
}
