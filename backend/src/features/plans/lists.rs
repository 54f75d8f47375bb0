//! Actions from their tables by one question, however many there are (`db/json.rs` says why it
//! goes under the ORM). The words in the tables are those of the wire: `relates_to`, `dangling`,
//! `joint-lead`.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use serde::Deserialize;
use shared::{
    agencies::api::AgencyRef,
    calendar::PartialDate,
    ids::{ActionId, AgencyId, EvidenceId, LevelId, LinkId, MilestoneId, OutcomeId, PlanId},
    plans::{
        ActionState, AssignmentRole,
        api::{LinkKind, LinkResolution},
    },
};
use uuid::Uuid;

use crate::{
    db::json::{Found, Lists, Place, ids},
    error::ApiError,
};

use super::{
    records::{ActionRecord, EvidenceUse, LinkRecord, PartRecord},
    rows::{StoredTimescale, grouped},
};

/// How much of an action to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// The same as [`Self::Outline`], and of the parts only those that lead.
    Leads,
    /// What a list shows: no long texts, links, evidence and milestones.
    Outline,
    /// Everything.
    Whole,
}

/// Which actions of a plan to read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which<'w> {
    /// All of them.
    All,
    /// These.
    These(&'w [ActionId]),
    /// Those that fit.
    Fitting(&'w Narrow),
}

/// What narrows a list of actions down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Narrow {
    /// The agency that answers for them: for a class, the member that reports for it.
    pub lead: Option<AgencyId>,
    /// Where they stand.
    pub state: Option<ActionState>,
    /// The place and id after which the list goes on.
    pub after: Option<(i32, Uuid)>,
    /// How many at most.
    pub limit: Option<u16>,
    /// Whether to count all that fit.
    pub count: bool,
}

impl Narrow {
    /// Whether `action` fits, wherever the list goes on: the same in memory, for earlier moments.
    pub fn fits(&self, action: &ActionRecord) -> bool {
        self.state.is_none_or(|state| action.state == state)
            && self
                .lead
                .is_none_or(|lead| action.leads().iter().any(|agency| agency.id == lead))
    }

    /// Narrows actions in printed order down in memory. Gives how many fit, where it was asked.
    pub fn keep(&self, actions: &mut Vec<ActionRecord>) -> Option<u64> {
        actions.retain(|action| self.fits(action));
        let count = self.count.then_some(actions.len() as u64);
        if let Some(last) = self.after {
            actions.retain(|action| (action.order, action.id.0) > last);
        }
        actions.truncate(self.limit.map_or(usize::MAX, usize::from));
        count
    }

    /// The same as a condition on `a`, an action of the plan that the parameter `plan` names.
    fn condition(&self, lists: &mut Lists, plan: &str) -> String {
        let mut condition = format!("a.plan_id = {plan}");
        if let Some(state) = self.state {
            let state = lists.bind(state.code());
            condition.push_str(&format!(" AND a.state = {state}"));
        }
        if let Some(lead) = self.lead {
            let lead = lists.bind(lead.0);
            condition.push_str(&format!(
                " AND a.id IN (SELECT s.action_id FROM assignment s JOIN agency g ON g.id = s.agency_id \
                 WHERE s.plan_id = {plan} AND s.role IN ({}) \
                 AND CASE WHEN g.is_class THEN COALESCE(g.reported_by_id, g.id) ELSE g.id END = {lead})",
                leading()
            ));
        }
        condition
    }

    /// Asks how many fit, wherever the list goes on and ends.
    pub fn ask_count(&self, lists: &mut Lists, plan: PlanId) -> Place {
        let plan = lists.bind(plan.0);
        let condition = self.condition(lists, &plan);
        lists.list(
            &["fitting.number"],
            "",
            &format!("(SELECT count(*) AS number FROM action a WHERE {condition}) fitting"),
        )
    }
}

/// The roles that lead, for a condition.
fn leading() -> String {
    let roles: Vec<String> = AssignmentRole::ALL
        .iter()
        .filter(|role| role.leads())
        .map(|role| format!("'{}'", role.code()))
        .collect();
    roles.join(", ")
}

/// Where the parts of the answer stand.
pub(super) struct Asked {
    actions: Place,
    outcomes: Place,
    parts: Place,
    agencies: Place,
    deep: Option<[Place; 3]>,
}

