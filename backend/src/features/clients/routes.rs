//! `/api-clients`.

use axum::{extract::Path, response::Response};
use serde::Deserialize;
use shared::{
    clients::api::{
        ClientList, ClientView, CreateClient, MadeClient, MadeSecret, NewSecret, PatchClient,
        SetKeys,
    },
    ids::{AgencyId, ClientId},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{change, keys, read, secrets};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read_client, patch))
        .routes(routes!(set_keys))
        .routes(routes!(new_secret))
}

/// Which clients to list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Filter {
    /// Of which agency
    agency: Option<AgencyId>,
}

/// The API clients that the caller may know of
#[utoipa::path(get, path = "/api-clients", tag = "API clients", params(Filter),
    responses((status = 200, body = ClientList), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn list(ctx: Ctx, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let list = read::list(&ctx, filter.agency).await?;
    ctx.view(&list)
}

/// Add an API client to an agency
#[utoipa::path(post, path = "/api-clients", tag = "API clients", request_body = CreateClient,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = MadeClient), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn create(ctx: Ctx, Body(form): Body<CreateClient>) -> Result<Reply, ApiError> {
    ctx.unit(move |unit| {
        Box::pin(async move {
            let made = change::create(unit, form).await?;
            let location = format!("/api/v1/api-clients/{}", made.client.id);
            Ok(Reply::created(&made, made.client.version, location)?.shown_once())
        })
    })
    .await
}

/// One API client
#[utoipa::path(get, path = "/api-clients/{client}", tag = "API clients", params(("client" = ClientId, Path)),
    responses((status = 200, body = ClientView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_client(ctx: Ctx, Path(client): Path<String>) -> Result<Response, ApiError> {
    let client = client.parse().map_err(|_| ApiError::not_found())?;
    let view = read::read(&ctx, client).await?;
    ctx.record(&view, view.version)
}

/// Change, disable or enable an API client
#[utoipa::path(patch, path = "/api-clients/{client}", tag = "API clients", request_body = PatchClient,
    params(("client" = ClientId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = ClientView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn patch(
    ctx: Ctx,
    Path(client): Path<String>,
    Body(form): Body<PatchClient>,
) -> Result<Reply, ApiError> {
    let client = client.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::patch(unit, client, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Set the public keys of an API client
#[utoipa::path(put, path = "/api-clients/{client}/keys", tag = "API clients", request_body = SetKeys,
    params(("client" = ClientId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = ClientView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn set_keys(
    ctx: Ctx,
    Path(client): Path<String>,
    Body(form): Body<SetKeys>,
) -> Result<Reply, ApiError> {
    let client = client.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = keys::set(unit, client, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Make a new secret for an API client
///
/// The client itself may do so with its token. The secret so far ends at once, or at a time that
/// is asked for, within seven days.
#[utoipa::path(post, path = "/api-clients/{client}/secrets", tag = "API clients", request_body = NewSecret,
    params(("client" = ClientId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = MadeSecret), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn new_secret(
    ctx: Ctx,
    Path(client): Path<String>,
    Body(form): Body<NewSecret>,
) -> Result<Reply, ApiError> {
    let client = client.parse().map_err(|_| ApiError::not_found())?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let made = secrets::rotate(unit, client, form).await?;
            Ok(Reply::view(&made)?.shown_once())
        })
    })
    .await
}
