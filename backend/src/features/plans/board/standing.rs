//! How the actions of a plan stand at a moment: what they are, how they were rated in the last
//! cycles, which of their dates have passed. Now and earlier are read by the same question but for
//! where the records themselves are: in their tables, or in history. An accepted update never
//! changes, so what was accepted before a moment is told by the table of updates for either, and
//! what it costs does not grow with the cycles that lie further back than the trail.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use shared::{
    calendar::PartialDate,
    ids::{ActionId, CycleId, LevelId, MilestoneId, OutcomeId, UpdateId},
    plans::{
        ActionState,
        api::MilestoneState,
        board::{Reason, Signs, overdue_since},
    },
    updates::{Brag, ContributionState, CycleScope, MilestoneFact, implied},
};

use crate::{
    db::json::{Found, Lists, Place, ids},
    error::ApiError,
    features::{
        plans::{
            facts,
            find::SeenPlan,
            lists::{self, Depth, Which},
            moment::{Cycles, Instant},
            records::{ACTION, ActionRecord, MILESTONE, PartRecord},
            rows::{StoredTimescale, grouped},
        },
        updates::records::{ContributionRecord, stands},
    },
};

/// How many cycles a trend goes back, with the one that is looked at.
pub(super) const TRAIL: usize = 6;
/// How many cycles tell whether a rating has fallen.
pub(super) const FALL: usize = 2;

/// A plan's actions as they stand at a moment.
pub(super) struct Standing {
    pub at: Instant,
    pub cycles: Cycles,
    /// The cycles of the trend, first to last.
    pub trail: Vec<CycleId>,
    /// The actions in printed order.
    pub actions: Vec<Stood>,
    /// The milestones of the plan in printed order.
    pub milestones: Vec<Milestone>,
}

/// An action with what was reported on it.
pub(super) struct Stood {
    pub record: ActionRecord,
    /// Its rating in each cycle of the trail.
    pub brags: Vec<Option<Brag>>,
    /// Its report in the cycle that is looked at.
    pub report: Option<Report>,
    /// Its last report, of whatever cycle.
    pub last: Option<Last>,
    /// Since when a date of it has passed.
    pub overdue: Option<NaiveDate>,
    /// Why it needs attention.
    pub reasons: Vec<Reason>,
    /// Whether it is rated otherwise than the facts imply.
    pub differs: bool,
    /// Whether the cycle that is looked at asks for an update on it.
    asked: bool,
}

impl Stood {
    /// Its rating in the cycle that is looked at.
    pub fn brag(&self) -> Option<Brag> {
        self.report.as_ref().and_then(|report| report.brag)
    }

    /// Its rating in the cycle before.
    pub fn before(&self) -> Option<Brag> {
        let before = self.brags.len().checked_sub(2)?;
        self.brags.get(before).copied().flatten()
    }

    /// Whether it owes a report in the cycle and has none that is accepted.
    pub fn unreported(&self) -> bool {
        self.report.is_none() && self.asked
    }
}

/// An accepted update.
#[derive(Debug, Deserialize)]
pub(super) struct Report {
    action: ActionId,
    pub update: UpdateId,
    cycle: CycleId,
    pub brag: Option<Brag>,
    /// The words of those off track and at risk in the cycle that is looked at.
    pub words: Option<ReportWords>,
}

/// What a report says that a board reads at once.
#[derive(Debug, Deserialize)]
pub(super) struct ReportWords {
    /// What comes next.
    pub next: Option<String>,
    /// The help that is needed.
    pub help: Option<String>,
}

/// The last report on an action.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Last {
    pub at: DateTime<Utc>,
    pub brag: Option<Brag>,
}

/// A milestone.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Milestone {
    pub id: MilestoneId,
    pub title: String,
    pub due: Option<PartialDate>,
    pub state: MilestoneState,
    pub order: i32,
    pub moves: i32,
    #[serde(default)]
    pub actions: Vec<ActionId>,
}

impl Milestone {
    fn fact(&self) -> MilestoneFact {
        MilestoneFact {
            id: self.id,
            due: self.due.clone(),
            state: self.state,
            moves: self.moves,
        }
    }
}

/// Where the records stand in an answer.
enum Records {
    Now {
        actions: lists::Asked,
        milestones: Place,
        steps: Place,
    },
    Then {
        actions: Place,
        milestones: Place,
    },
}

