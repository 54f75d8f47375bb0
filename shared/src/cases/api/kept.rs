//! Wire types of what is held of a case, and of how long.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::{Permit, PersonRef},
    cases::CaseReference,
    ids::{CaseId, RunId},
};

/// Sets or lifts the legal hold of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldForm {
    /// Whether the hold is to lie on the case.
    pub on: bool,
    /// Why.
    #[serde(default)]
    pub words: String,
}

/// Asks that a case is erased before its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EraseForm {
    /// Why.
    #[serde(default)]
    pub words: String,
}

/// All that is held under a reference, for the person whom it concerns. Staff stand here by agency
/// and role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldFile {
    /// Which case.
    pub id: CaseId,
    /// What it is called.
    pub reference: CaseReference,
    /// Its version, for what is to be done with it.
    pub version: i32,
    /// When this was put together.
    pub taken_at: DateTime<Utc>,
    /// Whether a legal hold lies on the case.
    pub legal_hold: bool,
    /// Whether the case has ended, so that it can be asked to be erased before its time.
    pub ended: bool,
    /// The first day on which it is due to be anonymised; absent while it has not ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// What is held, by kind.
    pub sections: Vec<HeldSection>,
    /// Who has seen it or done something to it, the first first.
    pub seen: Vec<HeldSeen>,
}

/// A kind of what is held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldSection {
    /// What it is, in words.
    pub title: String,
    /// Each of it.
    pub records: Vec<HeldRecord>,
}

/// A record that is held.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldRecord {
    /// What it says, in the order in which it is read.
    pub facts: Vec<HeldFact>,
}

/// One thing that a record says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldFact {
    /// What it is called.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// Somebody saw a case, or did something to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldSeen {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: agency and role.
    pub who: String,
    /// What was done.
    pub done: String,
}

/// How it stands with what is due to be anonymised. It says numbers, and nothing of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetentionView {
    /// For how many months a case is kept after its end.
    pub months: u32,
    /// The day that the server takes for today.
    pub today: NaiveDate,
    /// When somebody last looked at what is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked: Option<NaiveDate>,
    /// Whether the clock has jumped since, so that somebody has to look at it first.
    pub jumped: bool,
    /// How many cases have been anonymised.
    pub erased: usize,
    /// What was proposed, the latest first.
    pub runs: Vec<RetentionRun>,
    /// What the caller may do.
    pub allowed: Vec<Permit>,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetentionDue {
    /// How many cases a run would anonymise.
    pub cases: usize,
    /// How many more are due and wait for another run.
    pub left: usize,
    /// How many are due but for a legal hold.
    pub held: usize,
    /// How many are due but for a safeguarding concern.
    pub concerns: usize,
}

/// Looks at what is due, or proposes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RetentionAsk {
    /// Whether the caller has looked at the date of the server and found it right, after the clock
    /// jumped.
    #[serde(default)]
    pub clock_is_right: bool,
}

/// What became of an asking: what is due, and the run that was proposed; none where it was a dry
/// run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetentionAnswer {
    /// What is due.
    pub due: RetentionDue,
    /// The run that was proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
}

/// A run that somebody has proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetentionRun {
    /// Which.
    pub id: RunId,
    /// Who proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<PersonRef>,
    /// For which agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_for: Option<AgencyRef>,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Whether it asks to erase one case before its time.
    pub early: bool,
    /// How many cases it would anonymise.
    pub cases: usize,
    /// Why, for one case before its time, until it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Who agreed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<PersonRef>,
    /// When it was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
    /// How many cases it anonymised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<usize>,
    /// Whether it is too old to be agreed to.
    pub over: bool,
    /// What the caller may do.
    pub allowed: Vec<Permit>,
}
