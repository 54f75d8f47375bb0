//! Meetings and decisions as history keeps them, and the form in which the rest of the feature
//! reads them: the live rows become these records too.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::{
    agencies::api::AgencyRef,
    governance::{
        DecisionOutcome, DecisionProgress, DecisionReference, DecisionState,
        api::{DecisionRef, MeetingRef, Paper},
    },
    ids::{ActionId, DecisionId, MeetingId, PlanId},
};

use crate::{
    db::{Unit, history},
    error::ApiError,
};

/// The kind of a meeting in history.
pub const MEETING: &str = "meeting";
/// The kind of a decision in history.
pub const DECISION: &str = "decision";

/// A meeting in one of its states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeetingRecord {
    /// Which.
    pub id: MeetingId,
    /// The board, under the name that it had.
    pub board: AgencyRef,
    /// On which day.
    pub date: NaiveDate,
    /// What it is called.
    pub title: String,
    /// Its papers.
    pub papers: Vec<Paper>,
    /// Its version.
    pub version: i32,
}

impl MeetingRecord {
    /// The record of a row.
    ///
    /// # Errors
    /// When its papers cannot be read.
    pub fn of(row: entities::meeting::Model, board: AgencyRef) -> Result<Self, ApiError> {
        Ok(Self {
            id: MeetingId(row.id),
            board,
            date: row.held_on,
            title: row.title,
            papers: serde_json::from_value(row.papers)?,
            version: row.version,
        })
    }

    /// The meeting in a few words.
    pub fn to_ref(&self) -> MeetingRef {
        MeetingRef {
            id: self.id,
            board: self.board.clone(),
            date: self.date,
            title: self.title.clone(),
        }
    }
}

/// A decision in one of its states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// Which.
    pub id: DecisionId,
    /// The meeting.
    pub meeting: MeetingId,
    /// The year in its reference.
    pub year: i32,
    /// The number in its reference.
    pub number: i32,
    /// What is to be decided, or was.
    pub words: String,
    /// What the board made of it.
    pub outcome: DecisionOutcome,
    /// How far it has been carried out.
    pub progress: Option<DecisionProgress>,
    /// The agency that sees to it, under the name that it had.
    pub owner: Option<AgencyRef>,
    /// Who sees to it, in words.
    pub owner_note: String,
    /// By when it is to be done.
    pub due: Option<NaiveDate>,
    /// The actions that it is about.
    pub actions: Vec<ActionId>,
    /// Its version.
    pub version: i32,
    /// The words that went with the event that made it so.
    #[serde(default)]
    pub said: Option<String>,
}

impl DecisionRecord {
    /// The record of a row.
    ///
    /// # Errors
    /// When its state cannot be read.
    pub fn of(
        row: entities::decision::Model,
        owner: Option<AgencyRef>,
        actions: Vec<ActionId>,
    ) -> Result<Self, ApiError> {
        let state = state_of(&row)?;
        Ok(Self {
            id: DecisionId(row.id),
            meeting: MeetingId(row.meeting_id),
            year: row.year,
            number: row.number,
            words: row.words,
            outcome: state.outcome,
            progress: state.progress,
            owner,
            owner_note: row.owner_note,
            due: row.due,
            actions,
            version: row.version,
            said: None,
        })
    }

    /// Where it stands.
    pub const fn state(&self) -> DecisionState {
        DecisionState {
            outcome: self.outcome,
            progress: self.progress,
        }
    }

    /// The reference under which it is quoted.
    pub const fn reference(&self) -> DecisionReference {
        DecisionReference {
            year: self.year,
            number: self.number,
        }
    }

    /// The decision in a few words.
    pub fn to_ref(&self, meeting: MeetingRef) -> DecisionRef {
        DecisionRef {
            id: self.id,
            reference: self.reference().to_string(),
            words: self.words.clone(),
            outcome: self.outcome,
            progress: self.progress,
            meeting,
        }
    }
}

/// The state of a row.
///
/// # Errors
/// When a word in the row names none.
pub fn state_of(row: &entities::decision::Model) -> Result<DecisionState, ApiError> {
    let outcome = DecisionOutcome::from_code(&row.outcome)
        .ok_or(ApiError::Lost("an unknown outcome of a decision"))?;
    let progress = match row.progress.as_deref() {
        None => None,
        Some(code) => Some(
            DecisionProgress::from_code(code)
                .ok_or(ApiError::Lost("an unknown progress of a decision"))?,
        ),
    };
    Ok(DecisionState { outcome, progress })
}

/// Keeps the state of a meeting from now on.
///
/// # Errors
/// When the database fails.
pub async fn keep_meeting(
    unit: &Unit<'_>,
    plan: PlanId,
    record: &MeetingRecord,
) -> Result<(), ApiError> {
    unit.keep(history::Record {
        kind: MEETING,
        id: record.id.0,
        plan: Some(plan),
        version: record.version,
        body: record,
    })
    .await
}

/// Keeps the state of a decision from now on.
///
/// # Errors
/// When the database fails.
pub async fn keep_decision(
    unit: &Unit<'_>,
    plan: PlanId,
    record: &DecisionRecord,
) -> Result<(), ApiError> {
    unit.keep(history::Record {
        kind: DECISION,
        id: record.id.0,
        plan: Some(plan),
        version: record.version,
        body: record,
    })
    .await
}