impl Standing {
    /// Reads it by one question, with the ratings of so many cycles.
    ///
    /// # Errors
    /// When the database fails or a record cannot be read.
    pub async fn load(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        at: Instant,
        cycles: Cycles,
        most: usize,
    ) -> Result<Self, ApiError> {
        let mut lists = Lists::new(connection.get_database_backend());
        let records = records(&mut lists, plan, at);
        let trail: Vec<CycleId> = cycles
            .trail(most)
            .into_iter()
            .map(|row| CycleId(row.id))
            .collect();
        let (reports, last) = (reports(&mut lists, &trail, at), last(&mut lists, at));
        let disputes = disputes(&mut lists, plan, &trail, at);
        let found = lists.ask(connection).await?;
        let (actions, milestones) = records.read(&found)?;
        let told = Told::read(&found, reports, last, disputes)?;
        Ok(Self {
            actions: told.stand(
                actions,
                &milestones,
                &trail,
                (&cycles, &cycles.scope()?),
                at.day,
            ),
            at,
            cycles,
            trail,
            milestones,
        })
    }

    /// How many actions need attention for a reason.
    pub fn count(&self, reason: Reason) -> u32 {
        number(
            self.actions
                .iter()
                .filter(|action| action.reasons.contains(&reason))
                .count(),
        )
    }
}

/// A number of records for the wire.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn records(lists: &mut Lists, plan: &SeenPlan, at: Instant) -> Records {
    let Some(end) = at.past else {
        let actions = lists::ask(lists, plan.id(), Which::All, Depth::Leads);
        let plan = lists.bind(plan.id().0);
        let milestones = lists.list(
            &[
                &lists.id("m.id"),
                "m.title",
                "m.due",
                "m.state",
                "m.sort",
                "m.moves",
            ],
            "m.sort, m.id",
            &format!("milestone m WHERE m.plan_id = {plan}"),
        );
        let steps = lists.list(
            &[&lists.id("x.milestone_id"), &lists.id("c.id")],
            "c.sort, c.id",
            "chosen c CROSS JOIN milestone_action x WHERE x.action_id = c.id",
        );
        return Records::Now {
            actions,
            milestones,
            steps,
        };
    };
    let (plan, end) = (lists.bind(plan.id().0), lists.bind(end));
    lists.with(
        "chosen",
        &format!("SELECT a.id, a.sort FROM action a WHERE a.plan_id = {plan}"),
    );
    let mut of = |kind: &str| {
        lists.documents(
            "h.body",
            &format!(
                "history h WHERE h.plan_id = {plan} AND h.kind = '{kind}' AND {}",
                held("h", &end)
            ),
        )
    };
    Records::Then {
        actions: of(ACTION),
        milestones: of(MILESTONE),
    }
}

/// An action as history keeps it, without its words.
#[derive(Deserialize)]
struct PastAction {
    id: ActionId,
    order: i32,
    printed_ref: String,
    reference: Option<String>,
    title: String,
    level: Option<LevelId>,
    outcomes: Vec<OutcomeId>,
    parts: Vec<PartRecord>,
    starts: Option<PartialDate>,
    ends: Option<PartialDate>,
    state: ActionState,
    version: i32,
}

impl PastAction {
    fn record(self) -> ActionRecord {
        ActionRecord {
            id: self.id,
            source_id: None,
            order: self.order,
            printed_ref: self.printed_ref,
            reference: self.reference,
            title: self.title,
            summary: String::new(),
            parts_of_work: Vec::new(),
            rationale: String::new(),
            level: self.level,
            outcomes_printed: Vec::new(),
            outcomes: self.outcomes,
            parts: self.parts,
            lead_note: None,
            timescale: StoredTimescale::read(None),
            starts: self.starts,
            ends: self.ends,
            state: self.state,
            source_place: None,
            links: Vec::new(),
            evidence: Vec::new(),
            milestones: Vec::new(),
            version: self.version,
            because: Vec::new(),
        }
    }
}

/// What held just before `end`, of a table of history.
fn held(table: &str, end: &str) -> String {
    format!("{table}.from_at < {end} AND ({table}.to_at IS NULL OR {table}.to_at >= {end})")
}

