//! `/service`, `/session`, `/links`, `/people`.

use axum::{
    extract::{Path, State},
    response::Response,
};
use shared::{
    auth::api::{
        ChangePassword, DeviceList, InvitePerson, Invited, LinkToken, LinkView, OneTimeLink,
        PatchPerson, PersonList, PersonView, ServiceInfo, SessionView, SetGrants, SignIn, UseLink,
    },
    ids::{DeviceId, PersonId},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::{Ctx, Guest},
    error::ApiError,
    http::{json::Body, reply::Reply},
    state::App,
};

use super::{links, people, sign_in};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(service))
        .routes(routes!(begin, session, end))
        .routes(routes!(devices))
        .routes(routes!(end_device))
        .routes(routes!(change_password))
        .routes(routes!(view_link))
        .routes(routes!(use_link))
        .routes(routes!(list_people, invite))
        .routes(routes!(read_person, patch_person))
        .routes(routes!(set_grants))
        .routes(routes!(make_link))
}

/// What anyone may know of the service
#[utoipa::path(get, path = "/service", tag = "Service", security(()),
    responses((status = 200, body = ServiceInfo)))]
async fn service(State(app): State<App>) -> Result<Reply, ApiError> {
    Reply::view(&ServiceInfo {
        partnership: app.config.partnership.clone(),
        demonstration: app.config.demonstration,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Sign in
#[utoipa::path(post, path = "/session", tag = "Session", security(()), request_body = SignIn,
    responses((status = 200, body = SessionView), (status = 401, body = Problem), (status = 429, body = Problem)))]
async fn begin(guest: Guest, Body(form): Body<SignIn>) -> Result<Reply, ApiError> {
    sign_in::sign_in(guest, form).await
}

/// Who is signed in
#[utoipa::path(get, path = "/session", tag = "Session",
    responses((status = 200, body = SessionView), (status = 401, body = Problem)))]
async fn session(ctx: Ctx) -> Result<Response, ApiError> {
    let view =
        sign_in::session_view(ctx.read(), ctx.actor(), ctx.scope(), ctx.session()?.ends_at).await?;
    ctx.view(&view)
}

/// Sign out on this device
#[utoipa::path(delete, path = "/session", tag = "Session",
    responses((status = 204), (status = 401, body = Problem)))]
async fn end(ctx: Ctx) -> Result<Reply, ApiError> {
    sign_in::sign_out(ctx).await
}

/// The devices on which the caller is signed in
#[utoipa::path(get, path = "/session/devices", tag = "Session",
    responses((status = 200, body = DeviceList), (status = 401, body = Problem)))]
async fn devices(ctx: Ctx) -> Result<Response, ApiError> {
    let list = sign_in::devices(&ctx).await?;
    ctx.view(&list)
}

/// Sign out on another device
#[utoipa::path(delete, path = "/session/devices/{device}", tag = "Session", params(("device" = DeviceId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn end_device(ctx: Ctx, Path(device): Path<String>) -> Result<Reply, ApiError> {
    let device = device.parse().map_err(|_| ApiError::not_found())?;
    sign_in::end_device(ctx, device).await
}

/// Change one's own password
#[utoipa::path(put, path = "/session/password", tag = "Session", request_body = ChangePassword,
    responses((status = 204), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn change_password(ctx: Ctx, Body(form): Body<ChangePassword>) -> Result<Reply, ApiError> {
    sign_in::change_password(ctx, form).await
}

/// What a one-time link is for
#[utoipa::path(post, path = "/links/view", tag = "Session", security(()), request_body = LinkToken,
    responses((status = 200, body = LinkView), (status = 410, body = Problem)))]
async fn view_link(guest: Guest, Body(form): Body<LinkToken>) -> Result<Reply, ApiError> {
    Reply::view(&links::view(&guest, &form).await?)
}

/// Set a password by a one-time link and sign in
#[utoipa::path(post, path = "/links/use", tag = "Session", security(()), request_body = UseLink,
    responses((status = 200, body = SessionView), (status = 410, body = Problem), (status = 422, body = Problem)))]
async fn use_link(guest: Guest, Body(form): Body<UseLink>) -> Result<Reply, ApiError> {
    links::spend(guest, form).await
}

/// The people that the caller may know of
#[utoipa::path(get, path = "/people", tag = "People",
    responses((status = 200, body = PersonList), (status = 401, body = Problem)))]
async fn list_people(ctx: Ctx) -> Result<Response, ApiError> {
    let list = people::list(&ctx).await?;
    ctx.view(&list)
}

/// Add a person
#[utoipa::path(post, path = "/people", tag = "People", request_body = InvitePerson,
    params(("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 201, body = Invited), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn invite(ctx: Ctx, Body(form): Body<InvitePerson>) -> Result<Reply, ApiError> {
    let origin = ctx.origin();
    ctx.unit(move |unit| {
        Box::pin(async move {
            let invited = people::invite(unit, &origin, form).await?;
            let location = format!("/api/v1/people/{}", invited.person.id);
            Ok(Reply::created(&invited, invited.person.version, location)?.shown_once())
        })
    })
    .await
}

/// One person
#[utoipa::path(get, path = "/people/{person}", tag = "People", params(("person" = PersonId, Path)),
    responses((status = 200, body = PersonView), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_person(ctx: Ctx, Path(person): Path<String>) -> Result<Response, ApiError> {
    let person = person.parse().map_err(|_| ApiError::not_found())?;
    let view = people::read(&ctx, person).await?;
    ctx.record(&view, view.version)
}

/// Change a person's name, or close or open their account
#[utoipa::path(patch, path = "/people/{person}", tag = "People", request_body = PatchPerson,
    params(("person" = PersonId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = PersonView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn patch_person(
    ctx: Ctx,
    Path(person): Path<String>,
    Body(form): Body<PatchPerson>,
) -> Result<Reply, ApiError> {
    let person = person.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = people::patch(unit, person, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Set all roles of a person
#[utoipa::path(put, path = "/people/{person}/grants", tag = "People", request_body = SetGrants,
    params(("person" = PersonId, Path), ("If-Match" = String, Header, description = "The ETag of the record as you read it")),
    responses((status = 200, body = PersonView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
async fn set_grants(
    ctx: Ctx,
    Path(person): Path<String>,
    Body(form): Body<SetGrants>,
) -> Result<Reply, ApiError> {
    let person = person.parse().map_err(|_| ApiError::not_found())?;
    let version = ctx.version()?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            let view = people::set_grants(unit, person, version, form).await?;
            Reply::record(&view, view.version)
        })
    })
    .await
}

/// Make a one-time link to a new password
#[utoipa::path(post, path = "/people/{person}/link", tag = "People",
    params(("person" = PersonId, Path), ("Idempotency-Key" = String, Header, description = "A name of your own for this act, in quotation marks")),
    responses((status = 200, body = OneTimeLink), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn make_link(ctx: Ctx, Path(person): Path<String>) -> Result<Reply, ApiError> {
    let person = person.parse().map_err(|_| ApiError::not_found())?;
    let origin = ctx.origin();
    ctx.unit(move |unit| Box::pin(async move { people::make_link(unit, &origin, person).await }))
        .await
}
