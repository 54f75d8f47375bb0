//! `/webhooks`.

use axum::{extract::Path, response::Response};
use serde::Deserialize;
use shared::{
    ids::{AgencyId, WebhookId},
    page::Page,
    patch::Patch,
    policy::Verb,
    problem::Problem,
    webhooks::api::{
        CreateWebhook, DeliveryView, PatchWebhook, Replay, Replayed, RotateSecret, WebhookList,
        WebhookView, WebhookWithSecret,
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::{ApiError, permit},
    http::{json::Body, query::Query, reply::Reply},
    state::App,
};

use super::{change, log, replay, resolve, store};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(one, patch, remove))
        .routes(routes!(rotate))
        .routes(routes!(test))
        .routes(routes!(deliveries))
        .routes(routes!(again))
        .routes(routes!(again_since))
}

/// Which webhooks to list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Of which agency
    pub agency: Option<AgencyId>,
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

async fn checked(ctx: &Ctx, url: &str) -> Result<(), ApiError> {
    resolve::check(url, ctx.app.config.loopback_webhooks)
        .await
        .map_err(|fault| ApiError::invalid(vec![fault]))
}

/// The webhooks within your reach
#[utoipa::path(get, path = "/webhooks", tag = "Webhooks", params(Filter),
    responses((status = 200, body = WebhookList), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn list(ctx: Ctx, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let list = store::list(ctx.read(), ctx.actor(), ctx.now, filter.agency).await?;
    ctx.view(&list)
}

/// Add a webhook. Its secret is shown this once
#[utoipa::path(post, path = "/webhooks", tag = "Webhooks", request_body = CreateWebhook,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = WebhookWithSecret), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn create(ctx: Ctx, Body(form): Body<CreateWebhook>) -> Result<Reply, ApiError> {
    // Asked here already, so that nobody else can make the server look names up.
    permit(store::judge(ctx.actor(), Verb::Create, form.agency))?;
    checked(&ctx, &form.url).await?;
    let vault = ctx.app.vault.clone();
    ctx.unit(move |unit| {
        Box::pin(async move {
            let made = change::create(unit, &vault, form).await?;
            let address = format!("/api/v1/webhooks/{}", made.webhook.id);
            Ok(Reply::created(&made, made.webhook.version, address)?.shown_once())
        })
    })
    .await
}

/// One webhook
#[utoipa::path(get, path = "/webhooks/{webhook}", tag = "Webhooks", params(("webhook" = WebhookId, Path)),
    responses((status = 200, body = WebhookView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn one(ctx: Ctx, Path(webhook): Path<String>) -> Result<Response, ApiError> {
    let row = store::find(ctx.read(), ctx.actor(), id(&webhook)?).await?;
    let view = store::view(ctx.read(), ctx.actor(), ctx.now, row).await?;
    ctx.record(&view, view.version)
}

/// Change a webhook, or switch it on or off
#[utoipa::path(patch, path = "/webhooks/{webhook}", tag = "Webhooks", request_body = PatchWebhook,
    params(("webhook" = WebhookId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = WebhookView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn patch(
    ctx: Ctx,
    Path(webhook): Path<String>,
    Body(form): Body<PatchWebhook>,
) -> Result<Reply, ApiError> {
    let webhook = id(&webhook)?;
    let version = ctx.version()?;
    let row = store::find(ctx.read(), ctx.actor(), webhook).await?;
    permit(store::judge(
        ctx.actor(),
        Verb::Update,
        row.agency_id.into(),
    ))?;
    if let Patch::Set(url) = &form.url {
        checked(&ctx, url).await?;
    }
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = change::patch(unit, webhook, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Remove a webhook with the log of its deliveries
#[utoipa::path(delete, path = "/webhooks/{webhook}", tag = "Webhooks",
    params(("webhook" = WebhookId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)))]
async fn remove(ctx: Ctx, Path(webhook): Path<String>) -> Result<Reply, ApiError> {
    let webhook = id(&webhook)?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            change::remove(unit, webhook, version).await?;
            Ok(Reply::done())
        })
    })
    .await
}

/// Give a webhook a new secret, which is shown this once. The old one signs too for a while
#[utoipa::path(post, path = "/webhooks/{webhook}/secret", tag = "Webhooks", request_body = RotateSecret,
    params(("webhook" = WebhookId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it"),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = WebhookWithSecret), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn rotate(
    ctx: Ctx,
    Path(webhook): Path<String>,
    Body(form): Body<RotateSecret>,
) -> Result<Reply, ApiError> {
    let webhook = id(&webhook)?;
    let version = ctx.version()?;
    let vault = ctx.app.vault.clone();
    ctx.unit(move |unit| {
        Box::pin(async move {
            let made = change::rotate(unit, &vault, webhook, version, form).await?;
            Ok(Reply::record(&made, made.webhook.version)?.shown_once())
        })
    })
    .await
}

/// Send a test event to a webhook
#[utoipa::path(post, path = "/webhooks/{webhook}/test", tag = "Webhooks",
    params(("webhook" = WebhookId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = DeliveryView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn test(ctx: Ctx, Path(webhook): Path<String>) -> Result<Reply, ApiError> {
    let webhook = id(&webhook)?;
    ctx.unit(move |unit| Box::pin(async move { Reply::view(&replay::test(unit, webhook).await?) }))
        .await
}

/// The log of a webhook's deliveries, latest first
#[utoipa::path(get, path = "/webhooks/{webhook}/deliveries", tag = "Webhooks", params(("webhook" = WebhookId, Path), log::Filter),
    responses((status = 200, body = Page<DeliveryView>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn deliveries(
    ctx: Ctx,
    Path(webhook): Path<String>,
    Query(filter): Query<log::Filter>,
) -> Result<Response, ApiError> {
    let page = log::list(&ctx, id(&webhook)?, filter).await?;
    let mut reply = Reply::view(&page)?;
    reply.next.clone_from(&page.next);
    Ok(ctx.answer(reply))
}

/// Send a delivery again, under the same id
#[utoipa::path(post, path = "/webhooks/{webhook}/deliveries/{delivery}/replay", tag = "Webhooks",
    params(("webhook" = WebhookId, Path), ("delivery" = shared::ids::DeliveryId, Path),
        ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = DeliveryView), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn again(
    ctx: Ctx,
    Path((webhook, delivery)): Path<(String, String)>,
) -> Result<Reply, ApiError> {
    let (webhook, delivery) = (id(&webhook)?, id(&delivery)?);
    ctx.unit(move |unit| {
        Box::pin(async move { Reply::view(&replay::one(unit, webhook, delivery).await?) })
    })
    .await
}

/// Send everything that happened since an instant again, and what was missed
#[utoipa::path(post, path = "/webhooks/{webhook}/replay", tag = "Webhooks", request_body = Replay,
    params(("webhook" = WebhookId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = Replayed), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn again_since(
    ctx: Ctx,
    Path(webhook): Path<String>,
    Body(form): Body<Replay>,
) -> Result<Reply, ApiError> {
    let webhook = id(&webhook)?;
    ctx.unit(move |unit| {
        Box::pin(async move { Reply::view(&replay::since(unit, webhook, form).await?) })
    })
    .await
}
