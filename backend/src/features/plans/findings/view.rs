//! Findings as people read them: what each is about, in words, and what may be decided on it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    auth::api::Permit,
    ids::{ActionId, FindingId, PersonId},
    plans::{
        api::{ActionRef, FindingDecision, FindingList, FindingState, FindingView},
        checks::FindingCode,
    },
    policy::{Actor, Decision, RefusalCode, Resource, Verb},
};
use uuid::Uuid;

use crate::{
    error::{ApiError, permit},
    features::{names, plans::find::SeenPlan},
};

use super::{
    facts::{KeptFacts, key},
    rows::{self, Repair},
};

use entities::finding::Model;

/// What findings are about, by the ids that the checks know.
#[derive(Debug)]
struct Subjects {
    plan: String,
    actions: HashMap<String, ActionRef>,
    /// The action that each link stands in.
    links: HashMap<String, ActionRef>,
    /// Outcomes and agencies.
    named: HashMap<String, String>,
    /// What is counted.
    counted: HashMap<String, String>,
}

impl Subjects {
    async fn load(connection: &impl ConnectionTrait, plan: &SeenPlan) -> Result<Self, ApiError> {
        use entities::{action, agency, link, outcome};
        let row = plan.row();
        let kept: KeptFacts = serde_json::from_value(row.facts.clone())?;
        let rows = action::Entity::find()
            .filter(action::Column::PlanId.eq(row.id))
            .all(connection)
            .await?;
        let by_id: HashMap<Uuid, ActionRef> = rows
            .iter()
            .map(|row| (row.id, names::action(row)))
            .collect();
        let links = link::Entity::find()
            .filter(link::Column::PlanId.eq(row.id))
            .all(connection)
            .await?
            .into_iter()
            .filter_map(|link| {
                let from = by_id.get(&link.from_action_id)?.clone();
                Some((key(link.source_id.as_ref(), link.id), from))
            })
            .collect();
        let mut named: HashMap<String, String> = outcome::Entity::find()
            .filter(outcome::Column::PlanId.eq(row.id))
            .all(connection)
            .await?
            .into_iter()
            .map(|outcome| (key(outcome.source_id.as_ref(), outcome.id), outcome.name))
            .collect();
        let agencies: HashMap<Uuid, String> = agency::Entity::find()
            .filter(agency::Column::Id.is_in(kept.agencies.iter().map(|agency| agency.agency.0)))
            .all(connection)
            .await?
            .into_iter()
            .map(|agency| (agency.id, agency.name))
            .collect();
        named.extend(kept.agencies.into_iter().filter_map(|printed| {
            let name = agencies.get(&printed.agency.0)?.clone();
            Some((printed.id, name))
        }));
        Ok(Self {
            plan: key(row.source_id.as_ref(), row.id),
            actions: rows
                .iter()
                .map(|row| (key(row.source_id.as_ref(), row.id), names::action(row)))
                .collect(),
            links,
            named,
            counted: kept
                .counts
                .into_iter()
                .map(|count| (count.item, count.subject))
                .collect(),
        })
    }

    /// The action that a finding on `item` is on.
    fn action(&self, item: &str) -> Option<&ActionRef> {
        self.actions.get(item).or_else(|| self.links.get(item))
    }

    fn words(&self, code: FindingCode, item: &str, shared: usize) -> String {
        if code == FindingCode::CountMismatch
            && let Some(subject) = self.counted.get(item)
        {
            return format!("The number of {subject}");
        }
        if let Some(action) = self.actions.get(item) {
            return format!("{} {}", action.reference, action.title);
        }
        if let Some(from) = self.links.get(item) {
            return format!("A link in {} {}", from.reference, from.title);
        }
        if let Some(name) = self.named.get(item) {
            return name.clone();
        }
        match (item == self.plan, shared) {
            (true, 1) => "1 action".to_owned(),
            (true, several) if several > 0 => format!("{several} actions"),
            (true, _) => "The plan".to_owned(),
            // A record that has been taken away since keeps the id that it had in the file.
            (false, _) => item.to_owned(),
        }
    }
}

/// What may be decided on a finding, by the policy and by where it stands.
fn permits(actor: &Actor, plan: &SeenPlan, state: FindingState, repair: &Repair) -> Vec<Permit> {
    let policy = plan.decide(actor, Verb::Approve, Resource::Finding, &[]);
    FindingDecision::ALL
        .into_iter()
        .map(|decision| Permit {
            act: decision.code().to_owned(),
            refusal: match &policy {
                Decision::Refused(refusal) => Some(refusal.clone()),
                Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
                Decision::Allowed => state
                    .next(decision, repair.proposal.as_ref())
                    .err()
                    .map(Into::into),
            },
        })
        .collect()
}

