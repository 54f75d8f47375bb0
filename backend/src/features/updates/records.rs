//! Updates and cycles as history keeps them: complete, so that what a board saw on a day can be
//! put together again.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::{
    ids::{ActionId, AgencyId, CycleId, PersonId, PlanId, UpdateId},
    plans::AssignmentRole,
    updates::{
        ContributionState, CycleDates, CycleLock, CycleScope, CycleState, Implied, UpdateState,
        api::UpdateContent,
    },
};

use crate::{
    db::{Unit, history},
    error::ApiError,
};

use super::{contributions, facts};

/// The kind of an update in history.
pub const UPDATE: &str = "update";
/// The kind of a cycle in history.
pub const CYCLE: &str = "cycle";

/// A progress update in one of its states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateRecord {
    /// Which.
    pub id: UpdateId,
    /// The plan.
    pub plan: PlanId,
    /// The action.
    pub action: ActionId,
    /// The cycle.
    pub cycle: CycleId,
    /// The agency that reports.
    pub agency: AgencyId,
    /// The name that it had when the update was begun.
    pub agency_name: String,
    /// 1 for the first, more for corrections.
    pub edition: i32,
    /// The accepted update that it corrects.
    pub corrects: Option<UpdateId>,
    /// Whether a later edition has taken its place.
    pub superseded: bool,
    /// Where it stands.
    pub state: UpdateState,
    /// 1 for the first round of review, more after returns.
    pub round: i32,
    /// Its words, with the delivery status and the rating.
    pub content: UpdateContent,
    /// The rating that the facts implied when it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implied: Option<Implied>,
    /// What the other agencies with a part in the action have said of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributions: Vec<ContributionRecord>,
    /// Who began it.
    pub author: PersonId,
    /// Who changed it last.
    pub last_editor: PersonId,
    /// To whom it was handed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<PersonId>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Its version.
    pub version: i32,
}

/// What an agency that is asked has said of an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContributionRecord {
    /// The agency.
    pub agency: AgencyId,
    /// The name that it had when it was asked.
    pub agency_name: String,
    /// Its part in the action.
    pub part: AssignmentRole,
    /// What it has answered.
    pub state: ContributionState,
    /// Why it disputes the update.
    pub words: Option<String>,
    /// Who answered.
    pub by: Option<PersonId>,
}

impl UpdateRecord {
    /// The record of a row and of what others say of it.
    ///
    /// # Errors
    /// When the row holds a state or words that cannot be read.
    pub fn of(
        row: &entities::progress_update::Model,
        contributions: Vec<ContributionRecord>,
    ) -> Result<Self, ApiError> {
        Ok(Self {
            id: UpdateId(row.id),
            plan: PlanId(row.plan_id),
            action: ActionId(row.action_id),
            cycle: CycleId(row.cycle_id),
            agency: AgencyId(row.agency_id),
            agency_name: row.agency_name.clone(),
            edition: row.edition,
            corrects: row.corrects_id.map(UpdateId),
            superseded: row.superseded,
            state: state_of(row)?,
            round: row.round,
            content: content_of(row)?,
            implied: facts::kept(row)?,
            contributions,
            author: PersonId(row.author_id),
            last_editor: PersonId(row.last_editor_id),
            assigned: row.assigned_id.map(PersonId),
            created_at: row.created_at,
            changed_at: row.changed_at,
            accepted_at: row.accepted_at,
            version: row.version,
        })
    }
}

/// The state of a row.
///
/// # Errors
/// When the word in the row names none.
pub fn state_of(row: &entities::progress_update::Model) -> Result<UpdateState, ApiError> {
    Ok(serde_json::from_value(Value::String(row.state.clone()))?)
}

/// The words of a row.
///
/// # Errors
/// When they cannot be read.
pub fn content_of(row: &entities::progress_update::Model) -> Result<UpdateContent, ApiError> {
    Ok(serde_json::from_value(row.content.clone())?)
}

/// Keeps the state of an update from now on.
///
/// # Errors
/// When the database fails.
pub async fn keep(unit: &Unit<'_>, row: &entities::progress_update::Model) -> Result<(), ApiError> {
    let contributions = contributions::records(unit.txn, row).await?;
    keep_with(unit, row, contributions).await
}

