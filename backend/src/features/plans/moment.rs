//! Which cycle and which day somebody asks about, and what was reported by then.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use shared::{
    ids::{ActionId, AgencyId, CycleId, UpdateId},
    plans::api::LastReport,
    problem::{ErrorCode, FieldCode},
    updates::{
        Brag, UpdateState,
        api::{CycleRef, UpdateContent},
    },
};
use uuid::Uuid;

use crate::{
    clock,
    db::history,
    error::ApiError,
    features::updates::{
        cycles,
        records::{CYCLE, CycleRecord, UPDATE, UpdateRecord},
    },
};

use super::{find::SeenPlan, rows};

/// Which moment of a plan to look at.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The cycle that ratings are for; the current one when absent
    pub cycle: Option<CycleId>,
    /// The end of a day in Europe/London; now when absent
    pub as_at: Option<NaiveDate>,
}

/// A moment that a plan has a state at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instant {
    /// The day that it belongs to.
    pub day: NaiveDate,
    /// Just after it, for a moment that has passed.
    pub past: Option<DateTime<Utc>>,
}

impl Instant {
    /// The end of `as_at`, or now.
    ///
    /// # Errors
    /// `invalid` for a day to come, `not_found` for one before the plan was loaded.
    pub fn of(
        plan: &SeenPlan,
        as_at: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<Self, ApiError> {
        let Some(day) = as_at else {
            return Ok(Self {
                day: today,
                past: None,
            });
        };
        if day > today {
            return Err(ApiError::field(
                "/as_at",
                FieldCode::TooLate,
                "Choose today or an earlier day",
            ));
        }
        let loaded = clock::london_day(plan.row().created_at);
        if day < loaded {
            return Err(ApiError::new(
                ErrorCode::NotFound,
                format!(
                    "This plan was loaded on {}. Choose that day or a later one.",
                    loaded.format("%-d %B %Y")
                ),
            ));
        }
        Ok(Self {
            day,
            past: Some(clock::end_of(day)),
        })
    }
}

/// The cycles of a plan.
#[derive(Clone, Debug)]
pub(super) struct Cycles {
    rows: Vec<entities::cycle::Model>,
    chosen: Option<Uuid>,
}

impl Cycles {
    /// The cycles at a moment, with the one that was asked for, or else the current one, chosen.
    ///
    /// # Errors
    /// `bad_query` for a cycle that is not one of them.
    pub async fn load(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        wanted: Option<CycleId>,
        at: Instant,
    ) -> Result<Self, ApiError> {
        use entities::cycle::{Column, Entity};
        let rows: Vec<entities::cycle::Model> = match at.past {
            None => {
                Entity::find()
                    .filter(Column::PlanId.eq(plan.id().0))
                    .all(connection)
                    .await?
            }
            Some(end) => history::as_at::<CycleRecord>(connection, CYCLE, plan.id(), end)
                .await?
                .into_iter()
                .map(|past| past.body.into())
                .collect(),
        };
        let chosen = match wanted {
            Some(wanted) if rows.iter().any(|row| row.id == wanted.0) => Some(wanted.0),
            Some(_) => {
                return Err(ApiError::new(
                    ErrorCode::BadQuery,
                    "The parameter cycle must name a reporting cycle of this plan.",
                ));
            }
            None => cycles::current(&rows, at.day).map(|row| row.id),
        };
        Ok(Self { rows, chosen })
    }

    /// The cycle that ratings are for.
    pub fn chosen(&self) -> Option<&entities::cycle::Model> {
        self.chosen
            .and_then(|id| self.rows.iter().find(|row| row.id == id))
    }

    /// A cycle in a few words.
    pub fn to_ref(&self, cycle: CycleId) -> Option<CycleRef> {
        self.rows
            .iter()
            .find(|row| row.id == cycle.0)
            .map(cycle_ref)
    }

    /// The chosen cycle in a few words.
    pub fn chosen_ref(&self) -> Option<CycleRef> {
        self.chosen().map(cycle_ref)
    }
}

/// A cycle in a few words.
pub(super) fn cycle_ref(row: &entities::cycle::Model) -> CycleRef {
    CycleRef {
        id: CycleId(row.id),
        name: row.name.clone(),
    }
}

/// An accepted update that no later edition has taken the place of.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub update: UpdateId,
    pub cycle: CycleId,
    pub agency: AgencyId,
    pub agency_name: String,
    pub brag: Option<Brag>,
    pub accepted_at: DateTime<Utc>,
    /// Its words, where they are at hand without asking for them.
    content: Option<UpdateContent>,
}

