//! `/cases/{case}/pass`.

use axum::extract::Path;
use shared::{
    cases::api::{CaseReceipt, FirstContact, PassAnswer, PassAsk, PassOverride, WithdrawPass},
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

use super::super::{door::answered, pass};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask))
        .routes(routes!(answer))
        .routes(routes!(first_contact))
        .routes(routes!(override_with))
        .routes(routes!(withdraw))
}

fn id(text: &str) -> Result<CaseId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// Ask an agency that takes part to hold responsibility
#[utoipa::path(post, path = "/cases/{case}/pass", operation_id = "ask_to_hold", tag = "Cases", request_body = PassAsk,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn ask(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<PassAsk>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| Box::pin(async move { answered(&pass::ask(unit, case, form).await?) }))
        .await
}

/// Answer for the agency that is asked to hold responsibility
#[utoipa::path(post, path = "/cases/{case}/pass/answer", operation_id = "answer_pass", tag = "Cases", request_body = PassAnswer,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn answer(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<PassAnswer>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| Box::pin(async move { answered(&pass::answer(unit, case, form).await?) }))
        .await
}

/// Record the first contact, with which responsibility passes
#[utoipa::path(post, path = "/cases/{case}/pass/first-contact", operation_id = "first_contact", tag = "Cases", request_body = FirstContact,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn first_contact(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<FirstContact>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&pass::first_contact(unit, case, form).await?) })
    })
    .await
}

/// Let responsibility pass before a first contact, for a clinical reason
#[utoipa::path(post, path = "/cases/{case}/pass/override", operation_id = "override_pass", tag = "Cases", request_body = PassOverride,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn override_with(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<PassOverride>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&pass::override_with(unit, case, form).await?) })
    })
    .await
}

/// Take back that an agency is asked to hold responsibility
#[utoipa::path(post, path = "/cases/{case}/pass/withdraw", operation_id = "withdraw_pass", tag = "Cases", request_body = WithdrawPass,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn withdraw(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(WithdrawPass {}): Body<WithdrawPass>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| Box::pin(async move { answered(&pass::withdraw(unit, case).await?) }))
        .await
}
