//! One action as a page shows it, now or at an earlier moment.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Query,
};
use shared::{
    ids::{ActionId, AgencyId, UpdateId},
    plans::api::{ActionRef, ActionView, LinkView, PartView},
    policy::{Actor, Resource, Verb},
    problem::ErrorCode,
    updates::{UpdateState, implied},
};

use crate::{
    ctx::Ctx,
    db::{Unit, history},
    error::ApiError,
    features::{names, updates::records::dates},
};

use crate::features::plans::{
    about,
    facts::{fact, facts},
    find::SeenPlan,
    findings,
    moment::{Cycles, Instant, Moment, Reports},
    permits::{self, Reporting},
    records::{ACTION, ActionRecord, LinkRecord, MILESTONE, MilestoneRecord, PartRecord},
    register::Scheme,
    rows::{self, Depth},
};

/// Who looks at an action, and from when.
struct Reader<'r> {
    actor: &'r Actor,
    at: Instant,
    moment: Moment,
}

/// An action with its milestones and the other ends of its links, live or from history.
struct Sheet {
    record: ActionRecord,
    milestones: Vec<MilestoneRecord>,
    links_in: Vec<(ActionRef, LinkRecord)>,
    targets: HashMap<ActionId, ActionRef>,
}

/// An action at a moment.
///
/// # Errors
/// As [`Instant::of`] and [`Cycles::load`]; `not_found` where it was not in the plan then.
pub async fn read(
    ctx: &Ctx,
    plan: &SeenPlan,
    action: ActionId,
    moment: Moment,
) -> Result<ActionView, ApiError> {
    let reader = Reader {
        actor: ctx.actor(),
        at: Instant::of(plan, moment.as_at, ctx.today())?,
        moment,
    };
    assemble(ctx.read(), plan, action, &reader).await
}

/// An action as it stands in the middle of a unit of work.
///
/// # Errors
/// As [`read`].
pub async fn now(
    unit: &Unit<'_>,
    plan: &SeenPlan,
    action: ActionId,
) -> Result<ActionView, ApiError> {
    let reader = Reader {
        actor: unit.actor()?,
        at: Instant {
            day: unit.today(),
            past: None,
        },
        moment: Moment::default(),
    };
    assemble(unit.txn, plan, action, &reader).await
}

async fn assemble(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    action: ActionId,
    reader: &Reader<'_>,
) -> Result<ActionView, ApiError> {
    let at = reader.at;
    let sheet = match at.past {
        None => live(connection, plan, action).await?,
        Some(_) => past(connection, plan, action, at).await?,
    };
    let Sheet {
        record,
        milestones,
        links_in,
        targets,
    } = sheet;
    let scheme = Scheme::load(connection, plan.id()).await?;
    let cycles = Cycles::load(connection, plan, reader.moment.cycle, at).await?;
    let reports = Reports::load(connection, plan, Some(action), at).await?;
    let cycle = cycles.chosen();
    let report = reports.in_cycle(action, cycle);
    let last = reports.last(action, &cycles);
    let known = facts(
        &record,
        milestones.iter().map(fact).collect(),
        last.as_ref().map(|report| report.accepted_at),
    );
    let open = match (at.past, cycle) {
        (None, Some(cycle)) => open_update(connection, action, cycle).await?,
        _ => None,
    };
    let reporting = Reporting {
        cycle: cycle.map(|cycle| dates(cycle).state_on(at.day)),
        accepted: report.is_some(),
        open: open.is_some(),
    };
    let allowed = match at.past {
        None => permits::of_action(reader.actor, plan, &record, reporting),
        Some(_) => Vec::new(),
    };
    let findings = match at.past {
        None => findings::of_actions(connection, reader.actor, plan, &[action])
            .await?
            .remove(&action)
            .unwrap_or_default(),
        Some(_) => Vec::new(),
    };
    Ok(ActionView {
        id: action,
        plan: plan.to_ref(),
        order: record.order,
        level: record
            .level
            .and_then(|id| scheme.levels.into_iter().find(|level| level.id == id)),
        outcomes: scheme
            .outcomes
            .into_iter()
            .filter(|outcome| record.outcomes.contains(&outcome.id))
            .collect(),
        parts: record
            .parts
            .into_iter()
            .map(PartRecord::into_view)
            .collect(),
        milestones: about::milestone_views(milestones),
        links_out: record
            .links
            .into_iter()
            .map(|link| {
                let other = link.target.and_then(|id| targets.get(&id).cloned());
                link.into_view(other)
            })
            .collect(),
        links_in: links_in
            .into_iter()
            .map(|(from, link)| link.into_view(Some(from)))
            .collect(),
        evidence: about::evidence(connection, plan, Some(&record.evidence)).await?,
        groups: groups(connection, action).await?,
        findings,
        brag: report.and_then(|report| report.brag),
        implied: implied(&known, at.day),
        last,
        open_update: open
            .filter(|(_, agency)| {
                plan.decide(reader.actor, Verb::Read, Resource::OpenUpdate, &[*agency])
                    .allowed()
            })
            .map(|(update, _)| update),
        cycle: cycles.chosen_ref(),
        printed_ref: record.printed_ref,
        reference: record.reference,
        title: record.title,
        summary: record.summary,
        parts_of_work: record.parts_of_work,
        rationale: record.rationale,
        lead_note: record.lead_note,
        timescale: record.timescale,
        starts: record.starts,
        ends: record.ends,
        state: record.state,
        source: record.source_place,
        as_at: reader.moment.as_at,
        version: record.version,
        allowed,
    })
}

