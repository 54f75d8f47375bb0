//! `/plans/{plan}/exports` and `/plans/{plan}/imports`.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    ids::{AgencyId, CycleId, LevelId, OutcomeId},
    plans::ActionState,
    problem::Problem,
    sheets::api::{ImportReport, SheetFormat, SheetTable},
    updates::Brag,
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::plans::{find, find::SeenPlan, register::Filter},
    http::{query::Query, reply::Reply},
    state::App,
};

use super::{
    export::{self, Table, Wanted},
    file, import,
};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(export_register))
        .routes(routes!(export_updates))
        .routes(routes!(export_template))
        .routes(routes!(import_updates))
        .routes(routes!(import_milestones))
}

/// The bytes of a workbook, as the document describes them
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only the document speaks of it")]
pub struct Workbook(Vec<u8>);

/// Which actions to write, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RegisterFile {
    /// The kind of file; a workbook when absent
    format: Option<SheetFormat>,
    /// The cycle that ratings are for; the current one when absent
    cycle: Option<CycleId>,
    /// The end of a day in Europe/London; now when absent
    as_at: Option<NaiveDate>,
    /// Only actions of this level of need
    level: Option<LevelId>,
    /// Only actions that serve this outcome
    outcome: Option<OutcomeId>,
    /// Only actions for which this agency answers, for a class of agencies the member that reports
    lead: Option<AgencyId>,
    /// Only actions in this state
    state: Option<ActionState>,
    /// Only actions with this rating in the cycle
    rating: Option<Brag>,
}

/// Which updates to write, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UpdatesFile {
    /// The kind of file; a workbook when absent
    format: Option<SheetFormat>,
    /// The cycle; the current one when absent
    cycle: Option<CycleId>,
}

/// Which sheet to fill in, and how it is written.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TemplateFile {
    /// What it is about; updates when absent
    table: Option<SheetTable>,
    /// The kind of file; a workbook when absent
    format: Option<SheetFormat>,
    /// Only updates of this cycle; of every cycle that takes them when absent
    cycle: Option<CycleId>,
}

/// How to bring in a sheet.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct How {
    /// Only say what would come of it
    #[serde(default)]
    dry_run: bool,
    /// The cycle of rows that name none; the current one when absent
    cycle: Option<CycleId>,
}

async fn seen(ctx: &Ctx, plan: &str) -> Result<SeenPlan, ApiError> {
    find::plan(ctx.read(), ctx.actor(), ctx.scope(), plan).await
}

/// Writes a table as a file and notes that it is taken away.
async fn taken(ctx: Ctx, table: Table, format: Option<SheetFormat>) -> Result<Response, ApiError> {
    let plan = table.plan.id;
    let format = file::format_of(format.unwrap_or_default());
    let file = table.write(&ctx, format).await?;
    ctx.unit(move |unit| {
        Box::pin(async move {
            export::record(unit, plan).await?;
            Ok(Reply::done())
        })
    })
    .await?;
    Ok(file.into_response())
}

/// The actions of a plan as a file
#[utoipa::path(get, path = "/plans/{plan}/exports/register", tag = "Spreadsheets",
    params(("plan" = String, Path, description = "Id or slug"), RegisterFile),
    responses(
        (status = 200, description = "The file. Each download is in the audit log", content((String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn export_register(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(query): Query<RegisterFile>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    let filter = Filter {
        cycle: query.cycle,
        as_at: query.as_at,
        lead: query.lead,
        state: query.state,
        ..Filter::default()
    };
    let wanted = Wanted {
        level: query.level,
        outcome: query.outcome,
        rating: query.rating,
    };
    let table = export::register(&ctx, &plan, &filter, wanted).await?;
    taken(ctx, table, query.format).await
}

/// The updates of a cycle as a file
#[utoipa::path(get, path = "/plans/{plan}/exports/updates", tag = "Spreadsheets",
    params(("plan" = String, Path, description = "Id or slug"), UpdatesFile),
    responses(
        (status = 200, description = "The file, with the updates that you may take away. Each download is in the audit log", content((String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn export_updates(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(query): Query<UpdatesFile>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    let table = export::updates(&ctx, &plan, query.cycle).await?;
    taken(ctx, table, query.format).await
}

/// A sheet to fill in and to import
#[utoipa::path(get, path = "/plans/{plan}/exports/template", tag = "Spreadsheets",
    params(("plan" = String, Path, description = "Id or slug"), TemplateFile),
    responses(
        (status = 200, description = "The file. Each download is in the audit log", content((String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn export_template(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(query): Query<TemplateFile>,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    let table = match query.table.unwrap_or_default() {
        SheetTable::Updates => export::update_template(&ctx, &plan, query.cycle).await?,
        SheetTable::Milestones => export::milestone_template(&ctx, &plan).await?,
    };
    taken(ctx, table, query.format).await
}

/// Bring in updates from a sheet, or only check it
#[utoipa::path(post, path = "/plans/{plan}/imports/updates", tag = "Spreadsheets",
    request_body(description = "The file itself", content((String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    params(("plan" = String, Path, description = "Id or slug"), How, ("Idempotency-Key" = Option<String>, Header, description = "A name of your own for this act, in quotation marks; a dry run needs none")),
    responses(
        (status = 200, description = "What came of it, or would come of it", body = ImportReport),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem, description = "Also where rows do not fit: nothing is written, and `current` is the report")))]
async fn import_updates(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(how): Query<How>,
    body: Bytes,
) -> Result<Response, ApiError> {
    bring_in(ctx, plan, SheetTable::Updates, how, body).await
}

/// Bring in milestones from a sheet, or only check it
#[utoipa::path(post, path = "/plans/{plan}/imports/milestones", tag = "Spreadsheets",
    request_body(description = "The file itself", content((String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    params(("plan" = String, Path, description = "Id or slug"), How, ("Idempotency-Key" = Option<String>, Header, description = "A name of your own for this act, in quotation marks; a dry run needs none")),
    responses(
        (status = 200, description = "What came of it, or would come of it", body = ImportReport),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem, description = "Also where rows do not fit: nothing is written, and `current` is the report")))]
async fn import_milestones(
    ctx: Ctx,
    Path(plan): Path<String>,
    Query(how): Query<How>,
    body: Bytes,
) -> Result<Response, ApiError> {
    bring_in(ctx, plan, SheetTable::Milestones, how, body).await
}

async fn bring_in(
    ctx: Ctx,
    plan: String,
    table: SheetTable,
    How { dry_run, cycle }: How,
    body: Bytes,
) -> Result<Response, ApiError> {
    let plan = seen(&ctx, &plan).await?;
    import::may(ctx.actor(), &plan, table)?;
    let sheet = file::read(ctx.headers(), body, import::columns(table)).await?;
    let wanted = import::Wanted {
        plan: plan.id(),
        table,
        cycle,
        dry_run,
    };
    let reply = if dry_run {
        ctx.rehearse(move |unit| {
            Box::pin(async move { Reply::view(&import::run(unit, &sheet, wanted).await?) })
        })
        .await?
    } else {
        ctx.unit(move |unit| {
            Box::pin(async move { Reply::view(&import::run(unit, &sheet, wanted).await?) })
        })
        .await?
    };
    Ok(reply.into_response())
}
