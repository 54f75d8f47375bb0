//! What history keeps of actions and milestones, and the form in which the rest of the feature
//! reads them: the live rows become these records too, so that the present and the past go
//! through the same code.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::{
    agencies::api::AgencyRef,
    calendar::PartialDate,
    ids::{ActionId, AgencyId, EvidenceId, LevelId, LinkId, MilestoneId, OutcomeId, PlanId},
    plans::{
        ActionState, AssignmentRole, Part,
        api::{
            ActionRef, FieldChange, LinkKind, LinkResolution, MilestoneState, MilestoneView,
            Timescale,
        },
    },
    updates::CycleScope,
};

use crate::{
    db::{Unit, history},
    error::ApiError,
};

use super::{
    lists::{self, Depth, Which},
    rows,
};

/// The kind under which history keeps actions.
pub const ACTION: &str = "action";
/// The kind under which history keeps milestones.
pub const MILESTONE: &str = "milestone";

/// An action with everything that hangs on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionRecord {
    /// Which.
    pub id: ActionId,
    /// Its id in the imported file.
    pub source_id: Option<String>,
    /// Its place in print, from 1.
    pub order: i32,
    /// The reference as printed.
    pub printed_ref: String,
    /// The reference as settled.
    pub reference: Option<String>,
    /// Its title.
    pub title: String,
    /// What is to be done.
    pub summary: String,
    /// The pieces of it.
    pub parts_of_work: Vec<String>,
    /// Why.
    pub rationale: String,
    /// Its level of need.
    pub level: Option<LevelId>,
    /// The outcomes as printed.
    pub outcomes_printed: Vec<String>,
    /// The outcomes that it serves.
    pub outcomes: Vec<OutcomeId>,
    /// Who has which part.
    pub parts: Vec<PartRecord>,
    /// A note on who leads.
    pub lead_note: Option<String>,
    /// When it is to happen, as printed.
    pub timescale: Timescale,
    /// When it starts.
    pub starts: Option<PartialDate>,
    /// When it ends.
    pub ends: Option<PartialDate>,
    /// Where it stands.
    pub state: ActionState,
    /// Where it is printed.
    pub source_place: Option<String>,
    /// References from it.
    pub links: Vec<LinkRecord>,
    /// The sources that it rests on.
    pub evidence: Vec<EvidenceUse>,
    /// Its milestones.
    pub milestones: Vec<MilestoneId>,
    /// Its version.
    pub version: i32,
    /// The words that went with the change that made it so: a reason, a decision, evidence.
    #[serde(default)]
    pub because: Vec<FieldChange>,
}

/// An agency's part in an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// The agency that the plan names, under the name that it had.
    pub agency: AgencyRef,
    /// Whether it is a class.
    pub is_class: bool,
    /// The member that reports for the class.
    pub reported_by: Option<AgencyRef>,
    /// Its part.
    pub role: AssignmentRole,
    /// Whether it coordinates the joint leads.
    pub coordinates: bool,
    /// The words of the plan for the part.
    pub printed: Option<String>,
}

/// A reference from an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkRecord {
    /// Which.
    pub id: LinkId,
    /// What it says.
    pub kind: LinkKind,
    /// The reference as printed.
    pub printed: String,
    /// The words beside it.
    pub label: Option<String>,
    /// The action that it leads to.
    pub target: Option<ActionId>,
    /// Whether it leads anywhere.
    pub resolution: LinkResolution,
}

/// A source that an action rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceUse {
    /// The source.
    pub evidence: EvidenceId,
    /// The page, as printed.
    pub page: Option<String>,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MilestoneRecord {
    /// Which.
    pub id: MilestoneId,
    /// Its id in the imported file.
    pub source_id: Option<String>,
    /// Its place in print.
    pub order: i32,
    /// What.
    pub title: String,
    /// What kind of step, in the words of the file.
    pub kind: String,
    /// When it starts.
    pub starts: Option<PartialDate>,
    /// When it is due.
    pub due: Option<PartialDate>,
    /// Who owns it, under the name that it had.
    pub owner: Option<AgencyRef>,
    /// Where it stands.
    pub state: MilestoneState,
    /// The words of the plan for its state.
    pub printed_state: Option<String>,
    /// The day on which it was done.
    pub done_on: Option<NaiveDate>,
    /// How often its date has moved.
    pub moves: i32,
    /// A note on it.
    pub note: Option<String>,
    /// The actions that it is a step of.
    pub actions: Vec<ActionId>,
    /// Its version.
    pub version: i32,
    /// The words that went with the change that made it so.
    #[serde(default)]
    pub because: Vec<FieldChange>,
}

