//! A pathway with the names of all that it points at.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    agencies::api::AgencyRef,
    ids::{ActionId, AgencyId, GroupId, OutcomeId, PlanId, ServiceId},
    pathways::{
        ServiceFacts,
        api::{PathwayDraft, PathwayService, PathwaySummary, PathwayView},
        findings, unserved,
    },
    plans::api::{ActionRef, NamedGroup, NamedOutcome, PlanRef},
    services::{ServiceKind, Standing, folded},
};
use uuid::Uuid;

use crate::{error::ApiError, features::names};

use super::record::PathwayRecord;

/// Every service that a pathway names.
fn services_of(draft: &PathwayDraft) -> impl Iterator<Item = ServiceId> {
    let graph = &draft.graph;
    graph
        .stages
        .iter()
        .flat_map(|stage| stage.services.iter().copied())
        .chain(graph.exits.iter().filter_map(|exit| exit.service))
        .chain(draft.services.iter().copied())
}

/// What the checks need to know of the services that these pathways name.
///
/// # Errors
/// When the database fails.
pub(super) async fn facts<'d>(
    connection: &impl ConnectionTrait,
    drafts: impl IntoIterator<Item = &'d PathwayDraft>,
    today: NaiveDate,
) -> Result<Vec<ServiceFacts>, ApiError> {
    use entities::service::{Column, Entity};
    let wanted: HashSet<Uuid> = drafts
        .into_iter()
        .flat_map(services_of)
        .map(|id| id.0)
        .collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::Id.is_in(wanted))
        .order_by_asc(Column::NameKey)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ServiceFacts {
            id: ServiceId(row.id),
            name: row.name,
            level_from: row.level_from,
            level_to: row.level_to,
            standing: Standing::of(
                ServiceKind::from_code(&row.kind).unwrap_or(ServiceKind::Other),
                row.valid_from,
                row.valid_to,
                today,
            ),
        })
        .collect())
}

/// The names of what some pathways of one plan point at.
pub(super) struct Around {
    outcomes: Vec<NamedOutcome>,
    groups: Vec<NamedGroup>,
    actions: HashMap<ActionId, ActionRef>,
    agencies: HashMap<AgencyId, AgencyRef>,
    services: Vec<ServiceFacts>,
}

impl Around {
    /// Reads them, with the services as they stand on `today`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(
        connection: &impl ConnectionTrait,
        plan: PlanId,
        records: &[PathwayRecord],
        today: NaiveDate,
    ) -> Result<Self, ApiError> {
        use entities::{outcome, vulnerable_group};
        let outcomes = outcome::Entity::find()
            .filter(outcome::Column::PlanId.eq(plan.0))
            .order_by_asc(outcome::Column::Sort)
            .all(connection)
            .await?;
        let groups = vulnerable_group::Entity::find()
            .filter(vulnerable_group::Column::PlanId.eq(plan.0))
            .order_by_asc(vulnerable_group::Column::Sort)
            .all(connection)
            .await?;
        let said = || records.iter().map(|record| &record.said);
        let actions = said().flat_map(|it| it.actions.iter().copied());
        let agencies = said().flat_map(|it| it.agencies.iter().copied());
        Ok(Self {
            outcomes: outcomes
                .into_iter()
                .map(|row| NamedOutcome {
                    id: OutcomeId(row.id),
                    number: row.number,
                    name: row.name,
                })
                .collect(),
            groups: groups
                .into_iter()
                .map(|row| NamedGroup {
                    id: GroupId(row.id),
                    name: row.name,
                })
                .collect(),
            actions: names::actions(connection, actions).await?,
            agencies: names::agencies(connection, agencies).await?,
            services: facts(connection, said(), today).await?,
        })
    }

    /// The name of anything that a pathway points at.
    pub fn name(&self, id: Uuid) -> String {
        let outcome = || self.outcomes.iter().find(|one| one.id.0 == id);
        let group = || self.groups.iter().find(|one| one.id.0 == id);
        let action = || self.actions.get(&ActionId(id));
        let agency = || self.agencies.get(&AgencyId(id));
        let service = || self.services.iter().find(|one| one.id.0 == id);
        outcome()
            .map(|it| it.name.clone())
            .or_else(|| group().map(|it| it.name.clone()))
            .or_else(|| action().map(|it| format!("{} {}", it.reference, it.title)))
            .or_else(|| agency().map(|it| it.name.clone()))
            .or_else(|| service().map(|it| it.name.clone()))
            .unwrap_or_else(|| "a record that is gone".to_owned())
    }

    fn outcomes(&self, draft: &PathwayDraft) -> Vec<NamedOutcome> {
        self.outcomes
            .iter()
            .filter(|outcome| draft.outcomes.contains(&outcome.id))
            .cloned()
            .collect()
    }

    fn groups(&self, draft: &PathwayDraft) -> Vec<NamedGroup> {
        self.groups
            .iter()
            .filter(|group| draft.groups.contains(&group.id))
            .cloned()
            .collect()
    }

    /// A pathway in a list.
    pub fn summary(&self, record: PathwayRecord) -> PathwaySummary {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let said = record.said;
        PathwaySummary {
            id: record.id,
            outcomes: self.outcomes(&said),
            groups: self.groups(&said),
            stages: count(said.graph.stages.len()),
            standards: count(said.standards.len()),
            findings: count(findings(&said, &self.services).len()),
            name: said.name,
            kind: said.kind,
            summary: said.summary,
            level_from: said.level_from,
            level_to: said.level_to,
            worked_example: said.worked_example,
            valid_to: record.valid_to,
        }
    }

    /// A pathway, without what may be done to it.
    pub fn view(&self, plan: PlanRef, record: PathwayRecord) -> PathwayView {
        let said = record.said;
        let groups = self.groups(&said);
        let mut services: Vec<PathwayService> = self
            .services
            .iter()
            .filter(|service| services_of(&said).any(|id| id == service.id))
            .map(|service| PathwayService {
                id: service.id,
                name: service.name.clone(),
                level_from: service.level_from,
                level_to: service.level_to,
                standing: service.standing,
            })
            .collect();
        services.sort_by_cached_key(|service| folded(&service.name));
        PathwayView {
            id: record.id,
            plan,
            outcomes: self.outcomes(&said),
            actions: said
                .actions
                .iter()
                .filter_map(|id| self.actions.get(id).cloned())
                .collect(),
            agencies: said
                .agencies
                .iter()
                .filter_map(|id| self.agencies.get(id).cloned())
                .collect(),
            services,
            findings: findings(&said, &self.services),
            unserved: unserved(&groups, &said, &self.services),
            groups,
            name: said.name,
            kind: said.kind,
            summary: said.summary,
            level_from: said.level_from,
            level_to: said.level_to,
            levels_inferred: record.levels_inferred,
            status_printed: said.status_printed,
            note: said.note,
            source: said.source,
            worked_example: said.worked_example,
            other_parties: said.other_parties,
            named_services: said.services,
            graph: said.graph,
            standards: said.standards,
            valid_to: record.valid_to,
            closed_because: record.closed_because,
            version: record.version,
            allowed: Vec::new(),
        }
    }
}
