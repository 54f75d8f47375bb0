//! The facts of a stored plan, for the checks that run again after a repair. Ids are those of the
//! imported file, so that a finding keeps its name from the dry run on.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{ExprTrait, Query, SelectStatement},
};
use serde::{Deserialize, Serialize};
use shared::{
    ids::{AgencyId, PlanId},
    plans::{
        checks::{
            ActionFacts, AgencyFacts, CountFacts, EvidenceFacts, LeadFacts, LevelFacts, LinkFacts,
            OutcomeFacts, PlanFacts, SettledLink,
        },
        format::{LeadRole, LinkKind},
    },
};
use uuid::Uuid;

use crate::error::ApiError;

/// What the checks need of a plan file and no table holds: the column `facts` of a plan.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptFacts {
    /// The counts as printed.
    pub counts: Vec<CountFacts>,
    /// The agencies of the file.
    pub agencies: Vec<PrintedAgency>,
    /// The ids of the actions for which the file names a measure.
    pub measured: Vec<String>,
}

/// An agency as the plan prints it.
#[derive(Debug, Serialize, Deserialize)]
pub struct PrintedAgency {
    /// The agency that it is here.
    pub agency: AgencyId,
    /// Its id in the file.
    pub id: String,
    /// The names under which it is printed.
    pub names: Vec<String>,
}

/// The rows of a plan that the checks look at.
#[derive(Debug)]
pub(super) struct Stored {
    pub plan: entities::plan::Model,
    pub actions: Vec<entities::action::Model>,
    pub outcomes: Vec<entities::outcome::Model>,
    pub links: Vec<entities::link::Model>,
    pub agencies: Vec<(String, Vec<String>, entities::agency::Model)>,
    counts: Vec<CountFacts>,
    measured: HashSet<String>,
    levels: Vec<entities::level::Model>,
    evidence: Vec<entities::evidence::Model>,
    parts: HashMap<Uuid, Vec<entities::assignment::Model>>,
    served: HashMap<Uuid, Vec<Uuid>>,
    dated: HashSet<Uuid>,
}

/// What the checks call a record: its id in the imported file, or else its own.
pub(super) fn key(source: Option<&String>, id: Uuid) -> String {
    source.cloned().unwrap_or_else(|| id.to_string())
}

fn actions_of(plan: Uuid) -> SelectStatement {
    Query::select()
        .column(entities::action::Column::Id)
        .from(entities::action::Entity)
        .and_where(entities::action::Column::PlanId.eq(plan))
        .to_owned()
}

/// The facts of a plan as it is stored now. The caller has found the plan through a scope.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn from_database(
    connection: &impl ConnectionTrait,
    plan: PlanId,
) -> Result<PlanFacts, ApiError> {
    Stored::load(connection, plan).await?.facts()
}