impl ActionRecord {
    /// The action in a few words.
    pub fn to_ref(&self) -> ActionRef {
        ActionRef {
            id: self.id,
            reference: self.shown_reference().to_owned(),
            title: self.title.clone(),
        }
    }

    /// Its reference, as settled or else as printed.
    pub fn shown_reference(&self) -> &str {
        self.reference.as_deref().unwrap_or(&self.printed_ref)
    }

    /// The parts as the rules see them.
    pub fn rule_parts(&self) -> Vec<Part> {
        self.parts
            .iter()
            .map(|part| Part {
                agency: part.agency.id,
                role: part.role,
                coordinates: part.coordinates,
            })
            .collect()
    }

    /// The agencies that answer for it: a class's lead falls on the member that reports for it.
    pub fn leads(&self) -> Vec<&AgencyRef> {
        let mut found: Vec<&AgencyRef> = Vec::new();
        for part in self.parts.iter().filter(|part| part.role.leads()) {
            let agency = part.answers();
            if !found.iter().any(|other| other.id == agency.id) {
                found.push(agency);
            }
        }
        found
    }

    /// Whether a cycle of this scope asks about it.
    pub fn covered_by(&self, scope: &CycleScope) -> bool {
        scope.covers(self.id, self.answering())
    }

    /// Whether it owes an update in a cycle of this scope, until it has had one accepted.
    pub fn asked_by(&self, scope: &CycleScope) -> bool {
        scope.asks(self.state, self.id, self.answering())
    }

    fn answering(&self) -> impl Iterator<Item = AgencyId> {
        let leading = self.parts.iter().filter(|part| part.role.leads());
        leading.map(|part| part.answers().id)
    }

    /// The ids of [`Self::leads`].
    pub fn lead_ids(&self) -> Vec<AgencyId> {
        self.leads().into_iter().map(|agency| agency.id).collect()
    }
}

impl PartRecord {
    /// The agency on which the part falls.
    pub fn answers(&self) -> &AgencyRef {
        self.reported_by.as_ref().unwrap_or(&self.agency)
    }
}

impl MilestoneRecord {
    /// The milestone as a page shows it.
    pub fn into_view(self) -> MilestoneView {
        MilestoneView {
            id: self.id,
            title: self.title,
            starts: self.starts,
            due: self.due,
            owner: self.owner,
            state: self.state,
            printed_state: self.printed_state,
            done_on: self.done_on,
            moves: self.moves,
            note: self.note,
            version: self.version,
        }
    }
}

/// Keeps how actions stand now, in history.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn keep_actions(
    unit: &Unit<'_>,
    plan: PlanId,
    actions: &[ActionId],
) -> Result<(), ApiError> {
    keep_actions_because(unit, plan, actions, &[]).await
}

/// As [`keep_actions`], with the words that went with the change, such as a reason.
///
/// # Errors
/// As [`keep_actions`].
pub async fn keep_actions_because(
    unit: &Unit<'_>,
    plan: PlanId,
    actions: &[ActionId],
    because: &[FieldChange],
) -> Result<(), ApiError> {
    let records = lists::actions_of(unit.txn, plan, Which::These(actions), Depth::Whole).await?;
    let records: Vec<ActionRecord> = records
        .into_iter()
        .map(|record| ActionRecord {
            because: because.to_vec(),
            ..record
        })
        .collect();
    unit.keep_all(records.iter().map(|record| history::Record {
        kind: ACTION,
        id: record.id.0,
        plan: Some(plan),
        version: record.version,
        body: record,
    }))
    .await
}

/// Keeps how milestones stand now, in history.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn keep_milestones(
    unit: &Unit<'_>,
    plan: PlanId,
    milestones: &[MilestoneId],
) -> Result<(), ApiError> {
    keep_milestones_because(unit, plan, milestones, &[]).await
}

/// As [`keep_milestones`], with the words that went with the change, such as a reason.
///
/// # Errors
/// As [`keep_milestones`].
pub async fn keep_milestones_because(
    unit: &Unit<'_>,
    plan: PlanId,
    milestones: &[MilestoneId],
    because: &[FieldChange],
) -> Result<(), ApiError> {
    let records = rows::milestones(unit.txn, plan, Some(milestones)).await?;
    let records: Vec<MilestoneRecord> = records
        .into_iter()
        .map(|record| MilestoneRecord {
            because: because.to_vec(),
            ..record
        })
        .collect();
    unit.keep_all(records.iter().map(|record| history::Record {
        kind: MILESTONE,
        id: record.id.0,
        plan: Some(plan),
        version: record.version,
        body: record,
    }))
    .await
}