/// What was reported on the actions of a plan, in every cycle.
#[derive(Clone, Debug, Default)]
pub(super) struct Reports {
    by_action: HashMap<ActionId, Vec<Report>>,
}

type Row = (
    Uuid,
    Uuid,
    Uuid,
    Uuid,
    String,
    Option<String>,
    Option<DateTime<Utc>>,
);

impl Reports {
    /// The reports at a moment, on all actions or on one.
    ///
    /// # Errors
    /// When the database fails or a record cannot be read.
    pub async fn load(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        only: Option<ActionId>,
        at: Instant,
    ) -> Result<Self, ApiError> {
        let mut reports = match at.past {
            Some(end) => past(connection, plan, end).await?,
            None => live(connection, plan, only).await?,
        };
        for found in reports.by_action.values_mut() {
            found.sort_by_key(|report| (report.accepted_at, report.update));
        }
        Ok(reports)
    }

    fn add(&mut self, action: ActionId, report: Report) {
        self.by_action.entry(action).or_default().push(report);
    }

    /// The report on `action` for `cycle`.
    pub fn in_cycle(
        &self,
        action: ActionId,
        cycle: Option<&entities::cycle::Model>,
    ) -> Option<&Report> {
        let cycle = cycle?;
        self.by_action
            .get(&action)?
            .iter()
            .rev()
            .find(|report| report.cycle.0 == cycle.id)
    }

    /// The report on `action` that was accepted last, of whatever cycle.
    pub fn last(&self, action: ActionId, cycles: &Cycles) -> Option<LastReport> {
        let report = self.by_action.get(&action)?.last()?;
        Some(LastReport {
            update: report.update,
            cycle: cycles.to_ref(report.cycle)?,
            brag: report.brag?,
            accepted_at: report.accepted_at,
        })
    }
}

async fn live(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    only: Option<ActionId>,
) -> Result<Reports, ApiError> {
    use entities::progress_update::{Column, Entity};
    let mut query = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::ActionId,
            Column::CycleId,
            Column::AgencyId,
            Column::AgencyName,
            Column::Brag,
            Column::AcceptedAt,
        ])
        .filter(Column::PlanId.eq(plan.id().0))
        .filter(Column::State.eq(UpdateState::Accepted.code()))
        .filter(Column::Superseded.eq(false));
    if let Some(action) = only {
        query = query.filter(Column::ActionId.eq(action.0));
    }
    let rows: Vec<Row> = query
        .order_by_asc(Column::AcceptedAt)
        .into_tuple()
        .all(connection)
        .await?;
    let mut reports = Reports::default();
    for (update, action, cycle, agency, agency_name, brag, accepted_at) in rows {
        reports.add(
            ActionId(action),
            Report {
                update: UpdateId(update),
                cycle: CycleId(cycle),
                agency: AgencyId(agency),
                agency_name,
                brag: brag.as_deref().map(rows::word).transpose()?,
                accepted_at: accepted_at.unwrap_or_default(),
                content: None,
            },
        );
    }
    Ok(reports)
}

async fn past(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    end: DateTime<Utc>,
) -> Result<Reports, ApiError> {
    let mut reports = Reports::default();
    for past in history::as_at::<UpdateRecord>(connection, UPDATE, plan.id(), end).await? {
        let record = past.body;
        if record.state != UpdateState::Accepted || record.superseded {
            continue;
        }
        reports.add(
            record.action,
            Report {
                update: record.id,
                cycle: record.cycle,
                agency: record.agency,
                agency_name: record.agency_name,
                brag: record.content.brag,
                accepted_at: record.accepted_at.unwrap_or(past.from),
                content: Some(record.content),
            },
        );
    }
    Ok(reports)
}

/// The words of `reports`.
///
/// # Errors
/// When the database fails or a record cannot be read.
pub(super) async fn words(
    connection: &impl ConnectionTrait,
    reports: &[&Report],
) -> Result<HashMap<UpdateId, UpdateContent>, ApiError> {
    use entities::progress_update::{Column, Entity};
    let mut words: HashMap<UpdateId, UpdateContent> = HashMap::new();
    let mut missing: Vec<Uuid> = Vec::new();
    for report in reports {
        match &report.content {
            Some(content) => {
                words.insert(report.update, content.clone());
            }
            None => missing.push(report.update.0),
        }
    }
    if missing.is_empty() {
        return Ok(words);
    }
    let rows: Vec<(Uuid, serde_json::Value)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Content])
        .filter(Column::Id.is_in(missing))
        .into_tuple()
        .all(connection)
        .await?;
    for (id, content) in rows {
        words.insert(UpdateId(id), serde_json::from_value(content)?);
    }
    Ok(words)
}
