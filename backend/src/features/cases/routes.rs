//! `/cases`.

use axum::{extract::Path, http::StatusCode};
use shared::{
    cases::api::{
        CaseDraft, CaseList, CaseLog, CaseReceipt, CaseView, FindCase, Happening, NewCase,
    },
    ids::CaseId,
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{change, door::answered, glass, kept, list, log, open, parts, pass, read};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(cases, create))
        .routes(routes!(find))
        .routes(routes!(readings))
        .routes(routes!(one, replace))
        .routes(routes!(happens))
        .routes(routes!(readings_of_one))
        .merge(parts::routes::router())
        .merge(pass::routes::router())
        .merge(glass::routes::router())
        .merge(kept::routes::router())
}

fn id(text: &str) -> Result<CaseId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// Cases of the caller, and what the caller's agencies are asked; that it was read is kept
#[utoipa::path(get, path = "/cases", operation_id = "list_cases", tag = "Cases", params(list::Filter),
    responses((status = 200, body = CaseList), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn cases(ctx: Ctx, Query(filter): Query<list::Filter>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| Box::pin(async move { answered(&list::list(unit, &filter).await?) }))
        .await
}

/// Open a case for an agency of which the caller is a practitioner
#[utoipa::path(post, path = "/cases", operation_id = "open_case", tag = "Cases", request_body = NewCase,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn create(ctx: Ctx, Body(form): Body<NewCase>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let receipt = open::open(unit, form).await?;
            Ok(Reply {
                status: StatusCode::CREATED,
                location: Some(format!("/api/v1/cases/{}", receipt.id)),
                ..answered(&receipt)?
            })
        })
    })
    .await
}

/// Find a case by its reference
#[utoipa::path(post, path = "/cases/find", operation_id = "find_case", tag = "Cases", request_body = FindCase,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn find(ctx: Ctx, Body(form): Body<FindCase>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| Box::pin(async move { answered(&open::find(unit, &form).await?) }))
        .await
}

/// What the people of the caller's agency have read of cases
#[utoipa::path(get, path = "/cases/log", operation_id = "list_case_readings", tag = "Cases", params(log::Filter),
    responses((status = 200, body = CaseLog), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn readings(ctx: Ctx, Query(filter): Query<log::Filter>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| Box::pin(async move { answered(&log::of_people(unit, &filter).await?) }))
        .await
}

/// One case, for those who take part; that it was read is kept
#[utoipa::path(get, path = "/cases/{case}", operation_id = "read_case", tag = "Cases", params(("case" = CaseId, Path)),
    responses((status = 200, body = CaseView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn one(ctx: Ctx, Path(case): Path<String>) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| Box::pin(async move { answered(&read::read(unit, case).await?) }))
        .await
}

/// Say anew what a case is about
#[utoipa::path(put, path = "/cases/{case}", operation_id = "change_case", tag = "Cases", request_body = CaseDraft,
    params(("case" = CaseId, Path), ("If-Match" = String, Header, description = "The version of the case as you read it, as in \"v3\"")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn replace(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<CaseDraft>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&change::change(unit, case, version, form).await?) })
    })
    .await
}

/// Let something happen to a case
#[utoipa::path(post, path = "/cases/{case}/events", operation_id = "happen_to_case", tag = "Cases", request_body = Happening,
    params(("case" = CaseId, Path), ("If-Match" = String, Header, description = "The version of the case as you read it, as in \"v3\""),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn happens(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<Happening>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&change::happen(unit, case, version, form).await?) })
    })
    .await
}

/// Who has read a case
#[utoipa::path(get, path = "/cases/{case}/log", operation_id = "list_readings_of_case", tag = "Cases", params(("case" = CaseId, Path), log::Filter),
    responses((status = 200, body = CaseLog), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn readings_of_one(
    ctx: Ctx,
    Path(case): Path<String>,
    Query(filter): Query<log::Filter>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&log::of_case(unit, case, &filter).await?) })
    })
    .await
}
