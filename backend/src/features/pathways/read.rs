//! Reading a pathway, now or as it stood. Everyone who sees the plan sees its pathways.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Deserialize;
use shared::{
    auth::api::Permit,
    ids::PathwayId,
    pathways::{PathwayEvent, api::PathwayView},
    policy::{Actor, Decision, RefusalCode, Resource, Verb},
};

use crate::{
    ctx::Ctx,
    db::{Unit, history},
    error::{self, ApiError},
    features::plans::{
        find::{self, SeenPlan},
        moment::Instant,
    },
};

use super::{
    record::{PATHWAY, PathwayRecord},
    view::Around,
};

use entities::pathway::{Column, Entity, Model};

/// At which moment to look at a pathway.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// As it stood at the end of a day in Europe/London; now when absent
    pub as_at: Option<NaiveDate>,
}

/// Whether `actor` may do `verb` to the pathways of a plan.
pub(super) fn judge(actor: &Actor, plan: &SeenPlan, verb: Verb) -> Decision {
    plan.decide(actor, verb, Resource::Pathway, &[])
}

/// What a permit of `act` says.
pub(super) fn permit(
    actor: &Actor,
    plan: &SeenPlan,
    (act, verb): (&str, Verb),
    rule: Result<(), RefusalCode>,
) -> Permit {
    let refusal = match judge(actor, plan, verb) {
        Decision::Allowed => rule.err().map(Into::into),
        Decision::Refused(refusal) => Some(refusal),
        Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
    };
    Permit {
        act: act.to_owned(),
        refusal,
    }
}

/// A pathway of a plan by its id.
///
/// # Errors
/// `not_found`.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    pathway: PathwayId,
) -> Result<Model, ApiError> {
    Entity::find_by_id(pathway.0)
        .filter(Column::PlanId.eq(plan.id().0))
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// The plan, for reading its pathways.
///
/// # Errors
/// `not_found` for a plan out of reach.
pub(super) async fn plan(ctx: &Ctx, plan: &str, verb: Verb) -> Result<SeenPlan, ApiError> {
    let plan = find::seen(ctx, plan).await?;
    error::permit(judge(ctx.actor(), &plan, verb))?;
    Ok(plan)
}

/// A pathway as it stands.
///
/// # Errors
/// When the database fails.
pub(super) async fn assembled(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    plan: &SeenPlan,
    record: PathwayRecord,
    today: NaiveDate,
) -> Result<PathwayView, ApiError> {
    let records = [record];
    let around = Around::load(connection, plan.id(), &records, today).await?;
    let [record] = records;
    let allowed = [
        (("update", Verb::Update), PathwayEvent::Update),
        (("close", Verb::Withdraw), PathwayEvent::Close),
        (("reopen", Verb::Withdraw), PathwayEvent::Reopen),
    ]
    .map(|(act, event)| permit(actor, plan, act, event.allowed(record.valid_to, today)));
    let mut view = around.view(plan.to_ref(), record);
    view.allowed = allowed.into();
    Ok(view)
}

/// One pathway.
///
/// # Errors
/// `not_found`; as [`Instant::of`].
pub(super) async fn one(
    ctx: &Ctx,
    text: &str,
    pathway: PathwayId,
    day: Day,
) -> Result<PathwayView, ApiError> {
    let plan = plan(ctx, text, Verb::Read).await?;
    let at = Instant::of(&plan, day.as_at, ctx.today())?;
    let Some(end) = at.past else {
        let record = PathwayRecord::of(find(ctx.read(), &plan, pathway).await?)?;
        return assembled(ctx.read(), ctx.actor(), &plan, record, at.day).await;
    };
    let records: Vec<PathwayRecord> =
        history::as_at::<PathwayRecord>(ctx.read(), PATHWAY, plan.id(), end)
            .await?
            .into_iter()
            .filter(|past| past.id == pathway.0)
            .map(|past| past.body)
            .collect();
    let around = Around::load(ctx.read(), plan.id(), &records, at.day).await?;
    records
        .into_iter()
        .next()
        .map(|record| around.view(plan.to_ref(), record))
        .ok_or_else(ApiError::not_found)
}

/// One pathway, in the middle of a unit of work.
///
/// # Errors
/// `not_found`.
pub(crate) async fn view(
    unit: &Unit<'_>,
    text: &str,
    pathway: PathwayId,
) -> Result<PathwayView, ApiError> {
    let plan = find::plan(unit.txn, unit.actor()?, unit.scope()?, text).await?;
    error::permit(judge(unit.actor()?, &plan, Verb::Read))?;
    let record = PathwayRecord::of(find(unit.txn, &plan, pathway).await?)?;
    assembled(unit.txn, unit.actor()?, &plan, record, unit.today()).await
}
