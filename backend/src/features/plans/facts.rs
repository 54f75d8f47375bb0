//! What is known of actions whatever their owners say: dates, milestones, the age of the last
//! report. From it the rules in `shared` imply a rating.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    ids::{ActionId, MilestoneId},
    updates::{Facts, MilestoneFact},
};
use uuid::Uuid;

use crate::{clock, db::history, error::ApiError};

use super::{
    find::SeenPlan,
    moment::Instant,
    records::{ActionRecord, MILESTONE, MilestoneRecord},
    rows,
};

/// What is known of the milestones of a plan's actions at a moment.
#[derive(Debug, Default)]
pub(super) struct MilestoneFacts {
    by_action: HashMap<ActionId, Vec<MilestoneFact>>,
}

impl MilestoneFacts {
    /// Reads them.
    ///
    /// # Errors
    /// When the database fails or a record cannot be read.
    pub async fn load(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        at: Instant,
    ) -> Result<Self, ApiError> {
        let Some(end) = at.past else {
            return live(connection, plan).await;
        };
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

async fn live(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
) -> Result<MilestoneFacts, ApiError> {
    use entities::{milestone, milestone_action};
    type Row = (Uuid, Option<String>, String, i32);
    let rows: Vec<Row> = milestone::Entity::find()
        .select_only()
        .columns([
            milestone::Column::Id,
            milestone::Column::Due,
            milestone::Column::State,
            milestone::Column::Moves,
        ])
        .filter(milestone::Column::PlanId.eq(plan.id().0))
        .into_tuple()
        .all(connection)
        .await?;
    let mut known = HashMap::new();
    for (id, due, state, moves) in rows {
        let fact = MilestoneFact {
            id: MilestoneId(id),
            due: rows::perhaps(due.as_ref())?,
            state: rows::word(&state)?,
            moves,
        };
        known.insert(id, fact);
    }
    let links: Vec<(Uuid, Uuid)> = milestone_action::Entity::find()
        .select_only()
        .columns([
            milestone_action::Column::MilestoneId,
            milestone_action::Column::ActionId,
        ])
        .filter(milestone_action::Column::MilestoneId.in_subquery(rows::milestone_ids(plan.id())))
        .into_tuple()
        .all(connection)
        .await?;
    let mut facts = MilestoneFacts::default();
    for (milestone, action) in links {
        if let Some(fact) = known.get(&milestone) {
            facts.add(ActionId(action), fact.clone());
        }
    }
    Ok(facts)
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