/// Rows of a plan as people read them, in the order in which they come.
async fn views(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    plan: &SeenPlan,
    subjects: &Subjects,
    rows: Vec<Model>,
) -> Result<Vec<FindingView>, ApiError> {
    let people = names::people(
        connection,
        rows.iter()
            .filter_map(|row| row.decided_by_id)
            .map(PersonId),
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let (code, state, repair) = (rows::code(&row)?, rows::state(&row)?, Repair::of(&row)?);
            let actions: Vec<ActionRef> = rows::items(&row)?
                .iter()
                .filter_map(|item| subjects.action(item).cloned())
                .collect();
            Ok(FindingView {
                id: FindingId(row.id),
                code,
                subject: subjects.words(code, &row.item, actions.len()),
                action: subjects.action(&row.item).cloned(),
                actions,
                allowed: permits(actor, plan, state, &repair),
                printed: row.printed,
                proposal: repair.words,
                repair: repair.proposal,
                reason: row.reason,
                state,
                decided_by: row
                    .decided_by_id
                    .and_then(|id| people.get(&PersonId(id)))
                    .map(|person| person.name.clone()),
                decided_at: row.decided_at,
                decision_note: row.note,
                version: row.version,
            })
        })
        .collect()
}

/// One finding as people read it.
pub(super) async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    plan: &SeenPlan,
    row: Model,
) -> Result<FindingView, ApiError> {
    let subjects = Subjects::load(connection, plan).await?;
    views(connection, actor, plan, &subjects, vec![row])
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

/// The findings on a plan, the open ones first.
///
/// # Errors
/// `not_found` where the caller may not know of findings.
pub(super) async fn list(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    plan: &SeenPlan,
) -> Result<FindingList, ApiError> {
    permit(plan.decide(actor, Verb::List, Resource::Finding, &[]))?;
    let rows = rows::all(connection, plan.id()).await?;
    let subjects = Subjects::load(connection, plan).await?;
    let mut items = views(connection, actor, plan, &subjects, rows).await?;
    items.sort_by_key(|finding| finding.state != FindingState::Open);
    Ok(FindingList { items })
}

/// The actions that a finding is on. One that is on the plan as a whole is on none, so that the
/// number beside an action is the number of things to decide about this action.
fn on(subjects: &Subjects, row: &Model) -> Result<BTreeSet<ActionId>, ApiError> {
    if row.item == subjects.plan {
        return Ok(BTreeSet::new());
    }
    let items = rows::items(row)?;
    Ok(std::iter::once(&row.item)
        .chain(&items)
        .filter_map(|item| subjects.action(item))
        .map(|action| action.id)
        .collect())
}

/// The findings of a plan that are on an action, with the actions that each is on.
#[derive(Debug)]
pub struct Concerned {
    subjects: Subjects,
    rows: Vec<Model>,
    /// Places in `rows`, without the findings that are no longer found.
    by_action: HashMap<ActionId, Vec<usize>>,
    open: HashMap<ActionId, u32>,
}

impl Concerned {
    /// Reads all findings of a plan.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn load(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
    ) -> Result<Self, ApiError> {
        let subjects = Subjects::load(connection, plan).await?;
        let mut concerned = Self {
            subjects,
            rows: Vec::new(),
            by_action: HashMap::new(),
            open: HashMap::new(),
        };
        for row in rows::all(connection, plan.id()).await? {
            let state = rows::state(&row)?;
            let on = on(&concerned.subjects, &row)?;
            if on.is_empty() || state == FindingState::Gone {
                continue;
            }
            for action in on {
                concerned
                    .by_action
                    .entry(action)
                    .or_default()
                    .push(concerned.rows.len());
                if state == FindingState::Open {
                    *concerned.open.entry(action).or_default() += 1;
                }
            }
            concerned.rows.push(row);
        }
        Ok(concerned)
    }

    /// How many findings on `action` nobody has decided yet.
    pub fn open(&self, action: ActionId) -> u32 {
        self.open.get(&action).copied().unwrap_or(0)
    }
}

fn may_know(actor: &Actor, plan: &SeenPlan) -> bool {
    plan.decide(actor, Verb::List, Resource::Finding, &[])
        .allowed()
}

/// The findings on an action, without those that are no longer found; none for somebody who may
/// not know of findings.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of_action(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    plan: &SeenPlan,
    action: ActionId,
) -> Result<Vec<FindingView>, ApiError> {
    if !may_know(actor, plan) {
        return Ok(Vec::new());
    }
    let concerned = plan.findings(connection).await?;
    let rows: Vec<Model> = concerned
        .by_action
        .get(&action)
        .into_iter()
        .flatten()
        .filter_map(|place| concerned.rows.get(*place).cloned())
        .collect();
    views(connection, actor, plan, &concerned.subjects, rows).await
}

/// The findings of a plan, to count those that nobody has decided yet; none for somebody who may
/// not know of findings.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn counted(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    plan: &SeenPlan,
) -> Result<Option<Arc<Concerned>>, ApiError> {
    if may_know(actor, plan) {
        plan.findings(connection).await.map(Some)
    } else {
        Ok(None)
    }
}
