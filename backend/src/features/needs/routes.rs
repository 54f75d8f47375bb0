//! `/plans/{plan}/levels` and `/plans/{plan}/groups`.

use axum::{extract::Path, response::Response};
use shared::{
    needs::api::{GroupsGuide, LevelsGuide},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{ctx::Ctx, error::ApiError, features::plans::find, state::App};

use super::{groups, levels};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_levels))
        .routes(routes!(read_groups))
}

/// Who helps at each level of need, what good looks like, and what stands there
#[utoipa::path(get, path = "/plans/{plan}/levels", tag = "Plans",
    params(("plan" = String, Path, description = "Id or slug")),
    responses((status = 200, body = LevelsGuide), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_levels(ctx: Ctx, Path(plan): Path<String>) -> Result<Response, ApiError> {
    let plan = find::seen(&ctx, &plan).await?;
    ctx.view(&levels::read(&ctx, &plan).await?)
}

/// What a plan offers to each group of children that it singles out, and what is missing
#[utoipa::path(get, path = "/plans/{plan}/groups", tag = "Plans",
    params(("plan" = String, Path, description = "Id or slug")),
    responses((status = 200, body = GroupsGuide), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn read_groups(ctx: Ctx, Path(plan): Path<String>) -> Result<Response, ApiError> {
    let plan = find::seen(&ctx, &plan).await?;
    ctx.view(&groups::read(&ctx, &plan).await?)
}
