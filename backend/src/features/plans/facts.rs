//! What is known of actions whatever their owners say: dates, milestones, the age of the last
//! report. From it the rules in `shared` imply a rating.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use shared::{
    calendar::PartialDate,
    ids::{ActionId, MilestoneId},
    plans::api::MilestoneState,
    updates::{Facts, MilestoneFact},
};

use crate::{
    clock,
    db::{
        history,
        json::{Found, Lists, Place},
    },
    error::ApiError,
};

use super::{
    find::SeenPlan,
    records::{ActionRecord, MILESTONE, MilestoneRecord},
};

/// What is known of the milestones of a plan's actions at a moment.
#[derive(Debug, Default)]
pub(super) struct MilestoneFacts {
    by_action: HashMap<ActionId, Vec<MilestoneFact>>,
}

/// Where the milestones stand in an answer.
pub(super) struct Asked(Place);

/// Asks for the milestones of the actions that are `chosen` in the question already.
pub(super) fn ask(lists: &mut Lists) -> Asked {
    Asked(lists.list(
        &[
            &lists.id("c.id"),
            &lists.id("m.id"),
            "m.due",
            "m.state",
            "m.moves",
        ],
        "",
        "chosen c CROSS JOIN milestone_action x CROSS JOIN milestone m \
         WHERE x.action_id = c.id AND m.id = x.milestone_id",
    ))
}

#[derive(Deserialize)]
struct Row {
    action: ActionId,
    id: MilestoneId,
    due: Option<PartialDate>,
    state: MilestoneState,
    moves: i32,
}

impl Asked {
    /// The milestones.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn read(&self, found: &Found) -> Result<MilestoneFacts, ApiError> {
        let mut facts = MilestoneFacts::default();
        for row in found.rows::<Row>(self.0)? {
            let fact = MilestoneFact {
                id: row.id,
                due: row.due,
                state: row.state,
                moves: row.moves,
            };
            facts.add(row.action, fact);
        }
        Ok(facts)
    }
}

impl MilestoneFacts {
    /// The milestones of a plan just before `end`.
    ///
    /// # Errors
    /// When the database fails or a record cannot be read.
    pub async fn past(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        end: DateTime<Utc>,
    ) -> Result<Self, ApiError> {
        let mut facts = Self::default();
        for past in history::as_at::<MilestoneRecord>(connection, MILESTONE, plan.id(), end).await?
        {
            for action in &past.body.actions {
                facts.add(*action, fact(&past.body));
            }
        }
        Ok(facts)
    }

    fn add(&mut self, action: ActionId, milestone: MilestoneFact) {
        self.by_action.entry(action).or_default().push(milestone);
    }

    /// What is known of `action`, whose last report was accepted at `last`.
    pub fn of(&self, action: &ActionRecord, last: Option<DateTime<Utc>>) -> Facts {
        let milestones = self.by_action.get(&action.id).cloned().unwrap_or_default();
        facts(action, milestones, last)
    }
}

/// What is known of a milestone.
pub(super) fn fact(record: &MilestoneRecord) -> MilestoneFact {
    MilestoneFact {
        id: record.id,
        due: record.due.clone(),
        state: record.state,
        moves: record.moves,
    }
}

/// What is known of `action`, with its `milestones`, whose last report was accepted at `last`.
pub(super) fn facts(
    action: &ActionRecord,
    milestones: Vec<MilestoneFact>,
    last: Option<DateTime<Utc>>,
) -> Facts {
    Facts {
        state: action.state,
        starts: action.starts.clone(),
        ends: action.ends.clone(),
        last_report: last.map(clock::london_day),
        milestones,
    }
}