async fn live(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    action: ActionId,
) -> Result<Sheet, ApiError> {
    use entities::link::{Column, Entity};
    let record = rows::actions(connection, plan.id(), Some(&[action]), Depth::Whole)
        .await?
        .into_iter()
        .next()
        .ok_or_else(ApiError::not_found)?;
    let milestones = rows::milestones(connection, plan.id(), Some(&record.milestones)).await?;
    let incoming = Entity::find()
        .filter(Column::PlanId.eq(plan.id().0))
        .filter(Column::TargetId.eq(action.0))
        .order_by_asc(Column::Sort)
        .all(connection)
        .await?;
    let ends = incoming
        .iter()
        .map(|row| ActionId(row.from_action_id))
        .chain(record.links.iter().filter_map(|link| link.target));
    let targets = names::actions(connection, ends).await?;
    let mut links_in = Vec::new();
    for row in incoming {
        if let Some(from) = targets.get(&ActionId(row.from_action_id)) {
            links_in.push((from.clone(), rows::link_of(row)?));
        }
    }
    Ok(Sheet {
        record,
        milestones,
        links_in,
        targets,
    })
}

async fn past(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    action: ActionId,
    at: Instant,
) -> Result<Sheet, ApiError> {
    let end = at.past.ok_or_else(ApiError::not_found)?;
    let mut records: Vec<ActionRecord> =
        history::as_at::<ActionRecord>(connection, ACTION, plan.id(), end)
            .await?
            .into_iter()
            .map(|past| past.body)
            .collect();
    records.sort_by_key(|record| (record.order, record.id));
    let links_in = records
        .iter()
        .flat_map(|from| from.links.iter().map(move |link| (from, link)))
        .filter(|(_, link)| link.target == Some(action))
        .map(|(from, link)| (from.to_ref(), link.clone()))
        .collect();
    let targets = records
        .iter()
        .map(|record| (record.id, record.to_ref()))
        .collect();
    let record = records
        .into_iter()
        .find(|record| record.id == action)
        .ok_or_else(|| not_yet(at.day))?;
    let milestones = history::as_at::<MilestoneRecord>(connection, MILESTONE, plan.id(), end)
        .await?
        .into_iter()
        .map(|past| past.body)
        .filter(|milestone| milestone.actions.contains(&action))
        .collect();
    Ok(Sheet {
        record,
        milestones,
        links_in,
        targets,
    })
}

fn not_yet(day: NaiveDate) -> ApiError {
    ApiError::new(
        ErrorCode::NotFound,
        format!(
            "This action was not in the plan on {}. Choose a later day.",
            day.format("%-d %B %Y")
        ),
    )
}

/// The one update that is open for the action in the cycle, with its agency.
async fn open_update(
    connection: &impl ConnectionTrait,
    action: ActionId,
    cycle: &entities::cycle::Model,
) -> Result<Option<(UpdateId, AgencyId)>, ApiError> {
    use entities::progress_update::{Column, Entity};
    let open = UpdateState::ALL
        .iter()
        .filter(|state| state.open())
        .map(|state| state.code());
    Ok(Entity::find()
        .filter(Column::ActionId.eq(action.0))
        .filter(Column::CycleId.eq(cycle.id))
        .filter(Column::State.is_in(open))
        .one(connection)
        .await?
        .map(|row| (UpdateId(row.id), AgencyId(row.agency_id))))
}

async fn groups(
    connection: &impl ConnectionTrait,
    action: ActionId,
) -> Result<Vec<String>, ApiError> {
    use entities::{group_action, vulnerable_group};
    let speaking = Query::select()
        .column(group_action::Column::GroupId)
        .from(group_action::Entity)
        .and_where(group_action::Column::ActionId.eq(action.0))
        .to_owned();
    Ok(vulnerable_group::Entity::find()
        .filter(vulnerable_group::Column::Id.in_subquery(speaking))
        .order_by_asc(vulnerable_group::Column::Sort)
        .all(connection)
        .await?
        .into_iter()
        .map(|row| row.name)
        .collect())
}

impl PartRecord {
    fn into_view(self) -> PartView {
        PartView {
            agency: self.agency,
            role: self.role,
            coordinates: self.coordinates,
            printed: self.printed,
            reported_by: self.reported_by,
            is_class: self.is_class,
        }
    }
}

impl LinkRecord {
    fn into_view(self, other: Option<ActionRef>) -> LinkView {
        LinkView {
            id: self.id,
            kind: self.kind,
            action: other,
            printed: self.printed,
            label: self.label,
            resolution: self.resolution,
        }
    }
}