impl Records {
    fn read(&self, found: &Found) -> Result<(Vec<ActionRecord>, Vec<Milestone>), ApiError> {
        match self {
            Self::Now {
                actions,
                milestones,
                steps,
            } => {
                let mut steps = grouped(found.rows(*steps)?, |row: &(MilestoneId, ActionId)| row.0);
                let mut milestones: Vec<Milestone> = found.rows(*milestones)?;
                for milestone in &mut milestones {
                    let steps = steps.remove(&milestone.id).unwrap_or_default();
                    milestone.actions = steps.into_iter().map(|(_, action)| action).collect();
                }
                Ok((actions.read(found)?, milestones))
            }
            Self::Then {
                actions,
                milestones,
            } => {
                let actions: Vec<PastAction> = found.rows(*actions)?;
                let mut actions: Vec<ActionRecord> =
                    actions.into_iter().map(PastAction::record).collect();
                actions.sort_by_key(|action| (action.order, action.id));
                let places: HashMap<ActionId, usize> = actions
                    .iter()
                    .enumerate()
                    .map(|(place, action)| (action.id, place))
                    .collect();
                let mut milestones: Vec<Milestone> = found.rows(*milestones)?;
                milestones.sort_by_key(|milestone| (milestone.order, milestone.id));
                for milestone in &mut milestones {
                    milestone.actions.sort_by_key(|action| places.get(action));
                }
                Ok((actions, milestones))
            }
        }
    }
}

/// The one column of rows.
fn only<T>(rows: Vec<(T,)>) -> Vec<T> {
    rows.into_iter().map(|(one,)| one).collect()
}

fn reports(lists: &mut Lists, trail: &[CycleId], at: Instant) -> Place {
    let cycles = ids(lists, trail.iter().map(|cycle| cycle.0));
    let chosen = ids(lists, trail.last().map(|cycle| cycle.0));
    let before = before(lists, "u", at);
    let words = format!(
        "CASE WHEN u.cycle_id IN ({chosen}) AND u.brag IN ('{}', '{}') THEN {} END",
        Brag::Red.code(),
        Brag::Amber.code(),
        lists.several(&["u.content ->> 'next'", "u.content ->> 'help'"])
    );
    lists.list(
        &[
            &lists.id("u.action_id"),
            &lists.id("u.id"),
            &lists.id("u.cycle_id"),
            "u.brag",
            &lists.json(&words),
        ],
        "u.accepted_at, u.id",
        &format!(
            "progress_update u WHERE u.cycle_id IN ({cycles}) AND u.state = 'accepted'{before}"
        ),
    )
}

fn last(lists: &mut Lists, at: Instant) -> Place {
    // A correction is accepted after what it corrects, so what is superseded is never the last.
    // Saying so lets the database use the index under just the others.
    let which = match at.past {
        None => " AND l.superseded = FALSE".to_owned(),
        Some(_) => before(lists, "l", at),
    };
    let last = lists.json(&format!(
        "(SELECT {} FROM progress_update l WHERE l.action_id = c.id AND l.state = 'accepted'{which} \
         ORDER BY l.accepted_at DESC, l.id DESC LIMIT 1)",
        lists.several(&["l.accepted_at", "l.brag"])
    ));
    lists.list(&[&lists.id("c.id"), &last], "", "chosen c")
}

fn before(lists: &mut Lists, table: &str, at: Instant) -> String {
    at.past.map_or_else(String::new, |end| {
        let end = lists.bind(end);
        format!(" AND {table}.accepted_at < {end}")
    })
}

/// Where the disputes stand.
enum Disputes {
    /// The actions.
    Now(Place),
    /// What was said of each update, by action.
    Then(Place),
}

