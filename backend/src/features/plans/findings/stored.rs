//! The rows of a plan that the checks look at.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{ExprTrait, Query, SelectStatement},
};
use shared::{ids::PlanId, plans::checks::CountFacts};
use uuid::Uuid;

use crate::error::ApiError;

use super::facts::{KeptFacts, PrintedAgency};

/// The rows of a plan that the checks look at.
#[derive(Debug)]
pub(super) struct Stored {
    pub plan: entities::plan::Model,
    pub actions: Vec<entities::action::Model>,
    pub outcomes: Vec<entities::outcome::Model>,
    pub links: Vec<entities::link::Model>,
    pub agencies: Vec<(String, Vec<String>, entities::agency::Model)>,
    pub counts: Vec<CountFacts>,
    pub measured: HashSet<String>,
    pub levels: Vec<entities::level::Model>,
    pub evidence: Vec<entities::evidence::Model>,
    pub parts: HashMap<Uuid, Vec<entities::assignment::Model>>,
    pub served: HashMap<Uuid, Vec<Uuid>>,
    pub dated: HashSet<Uuid>,
}

fn actions_of(plan: Uuid) -> SelectStatement {
    Query::select()
        .column(entities::action::Column::Id)
        .from(entities::action::Entity)
        .and_where(entities::action::Column::PlanId.eq(plan))
        .to_owned()
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

    /// The part that an agency has in an action.
    pub fn part(&self, action: Uuid, agency: Uuid) -> Option<&entities::assignment::Model> {
        self.parts
            .get(&action)?
            .iter()
            .find(|part| part.agency_id == agency)
    }
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