/// Asks for actions of a plan. Other lists can name them as `chosen`, with their `id` and `sort`.
/// The caller has found the plan through a scope.
pub(super) fn ask(lists: &mut Lists, plan: PlanId, which: Which<'_>, depth: Depth) -> Asked {
    let plan = lists.bind(plan.0);
    let chosen = match which {
        Which::All => format!("a.plan_id = {plan}"),
        Which::These(these) => {
            let these = ids(lists, these.iter().map(|id| id.0));
            format!("a.plan_id = {plan} AND a.id IN ({these})")
        }
        Which::Fitting(narrow) => {
            let mut chosen = narrow.condition(lists, &plan);
            if let Some((place, id)) = narrow.after {
                let (place, id) = (lists.bind(place), lists.bind(id));
                chosen.push_str(&format!(" AND (a.sort, a.id) > ({place}, {id})"));
            }
            if let Some(limit) = narrow.limit {
                chosen.push_str(&format!(" ORDER BY a.sort, a.id LIMIT {limit}"));
            }
            chosen
        }
    };
    lists.with(
        "chosen",
        &format!("SELECT a.id, a.sort FROM action a WHERE {chosen}"),
    );
    let which = match depth {
        Depth::Leads => format!(" AND s.role IN ({})", leading()),
        Depth::Outline | Depth::Whole => String::new(),
    };
    lists.with(
        "part",
        &format!(
            "SELECT s.action_id, s.agency_id, s.role, s.coordinates, s.printed, s.sort \
             FROM chosen c CROSS JOIN assignment s WHERE s.action_id = c.id{which}"
        ),
    );
    Asked {
        actions: actions(lists, depth),
        outcomes: lists.list(
            &[&lists.id("o.action_id"), &lists.id("o.outcome_id")],
            "o.sort",
            "chosen c CROSS JOIN action_outcome o WHERE o.action_id = c.id",
        ),
        parts: lists.list(
            &[
                &lists.id("p.action_id"),
                &lists.id("p.agency_id"),
                "p.role",
                &lists.truth("p.coordinates"),
                "p.printed",
            ],
            "p.sort",
            "part p",
        ),
        agencies: lists.list(
            &[
                &lists.id("g.id"),
                "g.name",
                "g.abbreviation",
                &lists.truth("g.is_class"),
                &lists.id_or_null("g.reported_by_id"),
            ],
            "",
            "agency g WHERE g.id IN (SELECT agency_id FROM part) OR g.id IN \
             (SELECT r.reported_by_id FROM agency r WHERE r.id IN (SELECT agency_id FROM part))",
        ),
        deep: (depth == Depth::Whole).then(|| deep(lists)),
    }
}

fn actions(lists: &mut Lists, depth: Depth) -> Place {
    let long = match depth {
        Depth::Leads | Depth::Outline => "NULL".to_owned(),
        Depth::Whole => lists.several(&[
            "a.summary",
            "a.rationale",
            &lists.json("a.parts"),
            &lists.json("a.outcomes_printed"),
            "a.lead_note",
            &lists.json("a.timescale"),
            "a.source_place",
        ]),
    };
    lists.list(
        &[
            &lists.id("a.id"),
            "a.source_id",
            "a.sort",
            "a.printed_ref",
            "a.reference",
            "a.title",
            &lists.id_or_null("a.level_id"),
            "a.starts",
            "a.ends",
            "a.state",
            "a.version",
            &long,
        ],
        "a.sort, a.id",
        "chosen c CROSS JOIN action a WHERE a.id = c.id",
    )
}

fn deep(lists: &mut Lists) -> [Place; 3] {
    [
        lists.list(
            &[
                &lists.id("l.from_action_id"),
                &lists.id("l.id"),
                "l.kind",
                "l.printed",
                "l.label",
                &lists.id_or_null("l.target_id"),
                "l.resolution",
            ],
            "l.sort",
            "chosen c CROSS JOIN link l WHERE l.from_action_id = c.id",
        ),
        lists.list(
            &[
                &lists.id("e.action_id"),
                &lists.id("e.evidence_id"),
                "e.page",
            ],
            "e.sort",
            "chosen c CROSS JOIN action_evidence e WHERE e.action_id = c.id",
        ),
        lists.list(
            &[&lists.id("m.action_id"), &lists.id("m.milestone_id")],
            "m.milestone_id",
            "chosen c CROSS JOIN milestone_action m WHERE m.action_id = c.id",
        ),
    ]
}

#[derive(Deserialize)]
struct ActionRow {
    id: ActionId,
    source_id: Option<String>,
    sort: i32,
    printed_ref: String,
    reference: Option<String>,
    title: String,
    level: Option<LevelId>,
    starts: Option<PartialDate>,
    ends: Option<PartialDate>,
    state: ActionState,
    version: i32,
    long: Option<Long>,
}

#[derive(Default, Deserialize)]
struct Long {
    summary: String,
    rationale: String,
    parts: Vec<String>,
    outcomes_printed: Vec<String>,
    lead_note: Option<String>,
    timescale: Option<StoredTimescale>,
    source_place: Option<String>,
}

#[derive(Deserialize)]
struct PartRow {
    action: ActionId,
    agency: AgencyId,
    role: AssignmentRole,
    coordinates: bool,
    printed: Option<String>,
}