impl Stored {
    /// Reads a plan, in a number of queries that does not grow with it.
    pub async fn load(connection: &impl ConnectionTrait, plan: PlanId) -> Result<Self, ApiError> {
        use entities::{
            action, action_outcome, assignment, evidence, level, link, milestone, milestone_action,
            outcome,
        };
        let plan = entities::plan::Entity::find_by_id(plan.0)
            .one(connection)
            .await?
            .ok_or_else(ApiError::not_found)?;
        let kept: KeptFacts = serde_json::from_value(plan.facts.clone())?;
        let actions = action::Entity::find()
            .filter(action::Column::PlanId.eq(plan.id))
            .order_by_asc(action::Column::Sort)
            .order_by_asc(action::Column::Id)
            .all(connection)
            .await?;
        let outcomes = outcome::Entity::find()
            .filter(outcome::Column::PlanId.eq(plan.id))
            .order_by_asc(outcome::Column::Sort)
            .all(connection)
            .await?;
        let levels = level::Entity::find()
            .filter(level::Column::PlanId.eq(plan.id))
            .order_by_asc(level::Column::Number)
            .all(connection)
            .await?;
        let links = link::Entity::find()
            .filter(link::Column::PlanId.eq(plan.id))
            .order_by_asc(link::Column::Sort)
            .order_by_asc(link::Column::Id)
            .all(connection)
            .await?;
        let evidence = evidence::Entity::find()
            .filter(evidence::Column::PlanId.eq(plan.id))
            .order_by_asc(evidence::Column::Sort)
            .all(connection)
            .await?;
        let mut parts: HashMap<Uuid, Vec<assignment::Model>> = HashMap::new();
        for part in assignment::Entity::find()
            .filter(assignment::Column::PlanId.eq(plan.id))
            .order_by_asc(assignment::Column::Sort)
            .all(connection)
            .await?
        {
            parts.entry(part.action_id).or_default().push(part);
        }
        let mut served: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for row in action_outcome::Entity::find()
            .filter(action_outcome::Column::ActionId.in_subquery(actions_of(plan.id)))
            .order_by_asc(action_outcome::Column::Sort)
            .all(connection)
            .await?
        {
            served
                .entry(row.action_id)
                .or_default()
                .push(row.outcome_id);
        }
        let with_date = Query::select()
            .column(milestone::Column::Id)
            .from(milestone::Entity)
            .and_where(milestone::Column::PlanId.eq(plan.id))
            .and_where(
                milestone::Column::Due
                    .is_not_null()
                    .or(milestone::Column::Starts.is_not_null()),
            )
            .to_owned();
        let dated = milestone_action::Entity::find()
            .filter(milestone_action::Column::MilestoneId.in_subquery(with_date))
            .all(connection)
            .await?
            .into_iter()
            .map(|row| row.action_id)
            .collect();
        let agencies = agencies(connection, kept.agencies, &parts).await?;
        Ok(Self {
            counts: kept.counts,
            measured: kept.measured.into_iter().collect(),
            plan,
            actions,
            outcomes,
            links,
            agencies,
            levels,
            evidence,
            parts,
            served,
            dated,
        })
    }

    /// The rows as facts.
    pub fn facts(&self) -> Result<PlanFacts, ApiError> {
        let names = Names {
            actions: self
                .actions
                .iter()
                .map(|row| (row.id, key(row.source_id.as_ref(), row.id)))
                .collect(),
            outcomes: self
                .outcomes
                .iter()
                .map(|row| (row.id, key(row.source_id.as_ref(), row.id)))
                .collect(),
            levels: self
                .levels
                .iter()
                .map(|row| (row.id, key(row.source_id.as_ref(), row.id)))
                .collect(),
            agencies: self
                .agencies
                .iter()
                .rev()
                .map(|(id, _, row)| (row.id, id.clone()))
                .collect(),
        };
        Ok(PlanFacts {
            plan: key(self.plan.source_id.as_ref(), self.plan.id),
            actions: self
                .actions
                .iter()
                .map(|row| self.action(row, &names))
                .collect::<Result<_, _>>()?,
            outcomes: self
                .outcomes
                .iter()
                .map(outcome)
                .collect::<Result<_, _>>()?,
            levels: self
                .levels
                .iter()
                .map(|row| LevelFacts {
                    id: key(row.source_id.as_ref(), row.id),
                    number: whole(row.number),
                })
                .collect(),
            agencies: self
                .agencies
                .iter()
                .map(|(id, printed, row)| {
                    Ok(AgencyFacts {
                        id: id.clone(),
                        name: row.name.clone(),
                        abbreviation: row.abbreviation.clone(),
                        names_printed: printed.clone(),
                        aliases: texts(&row.aliases)?,
                    })
                })
                .collect::<Result<_, ApiError>>()?,
            links: self.links.iter().map(|row| link(row, &names)).collect(),
            evidence: self
                .evidence
                .iter()
                .map(|row| {
                    let mut titles = vec![row.title.clone()];
                    titles.extend(texts(&row.variants)?);
                    Ok(EvidenceFacts {
                        id: key(row.source_id.as_ref(), row.id),
                        titles,
                    })
                })
                .collect::<Result<_, ApiError>>()?,
            counts: self.counts.clone(),
        })
    }

