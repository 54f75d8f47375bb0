//! The register: every action of a plan in one compact answer.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    agencies::api::AgencyRef,
    ids::{AgencyId, PlanId},
    plans::api::{NamedLevel, NamedOutcome, Register, RegisterRow, RowPart},
    updates::{Implied, implied},
};

use crate::{ctx::Ctx, db::history, error::ApiError};

use super::{
    facts::MilestoneFacts,
    find::SeenPlan,
    findings,
    moment::{Cycles, Instant, Moment, Reports},
    records::{ACTION, ActionRecord},
    rows::{self, Depth},
};

/// The actions of a plan and what was reported on them, at one moment.
pub(super) struct Snapshot {
    pub at: Instant,
    pub actions: Vec<ActionRecord>,
    pub cycles: Cycles,
    pub reports: Reports,
    pub milestones: MilestoneFacts,
}

impl Snapshot {
    /// Reads a plan at a moment.
    ///
    /// # Errors
    /// As [`Instant::of`] and [`Cycles::load`].
    pub async fn load(ctx: &Ctx, plan: &SeenPlan, moment: Moment) -> Result<Self, ApiError> {
        let at = Instant::of(plan, moment.as_at, ctx.today())?;
        let mut actions = match at.past {
            None => rows::actions(ctx.read(), plan.id(), None, Depth::Outline).await?,
            Some(end) => history::as_at::<ActionRecord>(ctx.read(), ACTION, plan.id(), end)
                .await?
                .into_iter()
                .map(|past| past.body)
                .collect(),
        };
        actions.sort_by_key(|action| (action.order, action.id));
        Ok(Self {
            at,
            actions,
            cycles: Cycles::load(ctx.read(), plan, moment.cycle, at).await?,
            reports: Reports::load(ctx.read(), plan, None, at).await?,
            milestones: MilestoneFacts::load(ctx.read(), plan, at).await?,
        })
    }

    /// The rating that the facts imply for an action at the moment.
    pub fn implied(&self, action: &ActionRecord) -> Implied {
        let last = self.reports.last(action.id, &self.cycles);
        let facts = self
            .milestones
            .of(action, last.map(|report| report.accepted_at));
        implied(&facts, self.at.day)
    }
}

/// The levels and outcomes of a plan, in order.
pub(super) struct Scheme {
    pub levels: Vec<NamedLevel>,
    pub outcomes: Vec<NamedOutcome>,
}

impl Scheme {
    /// Reads them. The caller has found the plan through a scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(connection: &impl ConnectionTrait, plan: PlanId) -> Result<Self, ApiError> {
        use entities::{level, outcome};
        let levels = level::Entity::find()
            .filter(level::Column::PlanId.eq(plan.0))
            .order_by_asc(level::Column::Number)
            .all(connection)
            .await?;
        let outcomes = outcome::Entity::find()
            .filter(outcome::Column::PlanId.eq(plan.0))
            .order_by_asc(outcome::Column::Sort)
            .all(connection)
            .await?;
        Ok(Self {
            levels: levels
                .into_iter()
                .map(|row| NamedLevel {
                    id: row.id.into(),
                    number: row.number,
                    name: row.name,
                })
                .collect(),
            outcomes: outcomes
                .into_iter()
                .map(|row| NamedOutcome {
                    id: row.id.into(),
                    number: row.number,
                    name: row.name,
                })
                .collect(),
        })
    }
}

/// The register of a plan. Findings are not kept in history, so an earlier moment shows none.
///
/// # Errors
/// As [`Snapshot::load`].
pub async fn read(ctx: &Ctx, plan: &SeenPlan, moment: Moment) -> Result<Register, ApiError> {
    let snapshot = Snapshot::load(ctx, plan, moment).await?;
    let scheme = Scheme::load(ctx.read(), plan.id()).await?;
    let open = match snapshot.at.past {
        None => findings::open_counts(ctx.read(), ctx.actor(), plan).await?,
        Some(_) => HashMap::new(),
    };
    let cycle = snapshot.cycles.chosen();
    let rows = snapshot
        .actions
        .iter()
        .map(|action| RegisterRow {
            id: action.id,
            order: action.order,
            reference: action.shown_reference().to_owned(),
            settled: action.reference.is_some(),
            title: action.title.clone(),
            level: action.level,
            outcomes: action.outcomes.clone(),
            parts: parts(action),
            state: action.state,
            brag: snapshot
                .reports
                .in_cycle(action.id, cycle)
                .and_then(|report| report.brag),
            implied: snapshot.implied(action).brag,
            last: snapshot.reports.last(action.id, &snapshot.cycles),
            ends: action.ends.clone(),
            open_findings: open.get(&action.id).copied().unwrap_or(0),
        })
        .collect();
    Ok(Register {
        plan: plan.to_ref(),
        cycle: snapshot.cycles.chosen_ref(),
        as_at: moment.as_at,
        levels: scheme.levels,
        outcomes: scheme.outcomes,
        agencies: agencies(&snapshot.actions),
        rows,
    })
}

fn parts(action: &ActionRecord) -> Vec<RowPart> {
    action
        .parts
        .iter()
        .map(|part| RowPart {
            agency: part.agency.id,
            role: part.role,
            reported_by: part.reported_by.as_ref().map(|member| member.id),
        })
        .collect()
}

/// The agencies with a part in an action and the members that report for classes, by name.
fn agencies(actions: &[ActionRecord]) -> Vec<AgencyRef> {
    let found: HashMap<AgencyId, &AgencyRef> = actions
        .iter()
        .flat_map(|action| &action.parts)
        .flat_map(|part| std::iter::once(&part.agency).chain(&part.reported_by))
        .map(|agency| (agency.id, agency))
        .collect();
    let mut found: Vec<AgencyRef> = found.into_values().cloned().collect();
    found.sort_by_cached_key(|agency| (agency.name.to_lowercase(), agency.id));
    found
}