#[derive(Deserialize)]
struct AgencyRow {
    id: AgencyId,
    name: String,
    abbreviation: Option<String>,
    is_class: bool,
    reported_by: Option<AgencyId>,
}

#[derive(Deserialize)]
pub(super) struct LinkRow {
    pub from: ActionId,
    id: LinkId,
    kind: LinkKind,
    printed: String,
    label: Option<String>,
    target: Option<ActionId>,
    resolution: LinkResolution,
}

impl From<LinkRow> for LinkRecord {
    fn from(row: LinkRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            printed: row.printed,
            label: row.label,
            target: row.target,
            resolution: row.resolution,
        }
    }
}

/// The agencies behind the parts in actions, with the members that report for classes.
struct Agencies(HashMap<AgencyId, AgencyRow>);

impl Agencies {
    fn name(&self, id: AgencyId) -> Option<AgencyRef> {
        self.0.get(&id).map(|row| AgencyRef {
            id,
            name: row.name.clone(),
            abbreviation: row.abbreviation.clone(),
        })
    }

    fn part(&self, row: PartRow) -> Option<PartRecord> {
        let agency = self.0.get(&row.agency)?;
        Some(PartRecord {
            is_class: agency.is_class,
            reported_by: agency
                .reported_by
                .filter(|_| agency.is_class)
                .and_then(|id| self.name(id)),
            agency: self.name(row.agency)?,
            role: row.role,
            coordinates: row.coordinates,
            printed: row.printed,
        })
    }
}

impl Asked {
    /// The actions in printed order.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn read(&self, found: &Found) -> Result<Vec<ActionRecord>, ApiError> {
        let agencies: Vec<AgencyRow> = found.rows(self.agencies)?;
        let agencies = Agencies(agencies.into_iter().map(|row| (row.id, row)).collect());
        let mut parts = grouped(found.rows(self.parts)?, |row: &PartRow| row.action);
        let mut outcomes = grouped(found.rows(self.outcomes)?, |row: &(ActionId, OutcomeId)| {
            row.0
        });
        let (mut links, mut evidence, mut milestones) = match self.deep {
            None => (HashMap::new(), HashMap::new(), HashMap::new()),
            Some([links, evidence, milestones]) => (
                grouped(found.rows(links)?, |row: &LinkRow| row.from),
                grouped(
                    found.rows(evidence)?,
                    |row: &(ActionId, EvidenceId, Option<String>)| row.0,
                ),
                grouped(found.rows(milestones)?, |row: &(ActionId, MilestoneId)| {
                    row.0
                }),
            ),
        };
        let rows: Vec<ActionRow> = found.rows(self.actions)?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let id = row.id;
                let long = row.long.unwrap_or_default();
                ActionRecord {
                    id,
                    source_id: row.source_id,
                    order: row.sort,
                    printed_ref: row.printed_ref,
                    reference: row.reference,
                    title: row.title,
                    level: row.level,
                    starts: row.starts,
                    ends: row.ends,
                    state: row.state,
                    version: row.version,
                    summary: long.summary,
                    rationale: long.rationale,
                    parts_of_work: long.parts,
                    outcomes_printed: long.outcomes_printed,
                    lead_note: long.lead_note,
                    timescale: StoredTimescale::read(long.timescale),
                    source_place: long.source_place,
                    because: Vec::new(),
                    outcomes: taken(&mut outcomes, id, |(_, outcome)| outcome),
                    parts: parts
                        .remove(&id)
                        .unwrap_or_default()
                        .into_iter()
                        .filter_map(|part| agencies.part(part))
                        .collect(),
                    links: taken(&mut links, id, LinkRecord::from),
                    evidence: taken(&mut evidence, id, |(_, evidence, page)| EvidenceUse {
                        evidence,
                        page,
                    }),
                    milestones: taken(&mut milestones, id, |(_, milestone)| milestone),
                }
            })
            .collect())
    }
}

/// What belongs to an action, in the form in which its record has it.
fn taken<R, T>(
    groups: &mut HashMap<ActionId, Vec<R>>,
    action: ActionId,
    form: impl Fn(R) -> T,
) -> Vec<T> {
    groups
        .remove(&action)
        .unwrap_or_default()
        .into_iter()
        .map(form)
        .collect()
}

/// Actions of a plan in printed order: all, or only some. The caller has found the plan through a
/// scope.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(super) async fn actions_of(
    connection: &impl ConnectionTrait,
    plan: PlanId,
    which: Which<'_>,
    depth: Depth,
) -> Result<Vec<ActionRecord>, ApiError> {
    let mut lists = Lists::new(connection.get_database_backend());
    let asked = ask(&mut lists, plan, which, depth);
    asked.read(&lists.ask(connection).await?)
}
