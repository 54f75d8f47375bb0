//! `/audit`.

use axum::response::{IntoResponse, Response};
use shared::{audit::api::AuditEntryView, page::Page, problem::Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    http::{query::Query, reply::Reply},
    state::App,
};

use super::list::{self, Filter};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// A page of the audit log, latest first
#[utoipa::path(get, path = "/audit", tag = "Audit", params(Filter),
    responses((status = 200, body = Page<AuditEntryView>), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn read(ctx: Ctx, Query(filter): Query<Filter>) -> Result<Response, ApiError> {
    let page = list::list(&ctx, filter).await?;
    let mut reply = Reply::view(&page)?;
    reply.next.clone_from(&page.next);
    Ok(ctx.answer(reply).into_response())
}
