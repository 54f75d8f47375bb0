//! `/cases/{case}/participants` and `/cases/asked`.

use axum::{extract::Path, http::StatusCode};
use shared::{
    cases::api::{
        AskedView, CaseReceipt, ConsentWithdrawn, Invitation, OwnPartView, PartAnswer, PartOffer,
        PartPeople, PartWords,
    },
    ids::{CaseId, PartId},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::cases::door::answered,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::{answer, ending, invite, own};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask))
        .routes(routes!(asked))
        .routes(routes!(one))
        .routes(routes!(answer_one))
        .routes(routes!(withdraw))
        .routes(routes!(leave))
        .routes(routes!(people))
        .routes(routes!(offer))
        .routes(routes!(sharing))
}

fn id(text: &str) -> Result<CaseId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

fn both((case, part): (String, String)) -> Result<(CaseId, PartId), ApiError> {
    let part = part.parse().map_err(|_| ApiError::not_found())?;
    Ok((id(&case)?, part))
}

/// Ask an agency to take part in a case
#[utoipa::path(post, path = "/cases/{case}/participants", operation_id = "ask_to_take_part", tag = "Cases", request_body = Invitation,
    params(("case" = CaseId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn ask(
    ctx: Ctx,
    Path(case): Path<String>,
    Body(form): Body<Invitation>,
) -> Result<Reply, ApiError> {
    let case = id(&case)?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let (part, receipt) = invite::invite(unit, case, form).await?;
            Ok(Reply {
                status: StatusCode::CREATED,
                location: Some(format!("/api/v1/cases/asked/{part}")),
                ..answered(&receipt)?
            })
        })
    })
    .await
}

/// What an agency reads that is asked to take part
#[utoipa::path(get, path = "/cases/asked/{part}", operation_id = "asked_part", tag = "Cases",
    params(("part" = PartId, Path)),
    responses((status = 200, body = AskedView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn asked(ctx: Ctx, Path(part): Path<String>) -> Result<Reply, ApiError> {
    let part: PartId = part.parse().map_err(|_| ApiError::not_found())?;
    ctx.unit(move |unit| Box::pin(async move { answered(&answer::view(unit, part).await?) }))
        .await
}

/// A part as its own agency keeps it
#[utoipa::path(get, path = "/cases/{case}/participants/{part}", operation_id = "own_part", tag = "Cases",
    params(("case" = CaseId, Path), ("part" = PartId, Path)),
    responses((status = 200, body = OwnPartView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn one(ctx: Ctx, Path(path): Path<(String, String)>) -> Result<Reply, ApiError> {
    let (case, part) = both(path)?;
    ctx.unit(move |unit| Box::pin(async move { answered(&own::view(unit, case, part).await?) }))
        .await
}

/// Answer for an agency that is asked to take part
#[utoipa::path(post, path = "/cases/{case}/participants/{part}/answer", operation_id = "answer_part", tag = "Cases", request_body = PartAnswer,
    params(("case" = CaseId, Path), ("part" = PartId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn answer_one(
    ctx: Ctx,
    Path(path): Path<(String, String)>,
    Body(form): Body<PartAnswer>,
) -> Result<Reply, ApiError> {
    let (case, part) = both(path)?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&answer::answer(unit, case, part, form).await?) })
    })
    .await
}

/// Take an asking back, or end the part of another agency
#[utoipa::path(post, path = "/cases/{case}/participants/{part}/withdraw", operation_id = "withdraw_part", tag = "Cases", request_body = PartWords,
    params(("case" = CaseId, Path), ("part" = PartId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn withdraw(
    ctx: Ctx,
    Path(path): Path<(String, String)>,
    Body(form): Body<PartWords>,
) -> Result<Reply, ApiError> {
    let (case, part) = both(path)?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&invite::withdraw(unit, case, part, form).await?) })
    })
    .await
}

/// Let an agency leave a case
#[utoipa::path(post, path = "/cases/{case}/participants/{part}/leave", operation_id = "leave_case", tag = "Cases", request_body = PartWords,
    params(("case" = CaseId, Path), ("part" = PartId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn leave(
    ctx: Ctx,
    Path(path): Path<(String, String)>,
    Body(form): Body<PartWords>,
) -> Result<Reply, ApiError> {
    let (case, part) = both(path)?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&ending::leave(unit, case, part, form).await?) })
    })
    .await
}

/// Name other people of one's own agency
#[utoipa::path(post, path = "/cases/{case}/participants/{part}/people", operation_id = "name_people", tag = "Cases", request_body = PartPeople,
    params(("case" = CaseId, Path), ("part" = PartId, Path), ("If-Match" = String, Header, description = "The version of the part as you read it, in quotation marks"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn people(
    ctx: Ctx,
    Path(path): Path<(String, String)>,
    Body(form): Body<PartPeople>,
) -> Result<Reply, ApiError> {
    let (case, part) = both(path)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&own::people(unit, case, (part, version), form).await?) })
    })
    .await
}

/// Say what one's own agency offers, and keep its own reference
#[utoipa::path(post, path = "/cases/{case}/participants/{part}/offer", operation_id = "offer_part", tag = "Cases", request_body = PartOffer,
    params(("case" = CaseId, Path), ("part" = PartId, Path), ("If-Match" = String, Header, description = "The version of the part as you read it, in quotation marks"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn offer(
    ctx: Ctx,
    Path(path): Path<(String, String)>,
    Body(form): Body<PartOffer>,
) -> Result<Reply, ApiError> {
    let (case, part) = both(path)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move { answered(&own::offer(unit, case, (part, version), form).await?) })
    })
    .await
}

/// Record that consent to tell an agency was withdrawn
#[utoipa::path(post, path = "/cases/{case}/participants/{part}/sharing", operation_id = "withdraw_consent", tag = "Cases", request_body = ConsentWithdrawn,
    params(("case" = CaseId, Path), ("part" = PartId, Path), ("If-Match" = String, Header, description = "The version of the part as you read it, in quotation marks"), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = CaseReceipt), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn sharing(
    ctx: Ctx,
    Path(path): Path<(String, String)>,
    Body(form): Body<ConsentWithdrawn>,
) -> Result<Reply, ApiError> {
    let (case, part) = both(path)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            answered(&ending::consent_withdrawn(unit, case, (part, version), form).await?)
        })
    })
    .await
}
