//! Which cycle and which day somebody asks about.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use shared::{
    ids::CycleId,
    problem::{ErrorCode, FieldCode},
    updates::{CycleScope, api::CycleRef},
};
use uuid::Uuid;

use crate::{
    clock,
    db::history,
    error::ApiError,
    features::updates::{
        cycles,
        records::{self, CYCLE, CycleRecord},
    },
};

use super::find::SeenPlan;

/// Which moment of a plan to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, utoipa::IntoParams)]
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
pub struct Instant {
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
    rows: Arc<[entities::cycle::Model]>,
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
        let rows: Arc<[entities::cycle::Model]> = match at.past {
            None => plan.cycles(connection).await?,
            Some(end) => history::as_at::<CycleRecord>(connection, CYCLE, plan.id(), end)
                .await?
                .into_iter()
                .map(|past| past.body.into())
                .collect(),
        };
        let chosen = cycles::asked(&rows, wanted, at.day)?.map(|row| row.id);
        Ok(Self { rows, chosen })
    }

    /// The same with another cycle chosen; as they are where it is none of them.
    pub fn or(mut self, cycle: CycleId) -> Self {
        if self.to_ref(cycle).is_some() {
            self.chosen = Some(cycle.0);
        }
        self
    }

    /// The cycle that ratings are for.
    pub fn chosen(&self) -> Option<&entities::cycle::Model> {
        self.chosen
            .and_then(|id| self.rows.iter().find(|row| row.id == id))
    }

    /// The chosen cycle and those that opened before it, at most `most` of them, first to last.
    pub fn trail(&self, most: usize) -> Vec<&entities::cycle::Model> {
        let Some(chosen) = self.chosen() else {
            return Vec::new();
        };
        let place = |row: &entities::cycle::Model| (row.opens, row.id);
        let mut found: Vec<_> = self
            .rows
            .iter()
            .filter(|row| place(row) <= place(chosen))
            .collect();
        found.sort_by_key(|row| place(row));
        found.split_off(found.len().saturating_sub(most))
    }

    /// What the chosen cycle asks about; the whole plan where there is none.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn scope(&self) -> Result<CycleScope, ApiError> {
        self.chosen()
            .map_or_else(|| Ok(CycleScope::default()), records::scope)
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