/// As [`keep`], where what others say of the update is at hand.
///
/// # Errors
/// When the database fails.
pub async fn keep_with(
    unit: &Unit<'_>,
    row: &entities::progress_update::Model,
    contributions: Vec<ContributionRecord>,
) -> Result<(), ApiError> {
    unit.keep(history::Record {
        kind: UPDATE,
        id: row.id,
        plan: Some(PlanId(row.plan_id)),
        version: row.version,
        body: &UpdateRecord::of(row, contributions)?,
    })
    .await
}

/// A reporting cycle in one of its states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleRecord {
    /// Which.
    pub id: CycleId,
    /// The plan.
    pub plan: PlanId,
    /// Its name.
    pub name: String,
    /// The first day observed.
    pub observes_from: NaiveDate,
    /// The last day observed.
    pub observes_to: NaiveDate,
    /// The first day on which updates can be sent.
    pub opens: NaiveDate,
    /// The day by which they are due.
    pub due: NaiveDate,
    /// The last day on which they are taken.
    pub closes: NaiveDate,
    /// The first day on which it is locked by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locks: Option<NaiveDate>,
    /// What reporters are asked to bear in mind.
    pub instructions: String,
    /// What it asks about.
    #[serde(default, skip_serializing_if = "CycleScope::is_whole_plan")]
    pub scope: CycleScope,
    /// When it was locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked_at: Option<DateTime<Utc>>,
    /// Its version.
    pub version: i32,
}

impl TryFrom<&entities::cycle::Model> for CycleRecord {
    type Error = ApiError;

    fn try_from(row: &entities::cycle::Model) -> Result<Self, ApiError> {
        Ok(Self {
            id: CycleId(row.id),
            plan: PlanId(row.plan_id),
            name: row.name.clone(),
            observes_from: row.observes_from,
            observes_to: row.observes_to,
            opens: row.opens,
            due: row.due,
            closes: row.closes,
            locks: row.locks,
            instructions: row.instructions.clone(),
            scope: scope(row)?,
            locked_at: row.locked_at,
            version: row.version,
        })
    }
}

impl From<CycleRecord> for entities::cycle::Model {
    fn from(record: CycleRecord) -> Self {
        Self {
            id: record.id.0,
            plan_id: record.plan.0,
            name: record.name,
            observes_from: record.observes_from,
            observes_to: record.observes_to,
            opens: record.opens,
            due: record.due,
            closes: record.closes,
            locks: record.locks,
            instructions: record.instructions,
            scope: stored(&record.scope),
            locked_at: record.locked_at,
            version: record.version,
        }
    }
}

/// The dates of a row.
pub const fn dates(row: &entities::cycle::Model) -> CycleDates {
    CycleDates {
        observes_from: row.observes_from,
        observes_to: row.observes_to,
        opens: row.opens,
        due: row.due,
        closes: row.closes,
    }
}

/// Where the cycle of a row stands on `today`: closed ones may be locked.
pub fn stands(row: &entities::cycle::Model, today: NaiveDate) -> CycleState {
    let lock = CycleLock {
        by_hand: row.locked_at.is_some(),
        from: row.locks,
    };
    dates(row).stands_on(lock, today)
}

/// What the cycle of a row asks about.
///
/// # Errors
/// When the row cannot be read.
pub fn scope(row: &entities::cycle::Model) -> Result<CycleScope, ApiError> {
    Ok(match &row.scope {
        None => CycleScope::default(),
        Some(kept) => CycleScope::deserialize(kept)?,
    })
}

/// What a cycle asks about, as its row keeps it.
pub fn stored(scope: &CycleScope) -> Option<Value> {
    (!scope.is_whole_plan()).then(|| json!({"actions": scope.actions, "agencies": scope.agencies}))
}

/// Keeps the state of a cycle from now on.
///
/// # Errors
/// When the database fails.
pub async fn keep_cycle(unit: &Unit<'_>, row: &entities::cycle::Model) -> Result<(), ApiError> {
    unit.keep(history::Record {
        kind: CYCLE,
        id: row.id,
        plan: Some(PlanId(row.plan_id)),
        version: row.version,
        body: &CycleRecord::try_from(row)?,
    })
    .await
}
