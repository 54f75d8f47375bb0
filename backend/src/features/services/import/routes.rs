//! `/imports/services` and `/exports/services`.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::Deserialize;
use shared::{
    policy::Verb,
    problem::{ErrorCode, Problem},
    services::{api::DirectoryReport, open_referral::Unheard},
    sheets::api::{FILE_MAX, SheetFormat},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::{ApiError, permit},
    features::{
        services::read::judge,
        sheets::{file, routes::Workbook},
    },
    http::{query::Query, reply::Reply},
    state::App,
};

use super::{
    SERVICES,
    apply::{self, Arrived},
    export,
};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(import_services))
        .routes(routes!(export_services))
}

/// How to import.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct How {
    /// Only say what would come of it
    #[serde(default)]
    dry_run: bool,
}

/// Which file.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// The kind of file; a workbook when absent
    format: Option<SheetFormat>,
}

/// Why nothing of an Open Referral file can be read.
pub fn unheard(why: Unheard) -> ApiError {
    let code = match why {
        Unheard::TooMany => ErrorCode::TooLarge,
        Unheard::NotJson(_) | Unheard::NotServices | Unheard::Empty => ErrorCode::UnreadableFile,
    };
    ApiError::new(code, why.to_string())
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

async fn arrived(headers: &HeaderMap, body: Bytes) -> Result<Arrived, ApiError> {
    if !is_json(headers) {
        return Ok(Arrived::Sheet(file::read(headers, body, SERVICES).await?));
    }
    if body.len() > FILE_MAX {
        let most = FILE_MAX / 1024 / 1024;
        let words = format!("Send a file of at most {most} MiB. Split it into several files.");
        return Err(ApiError::new(ErrorCode::TooLarge, words));
    }
    let text = String::from_utf8(body.into())
        .map_err(|_| unheard(Unheard::NotJson("it is not UTF-8".to_owned())))?;
    Ok(Arrived::OpenReferral(text))
}

/// Bring in services from a sheet or an Open Referral file, or only check it
#[utoipa::path(post, path = "/imports/services", tag = "Services",
    request_body(description = "The file itself: a sheet with the columns of the export, or Open Referral JSON (a service, a list of them, or a page of one)", content((String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (serde_json::Value = "application/json"))),
    params(How, ("Idempotency-Key" = Option<String>, Header, description = "A name of your own for this act, in quotation marks; a dry run needs none")),
    responses(
        (status = 200, description = "What came of it, or would come of it", body = DirectoryReport),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem, description = "Also where rows do not fit: nothing is written, and `current` is the report")))]
async fn import_services(
    ctx: Ctx,
    Query(How { dry_run }): Query<How>,
    body: Bytes,
) -> Result<Response, ApiError> {
    permit(judge(ctx.actor(), Verb::Create, None))?;
    let arrived = arrived(ctx.headers(), body).await?;
    let reply = if dry_run {
        ctx.rehearse(move |unit| {
            Box::pin(async move { Reply::view(&apply::run(unit, &arrived, true).await?) })
        })
        .await?
    } else {
        ctx.unit(move |unit| {
            Box::pin(async move { Reply::view(&apply::run(unit, &arrived, false).await?) })
        })
        .await?
    };
    Ok(reply.into_response())
}

/// The directory of services as a sheet, to change and to import
#[utoipa::path(get, path = "/exports/services", tag = "Services", params(Which),
    responses(
        (status = 200, description = "The file. Each download is in the audit log", content((String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem)))]
async fn export_services(ctx: Ctx, Query(which): Query<Which>) -> Result<Response, ApiError> {
    let format = file::format_of(which.format.unwrap_or_default());
    let file = export::directory(&ctx, format).await?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            export::record(unit)?;
            Ok(Reply::done())
        })
    })
    .await?;
    Ok(file.into_response())
}