    fn action(
        &self,
        row: &entities::action::Model,
        names: &Names,
    ) -> Result<ActionFacts, ApiError> {
        let id = key(row.source_id.as_ref(), row.id);
        let stated = row
            .timescale
            .get("class")
            .and_then(serde_json::Value::as_str)
            .is_some_and(|class| class != "not-stated");
        Ok(ActionFacts {
            has_date: stated
                || row.starts.is_some()
                || row.ends.is_some()
                || self.dated.contains(&row.id),
            has_measure: self.measured.contains(&id),
            id,
            printed_ref: row.printed_ref.clone(),
            reference: row.reference.clone(),
            title: row.title.clone(),
            summary: row.summary.clone(),
            parts: texts(&row.parts)?,
            outcomes: self
                .served
                .get(&row.id)
                .into_iter()
                .flatten()
                .filter_map(|outcome| names.outcomes.get(outcome).cloned())
                .collect(),
            outcomes_printed: texts(&row.outcomes_printed)?,
            level: row
                .level_id
                .and_then(|level| names.levels.get(&level).cloned()),
            leads: self
                .parts
                .get(&row.id)
                .into_iter()
                .flatten()
                .map(|part| LeadFacts {
                    agency: names
                        .agencies
                        .get(&part.agency_id)
                        .cloned()
                        .unwrap_or_else(|| part.agency_id.to_string()),
                    role: meaning(LeadRole::WORDS, &part.role).unwrap_or(LeadRole::Partner),
                    coordinates: part.coordinates,
                })
                .collect(),
        })
    }

    /// The part that an agency has in an action.
    pub fn part(&self, action: Uuid, agency: Uuid) -> Option<&entities::assignment::Model> {
        self.parts
            .get(&action)?
            .iter()
            .find(|part| part.agency_id == agency)
    }
}

/// What the checks call the records that others point at.
struct Names {
    actions: HashMap<Uuid, String>,
    outcomes: HashMap<Uuid, String>,
    levels: HashMap<Uuid, String>,
    agencies: HashMap<Uuid, String>,
}

/// The agencies of the file in its order, then those that were given a part later.
async fn agencies(
    connection: &impl ConnectionTrait,
    printed: Vec<PrintedAgency>,
    parts: &HashMap<Uuid, Vec<entities::assignment::Model>>,
) -> Result<Vec<(String, Vec<String>, entities::agency::Model)>, ApiError> {
    use entities::agency::{Column, Entity};
    let mut wanted: Vec<Uuid> = printed.iter().map(|agency| agency.agency.0).collect();
    wanted.extend(parts.values().flatten().map(|part| part.agency_id));
    wanted.sort_unstable();
    wanted.dedup();
    let rows = Entity::find()
        .filter(Column::Id.is_in(wanted))
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    let by_id: HashMap<Uuid, &entities::agency::Model> =
        rows.iter().map(|row| (row.id, row)).collect();
    let mut found: Vec<_> = printed
        .into_iter()
        .filter_map(|agency| {
            let row = by_id.get(&agency.agency.0)?;
            Some((agency.id, agency.names, (*row).clone()))
        })
        .collect();
    let known: HashSet<Uuid> = found.iter().map(|(_, _, row)| row.id).collect();
    found.extend(
        rows.into_iter()
            .filter(|row| !known.contains(&row.id))
            .map(|row| (row.id.to_string(), Vec::new(), row)),
    );
    Ok(found)
}

fn outcome(row: &entities::outcome::Model) -> Result<OutcomeFacts, ApiError> {
    Ok(OutcomeFacts {
        id: key(row.source_id.as_ref(), row.id),
        number: row.number.map(whole),
        name: row.name.clone(),
        names_printed: texts(&row.names_printed)?,
        names_accepted: texts(&row.aliases)?,
    })
}

fn link(row: &entities::link::Model, names: &Names) -> LinkFacts {
    let settled = row.settled.then(|| {
        row.target_id
            .and_then(|target| names.actions.get(&target).cloned())
            .map_or(SettledLink::AsItStands, SettledLink::Action)
    });
    LinkFacts {
        id: key(row.source_id.as_ref(), row.id),
        from: names
            .actions
            .get(&row.from_action_id)
            .cloned()
            .unwrap_or_else(|| row.from_action_id.to_string()),
        printed_target: row.printed.clone(),
        label: row.label.clone(),
        kind: meaning(LinkKind::WORDS, &row.printed_kind).unwrap_or(LinkKind::Named),
        settled,
    }
}

fn meaning<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    words
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, meaning)| *meaning)
}

fn whole(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// A list of texts in a JSON column.
pub(super) fn texts(column: &serde_json::Value) -> Result<Vec<String>, ApiError> {
    Ok(Vec::<String>::deserialize(column)?)
}
