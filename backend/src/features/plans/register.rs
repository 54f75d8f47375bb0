//! The register: the actions of a plan, or those that fit, in one compact answer.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;
use shared::{
    agencies::api::AgencyRef,
    ids::{AgencyId, CycleId, PlanId},
    plans::{
        ActionState,
        api::{NamedLevel, NamedOutcome, Register, RegisterRow, RowPart},
        board::Show,
    },
    updates::{Implied, implied},
};

use crate::{
    ctx::Ctx,
    db::{history, json::Lists},
    error::ApiError,
    http::page::{self, Spot},
};

use super::{
    board::{Behind, RatingPick, Words},
    facts::{self, MilestoneFacts},
    find::SeenPlan,
    findings,
    lists::{self, Depth, Narrow, Which},
    moment::{Cycles, Instant, Moment},
    records::{ACTION, ActionRecord},
    reports::{self, Content, Reports},
};

/// The actions of a plan and what was reported on them, at one moment.
pub(super) struct Snapshot {
    pub at: Instant,
    pub actions: Vec<ActionRecord>,
    pub cycles: Cycles,
    pub reports: Reports,
    pub milestones: MilestoneFacts,
    /// How many actions fit, where it was asked.
    pub count: Option<u64>,
}

impl Snapshot {
    /// Reads a plan at a moment: all of its actions, or those that fit.
    ///
    /// # Errors
    /// As [`Instant::of`] and [`Cycles::load`].
    pub async fn load(
        ctx: &Ctx,
        plan: &SeenPlan,
        moment: Moment,
        which: Option<&Narrow>,
        content: Content,
    ) -> Result<Self, ApiError> {
        let at = Instant::of(plan, moment.as_at, ctx.today())?;
        let cycles = Cycles::load(ctx.read(), plan, moment.cycle, at).await?;
        match at.past {
            None => Self::live(ctx.read(), plan, at, cycles, which, content).await,
            Some(end) => Self::past(ctx.read(), plan, (at, end), cycles, which).await,
        }
    }

    async fn live(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        at: Instant,
        cycles: Cycles,
        which: Option<&Narrow>,
        content: Content,
    ) -> Result<Self, ApiError> {
        let mut lists = Lists::new(connection.get_database_backend());
        let chosen = which.map_or(Which::All, Which::Fitting);
        let actions = lists::ask(&mut lists, plan.id(), chosen, Depth::Outline);
        let reports = reports::ask(&mut lists, &cycles, content);
        let milestones = facts::ask(&mut lists);
        let count = which
            .filter(|narrow| narrow.count)
            .map(|narrow| narrow.ask_count(&mut lists, plan.id()));
        let found = lists.ask(connection).await?;
        let count: Option<Vec<(u64,)>> = count.map(|place| found.rows(place)).transpose()?;
        Ok(Self {
            at,
            actions: actions.read(&found)?,
            cycles,
            reports: reports.read(&found)?,
            milestones: milestones.read(&found)?,
            count: count.and_then(|rows| rows.first().map(|(count,)| *count)),
        })
    }

    async fn past(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        (at, end): (Instant, DateTime<Utc>),
        cycles: Cycles,
        which: Option<&Narrow>,
    ) -> Result<Self, ApiError> {
        let mut actions: Vec<ActionRecord> =
            history::as_at::<ActionRecord>(connection, ACTION, plan.id(), end)
                .await?
                .into_iter()
                .map(|past| past.body)
                .collect();
        actions.sort_by_key(|action| (action.order, action.id));
        let count = which.and_then(|narrow| narrow.keep(&mut actions));
        Ok(Self {
            at,
            actions,
            reports: Reports::past(connection, plan, &cycles, end).await?,
            milestones: MilestoneFacts::past(connection, plan, end).await?,
            cycles,
            count,
        })
    }

    /// The rating that the facts imply for an action at the moment.
    pub fn implied(&self, action: &ActionRecord) -> Implied {
        let last = self.reports.last_accepted(action.id);
        let facts = self.milestones.of(action, last);
        implied(&facts, self.at.day)
    }
}

/// The levels and outcomes of a plan, in order.
#[derive(Debug)]
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

/// Which actions a register shows, and how many at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// The cycle that ratings are for; the current one when absent
    pub cycle: Option<CycleId>,
    /// The end of a day in Europe/London; now when absent
    pub as_at: Option<NaiveDate>,
    /// The agency that answers for the actions, for a class of agencies the member that reports
    pub lead: Option<AgencyId>,
    /// Where the actions stand
    pub state: Option<ActionState>,
    /// The rating in the cycle
    #[param(inline)]
    pub rating: Option<RatingPick>,
    /// The outcome that they serve, or `none`
    pub outcome: Option<String>,
    /// Their level of need, or `none`
    pub level: Option<String>,
    /// The actions behind a figure of the board's page
    #[param(inline)]
    pub show: Option<Show>,
    /// The day from which `show` compares or looks: its end for `added`, `stopped`, `completed` and
    /// `moved`, its beginning for `due`
    pub from: Option<NaiveDate>,
    /// The last day that `show` looks at, for `due`, `planned` and `complete`
    pub to: Option<NaiveDate>,
    /// Where the page begins: as in the `next` of the page before
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// How many at most: 1 to 200; all of them when neither this nor a cursor is given
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
    /// Whether to count all actions that fit
    pub count: Option<bool>,
}

