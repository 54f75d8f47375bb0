//! The facts of a stored plan, for the checks that run again after a repair. Ids are those of the
//! imported file, so that a finding keeps its name from the dry run on.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
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

use super::stored::Stored;

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

/// What the checks call a record: its id in the imported file, or else its own.
pub(super) fn key(source: Option<&String>, id: Uuid) -> String {
    source.cloned().unwrap_or_else(|| id.to_string())
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
}

/// What the checks call the records that others point at.
struct Names {
    actions: HashMap<Uuid, String>,
    outcomes: HashMap<Uuid, String>,
    levels: HashMap<Uuid, String>,
    agencies: HashMap<Uuid, String>,
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
