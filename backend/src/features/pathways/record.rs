//! A pathway as history keeps it, and its row as a draft fills it.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use shared::{
    ids::{PathwayId, PlanId},
    pathways::{PathwayKind, api::PathwayDraft},
    services::folded,
};

use crate::{
    db::{Act, Unit, history::Record},
    error::ApiError,
};

use entities::pathway::{ActiveModel, Model};

/// What kind of record a pathway is.
pub(super) const PATHWAY: &str = "pathway";

/// A pathway as it stands, or as it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct PathwayRecord {
    pub id: PathwayId,
    pub said: PathwayDraft,
    pub levels_inferred: bool,
    pub valid_to: Option<NaiveDate>,
    pub closed_because: Option<String>,
    pub version: i32,
}

impl PathwayRecord {
    /// The pathway of a row.
    ///
    /// # Errors
    /// When a list of it cannot be read.
    pub fn of(row: Model) -> Result<Self, ApiError> {
        Ok(Self {
            id: PathwayId(row.id),
            levels_inferred: row.levels_inferred,
            valid_to: row.valid_to,
            closed_because: row.closed_because,
            version: row.version,
            said: PathwayDraft {
                kind: PathwayKind::from_code(&row.kind).unwrap_or(PathwayKind::Other),
                name: row.name,
                summary: row.summary,
                level_from: row.level_from,
                level_to: row.level_to,
                status_printed: row.status_printed,
                note: row.note,
                source: row.source,
                worked_example: row.worked_example,
                outcomes: serde_json::from_value(row.outcomes)?,
                actions: serde_json::from_value(row.actions)?,
                agencies: serde_json::from_value(row.agencies)?,
                other_parties: serde_json::from_value(row.other_parties)?,
                groups: serde_json::from_value(row.groups)?,
                services: serde_json::from_value(row.services)?,
                graph: serde_json::from_value(row.graph)?,
                standards: serde_json::from_value(row.standards)?,
            },
        })
    }
}

/// Keeps the pathway in its new state and writes down what was done to it.
///
/// # Errors
/// When the database fails or a list cannot be read.
pub(super) async fn keep(
    unit: &mut Unit<'_>,
    act: &'static str,
    row: Model,
) -> Result<PathwayRecord, ApiError> {
    let (subject, plan) = (row.id, PlanId(row.plan_id));
    let body = PathwayRecord::of(row)?;
    unit.keep(record(plan, &body)).await?;
    unit.record(Act {
        act,
        kind: PATHWAY,
        subject,
        plan: Some(plan),
        agency: None,
    });
    Ok(body)
}

/// Keeps pathways that came with something larger, which is the act that is written down.
///
/// # Errors
/// When the database fails or a list cannot be read.
pub(super) async fn keep_all(
    unit: &Unit<'_>,
    plan: PlanId,
    rows: Vec<Model>,
) -> Result<(), ApiError> {
    let bodies = rows
        .into_iter()
        .map(PathwayRecord::of)
        .collect::<Result<Vec<_>, _>>()?;
    unit.keep_all(bodies.iter().map(|body| record(plan, body)))
        .await
}

const fn record(plan: PlanId, body: &PathwayRecord) -> Record<'_, PathwayRecord> {
    Record {
        kind: PATHWAY,
        id: body.id.0,
        plan: Some(plan),
        version: body.version,
        body,
    }
}

/// Puts what a draft says into a row.
///
/// # Errors
/// When a list cannot be written as JSON.
pub(super) fn fill(row: &mut ActiveModel, draft: PathwayDraft) -> Result<(), ApiError> {
    let PathwayDraft {
        name,
        kind,
        summary,
        level_from,
        level_to,
        status_printed,
        note,
        source,
        worked_example,
        outcomes,
        actions,
        agencies,
        other_parties,
        groups,
        services,
        graph,
        standards,
    } = draft;
    row.name_key = Set(folded(&name));
    row.name = Set(name);
    row.kind = Set(kind.code().to_owned());
    row.summary = Set(summary);
    row.level_from = Set(level_from);
    row.level_to = Set(level_to);
    row.status_printed = Set(status_printed);
    row.note = Set(note);
    row.source = Set(source);
    row.worked_example = Set(worked_example);
    row.outcomes = Set(serde_json::to_value(outcomes)?);
    row.actions = Set(serde_json::to_value(actions)?);
    row.agencies = Set(serde_json::to_value(agencies)?);
    row.other_parties = Set(serde_json::to_value(other_parties)?);
    row.groups = Set(serde_json::to_value(groups)?);
    row.services = Set(serde_json::to_value(services)?);
    row.graph = Set(serde_json::to_value(graph)?);
    row.standards = Set(serde_json::to_value(standards)?);
    Ok(())
}