impl Filter {
    /// Whether the answer shows no updates but accepted ones. What stands behind the figures of the
    /// board's page depends on more.
    pub(super) const fn is_of_reports(&self) -> bool {
        self.show.is_none()
            && self.rating.is_none()
            && self.outcome.is_none()
            && self.level.is_none()
    }

    /// # Errors
    /// `bad_query` for a bad cursor or limit.
    fn narrow(&self) -> Result<(Narrow, Option<u16>), ApiError> {
        let page = (self.limit.is_some() || self.cursor.is_some())
            .then(|| page::limit(self.limit))
            .transpose()?;
        let after = self.cursor.as_deref().map(Spot::read).transpose()?;
        let narrow = Narrow {
            lead: self.lead,
            state: self.state,
            after: after.map(|spot| (spot.0, spot.1)),
            // One more tells whether the list goes on.
            limit: page.map(|limit| limit + 1),
            count: self.count == Some(true),
        };
        Ok((narrow, page))
    }

    /// # Errors
    /// As [`Behind::read`].
    fn behind(&self) -> Result<Option<Behind>, ApiError> {
        Behind::read(Words {
            show: self.show,
            from: self.from,
            to: self.to,
            rating: self.rating,
            outcome: self.outcome.as_deref(),
            level: self.level.as_deref(),
        })
    }

    /// The address of the page that goes on after `last`.
    fn next(&self, plan: &SeenPlan, limit: u16, last: &ActionRecord) -> String {
        let mut address = format!("/api/v1/plans/{}/actions?limit={limit}", plan.row().slug);
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                address.push_str(&format!("&{name}={value}"));
            }
        };
        add("cycle", self.cycle.map(|id| id.to_string()));
        add("as_at", self.as_at.map(|day| day.to_string()));
        add("lead", self.lead.map(|id| id.to_string()));
        add("state", self.state.map(|state| state.code().to_owned()));
        add("rating", self.rating.map(|pick| pick.code().to_owned()));
        add("outcome", self.outcome.clone());
        add("level", self.level.clone());
        add("show", self.show.map(|show| show.code().to_owned()));
        add("from", self.from.map(|day| day.to_string()));
        add("to", self.to.map(|day| day.to_string()));
        add("count", self.count.map(|count| count.to_string()));
        add("cursor", Some(Spot(last.order, last.id.0).write()));
        address
    }
}

/// The register of a plan. Findings are not kept in history, so an earlier moment shows none.
///
/// # Errors
/// As [`Snapshot::load`] and [`Behind::read`]; `bad_query` for a bad cursor or limit.
pub async fn read(ctx: &Ctx, plan: &SeenPlan, filter: &Filter) -> Result<Register, ApiError> {
    let moment = Moment {
        cycle: filter.cycle,
        as_at: filter.as_at,
    };
    let (narrow, limit) = filter.narrow()?;
    let behind = filter.behind()?;
    let which = (narrow != Narrow::default()).then_some(&narrow);
    let in_tables = which.filter(|_| behind.is_none());
    let mut snapshot = Snapshot::load(ctx, plan, moment, in_tables, Content::None).await?;
    if let Some(behind) = behind {
        let found = behind.actions(ctx, plan, moment).await?;
        snapshot.actions.retain(|action| found.contains(&action.id));
        snapshot.count = narrow.keep(&mut snapshot.actions);
    }
    let mut next = None;
    if let Some(limit) = limit
        && snapshot.actions.len() > usize::from(limit)
    {
        snapshot.actions.truncate(usize::from(limit));
        next = snapshot
            .actions
            .last()
            .map(|last| filter.next(plan, limit, last));
    }
    let scheme = plan.scheme(ctx.read()).await?;
    let findings = match snapshot.at.past {
        None => findings::counted(ctx.read(), ctx.actor(), plan).await?,
        Some(_) => None,
    };
    let agencies = agencies(&snapshot.actions);
    let scope = snapshot.cycles.scope()?;
    let rows = std::mem::take(&mut snapshot.actions)
        .into_iter()
        .map(|action| RegisterRow {
            id: action.id,
            order: action.order,
            reference: action.shown_reference().to_owned(),
            settled: action.reference.is_some(),
            level: action.level,
            parts: parts(&action),
            outside: !action.covered_by(&scope),
            state: action.state,
            brag: snapshot
                .reports
                .in_cycle(action.id)
                .and_then(|report| report.brag),
            implied: snapshot.implied(&action).brag,
            last: snapshot.reports.last(action.id, &snapshot.cycles),
            open_findings: findings.as_ref().map_or(0, |found| found.open(action.id)),
            title: action.title,
            outcomes: action.outcomes,
            ends: action.ends,
        })
        .collect();
    Ok(Register {
        plan: plan.to_ref(),
        cycle: snapshot.cycles.chosen_ref(),
        as_at: moment.as_at,
        levels: scheme.levels.clone(),
        outcomes: scheme.outcomes.clone(),
        agencies,
        rows,
        next,
        count: snapshot.count,
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
