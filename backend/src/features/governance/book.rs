//! All meetings and decisions of a plan at a moment. There are few, and each is shown with others.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    governance::{
        DecisionReference,
        api::{DecisionRef, DecisionSummary, MeetingRef},
    },
    ids::{ActionId, AgencyId, DecisionId, MeetingId},
    plans::api::ActionRef,
};
use uuid::Uuid;

use crate::{
    db::history,
    error::ApiError,
    features::{
        names,
        plans::{find::SeenPlan, moment::Instant},
    },
};

use super::records::{DECISION, DecisionRecord, MEETING, MeetingRecord};

/// What a plan's boards have met about and decided.
#[derive(Debug)]
pub(super) struct Book {
    /// The meetings, latest first.
    pub meetings: Vec<MeetingRecord>,
    /// The decisions, latest first.
    pub decisions: Vec<DecisionRecord>,
    /// The day that the moment belongs to.
    pub day: NaiveDate,
}

impl Book {
    /// Reads it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        at: Instant,
    ) -> Result<Self, ApiError> {
        let (mut meetings, mut decisions) = match at.past {
            None => live(connection, plan).await?,
            Some(end) => (
                history::as_at::<MeetingRecord>(connection, MEETING, plan.id(), end)
                    .await?
                    .into_iter()
                    .map(|past| past.body)
                    .collect(),
                history::as_at::<DecisionRecord>(connection, DECISION, plan.id(), end)
                    .await?
                    .into_iter()
                    .map(|past| past.body)
                    .collect(),
            ),
        };
        meetings.sort_by_key(|meeting| std::cmp::Reverse((meeting.date, meeting.id)));
        decisions.sort_by_key(|decision| std::cmp::Reverse(decision.reference()));
        Ok(Self {
            meetings,
            decisions,
            day: at.day,
        })
    }

    /// A meeting by its id.
    ///
    /// # Errors
    /// `not_found`.
    pub fn meeting(&self, id: MeetingId) -> Result<&MeetingRecord, ApiError> {
        self.meetings
            .iter()
            .find(|meeting| meeting.id == id)
            .ok_or_else(ApiError::not_found)
    }

    /// A decision by its id or its reference.
    ///
    /// # Errors
    /// `not_found`.
    pub fn decision(&self, word: &str) -> Result<&DecisionRecord, ApiError> {
        let id = word.parse::<DecisionId>().ok();
        let reference = word.parse::<DecisionReference>().ok();
        self.decisions
            .iter()
            .find(|decision| Some(decision.id) == id || Some(decision.reference()) == reference)
            .ok_or_else(ApiError::not_found)
    }

    /// Whether the day of a meeting has come.
    pub fn held(&self, meeting: &MeetingRef) -> bool {
        meeting.date <= self.day
    }

    /// A decision in a few words.
    ///
    /// # Errors
    /// When its meeting is missing.
    pub fn to_ref(&self, decision: &DecisionRecord) -> Result<DecisionRef, ApiError> {
        Ok(decision.to_ref(self.meeting(decision.meeting)?.to_ref()))
    }

    /// Decisions as a list shows them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn summaries<'b>(
        &'b self,
        connection: &impl ConnectionTrait,
        wanted: impl Iterator<Item = &'b DecisionRecord>,
    ) -> Result<Vec<DecisionSummary>, ApiError> {
        let wanted: Vec<&DecisionRecord> = wanted.collect();
        let ids = wanted.iter().flat_map(|decision| &decision.actions);
        let actions = names::actions(connection, ids.copied()).await?;
        wanted
            .into_iter()
            .map(|decision| {
                Ok(DecisionSummary {
                    decision: self.to_ref(decision)?,
                    owner: decision.owner.clone(),
                    owner_note: decision.owner_note.clone(),
                    due: decision.due,
                    overdue: decision.state().overdue(decision.due, self.day),
                    actions: named(&actions, &decision.actions),
                })
            })
            .collect()
    }
}

/// The actions with these ids, by reference as people count.
pub(super) fn named(known: &HashMap<ActionId, ActionRef>, ids: &[ActionId]) -> Vec<ActionRef> {
    let mut found: Vec<ActionRef> = ids.iter().filter_map(|id| known.get(id).cloned()).collect();
    found.sort_by(|a, b| (&a.reference, a.id).cmp(&(&b.reference, b.id)));
    found
}

async fn live(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
) -> Result<(Vec<MeetingRecord>, Vec<DecisionRecord>), ApiError> {
    use entities::{decision, decision_action, meeting};
    let meetings = meeting::Entity::find()
        .filter(meeting::Column::PlanId.eq(plan.id().0))
        .all(connection)
        .await?;
    let decisions = decision::Entity::find()
        .filter(decision::Column::PlanId.eq(plan.id().0))
        .all(connection)
        .await?;
    let mut actions: HashMap<Uuid, Vec<ActionId>> = HashMap::new();
    if !decisions.is_empty() {
        let of_plan = sea_orm::sea_query::Query::select()
            .column(decision::Column::Id)
            .from(decision::Entity)
            .and_where(decision::Column::PlanId.eq(plan.id().0))
            .to_owned();
        let rows = decision_action::Entity::find()
            .filter(decision_action::Column::DecisionId.in_subquery(of_plan))
            .all(connection)
            .await?;
        for row in rows {
            let of = actions.entry(row.decision_id).or_default();
            of.push(ActionId(row.action_id));
        }
    }
    let boards = meetings.iter().map(|row| row.board_id);
    let owners = decisions.iter().filter_map(|row| row.owner_id);
    let agencies = names::agencies(connection, boards.chain(owners).map(AgencyId)).await?;
    let name = |id| {
        agencies
            .get(&AgencyId(id))
            .cloned()
            .ok_or(ApiError::Lost("an agency without a name"))
    };
    Ok((
        meetings
            .into_iter()
            .map(|row| {
                let board = name(row.board_id)?;
                MeetingRecord::of(row, board)
            })
            .collect::<Result<_, ApiError>>()?,
        decisions
            .into_iter()
            .map(|row| {
                let owner = row.owner_id.map(name).transpose()?;
                let about = actions.remove(&row.id).unwrap_or_default();
                DecisionRecord::of(row, owner, about)
            })
            .collect::<Result<_, ApiError>>()?,
    ))
}