/// Of the updates of the cycle that is looked at, accepted or not: that there is a dispute is
/// everybody's to know, its words are not.
fn disputes(lists: &mut Lists, plan: &SeenPlan, trail: &[CycleId], at: Instant) -> Disputes {
    let plan = lists.bind(plan.id().0);
    let cycle = ids(lists, trail.last().map(|cycle| cycle.0));
    let updates = format!("u.plan_id = {plan} AND u.cycle_id IN ({cycle})");
    let Some(end) = at.past else {
        let action = lists.id("u.action_id");
        return Disputes::Now(lists.list(
            &[&action],
            "",
            &format!(
                "progress_update u CROSS JOIN contribution k \
                 WHERE k.update_id = u.id AND {updates} AND u.superseded = FALSE AND k.state = '{}'",
                ContributionState::Disputed.code()
            ),
        ));
    };
    let end = lists.bind(end);
    let said = lists.json("h.body -> 'contributions'");
    Disputes::Then(lists.list(
        &["h.body ->> 'action'", &said],
        "",
        &format!(
            "progress_update u CROSS JOIN history h WHERE h.record_id = u.id \
             AND {updates} AND EXISTS (SELECT 1 FROM contribution k WHERE k.update_id = u.id) \
             AND {}",
            held("h", &end)
        ),
    ))
}

impl Disputes {
    fn read(&self, found: &Found) -> Result<HashSet<ActionId>, ApiError> {
        Ok(match self {
            Self::Now(place) => only(found.rows(*place)?).into_iter().collect(),
            Self::Then(place) => {
                let rows: Vec<(ActionId, Option<Vec<ContributionRecord>>)> = found.rows(*place)?;
                rows.into_iter()
                    .filter(|(_, said)| {
                        let mut said = said.iter().flatten();
                        said.any(|one| one.state == ContributionState::Disputed)
                    })
                    .map(|(action, _)| action)
                    .collect()
            }
        })
    }
}

/// What was reported.
struct Told {
    reports: HashMap<(ActionId, CycleId), Report>,
    last: HashMap<ActionId, Last>,
    disputed: HashSet<ActionId>,
}

impl Told {
    fn read(
        found: &Found,
        reports: Place,
        last: Place,
        disputes: Disputes,
    ) -> Result<Self, ApiError> {
        let reports: Vec<Report> = found.rows(reports)?;
        let last: Vec<(ActionId, Option<Last>)> = found.rows(last)?;
        Ok(Self {
            // They come as they were accepted, so that a correction takes the place of what it
            // corrects.
            reports: reports
                .into_iter()
                .map(|report| ((report.action, report.cycle), report))
                .collect(),
            last: last
                .into_iter()
                .filter_map(|(action, last)| Some((action, last?)))
                .collect(),
            disputed: disputes.read(found)?,
        })
    }

    fn stand(
        mut self,
        actions: Vec<ActionRecord>,
        milestones: &[Milestone],
        trail: &[CycleId],
        (cycles, scope): (&Cycles, &CycleScope),
        day: NaiveDate,
    ) -> Vec<Stood> {
        let mut steps: HashMap<ActionId, Vec<MilestoneFact>> = HashMap::new();
        for milestone in milestones {
            for action in &milestone.actions {
                steps.entry(*action).or_default().push(milestone.fact());
            }
        }
        let state = cycles.chosen().map(|row| stands(row, day));
        actions
            .into_iter()
            .map(|record| {
                let id = record.id;
                let brags: Vec<Option<Brag>> = trail
                    .iter()
                    .map(|cycle| self.reports.get(&(id, *cycle)).and_then(|one| one.brag))
                    .collect();
                let report = trail
                    .last()
                    .and_then(|cycle| self.reports.remove(&(id, *cycle)));
                let last = self.last.remove(&id);
                let steps = steps.remove(&id).unwrap_or_default();
                let promised = steps
                    .iter()
                    .filter(|step| step.state == MilestoneState::Planned)
                    .filter_map(|step| step.due.as_ref());
                let overdue = overdue_since(record.state, record.ends.as_ref(), promised, day);
                let known = facts::facts(&record, steps, last.map(|last| last.at));
                let mut stood = Stood {
                    overdue,
                    last,
                    reasons: Vec::new(),
                    differs: false,
                    asked: record.asked_by(scope),
                    record,
                    brags,
                    report,
                };
                stood.reasons = Signs {
                    state: stood.record.state,
                    cycle: state,
                    brag: stood.brag(),
                    before: stood.before(),
                    asked: stood.asked,
                    reported: stood.report.is_some(),
                    overdue: stood.overdue,
                    disputed: self.disputed.contains(&id),
                }
                .reasons();
                stood.differs = implied(&known, day).differs_from(stood.brag());
                stood
            })
            .collect()
    }
}
