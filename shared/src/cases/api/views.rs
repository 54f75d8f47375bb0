//! Wire types of reading cases.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    agencies::api::AgencyRef,
    auth::api::PersonRef,
    cases::{
        BirthMonth, CaseEventKind, CaseReference, CaseState, CaseVerb, CaseWhy, Cohort, District,
        LawfulBasis, NeedLevel, PartState, PassState, Sharing,
    },
    ids::{AgencyId, AgreementId, CaseId, PartId, PassId},
    step_down::{StepDownState, api::StepDownHead},
};

use super::CaseDraft;

/// A case to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// The agency that opens it and holds responsibility. The caller is named for it.
    pub agency: AgencyId,
    /// What it offers, in words that a family understands.
    #[serde(default)]
    pub offers: String,
    /// What is said about the young person.
    pub case: CaseDraft,
}

/// What is answered to whatever was written: no word of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseReceipt {
    /// The case.
    pub id: CaseId,
    /// Its version now.
    pub version: i32,
}

/// Looks for a case by its reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FindCase {
    /// The reference, as it was typed.
    pub reference: String,
}

/// Something that happens to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// What.
    pub event: CaseEventKind,
    /// Why, or what is known.
    #[serde(default)]
    pub words: String,
    /// For a merger, the reference of the case that carries on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
}

/// Which list of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseListing {
    /// Those for which the caller is named and that are live.
    #[default]
    Mine,
    /// What the caller's agencies are asked: to take part, to hold responsibility, to agree a plan.
    Asked,
    /// Reviews that are due within four weeks, and those that were missed.
    Reviews,
    /// Cases with which something does not move.
    Stuck,
    /// Those that have ended.
    Ended,
}

/// How many cases stand in each list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseCounts {
    /// Live cases.
    pub mine: u32,
    /// Askings without an answer.
    pub asked: u32,
    /// Cases with a review due within four weeks.
    pub reviews_due: u32,
    /// Cases with a review that was missed.
    pub reviews_missed: u32,
    /// Cases with which something does not move.
    pub stuck: u32,
}

/// A list of cases. That it was read, and which cases it showed, is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseList {
    /// Which.
    pub view: CaseListing,
    /// The cases.
    pub items: Vec<CaseRow>,
    /// Where the list goes on; absent at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many stand in each list.
    pub counts: CaseCounts,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseRow {
    /// Which.
    pub id: CaseId,
    /// What it is called.
    pub reference: CaseReference,
    /// The level of need.
    pub level: NeedLevel,
    /// How it stands.
    pub state: CaseState,
    /// The agency that holds responsibility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<AgencyRef>,
    /// The part of the caller's agency.
    pub part_id: PartId,
    /// How that part stands.
    pub part: PartState,
    /// Why the case stands in this list.
    pub why: Vec<CaseWhy>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// By when something is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// How its live step-down plan stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_down: Option<StepDownState>,
    /// Whether a safeguarding concern has not been dealt with.
    pub concern: bool,
}

/// A case, as somebody who takes part reads it. Every reading is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseView {
    /// Which.
    pub id: CaseId,
    /// What it is called.
    pub reference: CaseReference,
    /// The version, for `If-Match`.
    pub version: i32,
    /// The month and year of birth.
    pub born: BirthMonth,
    /// Where they live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<District>,
    /// What makes services answer faster or differently.
    pub cohorts: Vec<Cohort>,
    /// The level of need.
    pub level: NeedLevel,
    /// The own reference of the caller's agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<String>,
    /// How it stands.
    pub state: CaseState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// Whether a safeguarding concern has not been dealt with.
    pub concern: bool,
    /// Whether a legal hold lies on it.
    pub legal_hold: bool,
    /// The case that carries on, where it was merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CaseId>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// The agency that holds responsibility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<AgencyRef>,
    /// Who takes part, was asked or took part.
    pub parts: Vec<PartView>,
    /// Who held responsibility when, first to last.
    pub responsibility: Vec<HoldingView>,
    /// The asking to hold responsibility that is open, or else the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<PassView>,
    /// The live step-down plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<StepDownHead>,
    /// Those that have ended, the latest first.
    pub earlier_plans: Vec<StepDownHead>,
    /// What has happened, the latest first.
    pub timeline: Vec<CaseEntry>,
    /// What the caller is to the case.
    pub standing: CaseStanding,
    /// The agencies for which the caller is named.
    pub mine: Vec<AgencyRef>,
    /// What the caller may do.
    pub allowed: Vec<CaseVerb>,
    /// What can happen to the case now.
    pub events: Vec<CaseEventKind>,
    /// Until when the caller may read it, where they have broken the glass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glass_until: Option<DateTime<Utc>>,
}

/// What somebody who reads a case is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseStanding {
    /// Named for the agency that holds responsibility.
    Holder,
    /// Named for another agency that takes part.
    Participant,
    /// Has broken the glass.
    Glass,
}

/// An agency's part in a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartView {
    /// Which.
    pub id: PartId,
    /// The agency.
    pub agency: AgencyRef,
    /// How the part stands.
    pub state: PartState,
    /// Whether the agency holds responsibility.
    pub holds: bool,
    /// Its people who are named.
    pub people: Vec<PersonRef>,
    /// What it offers.
    pub offers: String,
    /// Its own reference of the young person; shown to that agency alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<String>,
    /// The ground on which it is told; absent for the agency that opened the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharing: Option<Sharing>,
    /// Its ground in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<LawfulBasis>,
    /// The sharing agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_id: Option<AgreementId>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// Who asked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<PersonRef>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_for: Option<String>,
    /// Since when it takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_at: Option<DateTime<Utc>>,
    /// Until when it took part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_at: Option<DateTime<Utc>>,
    /// Why it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The version of the part, for `If-Match`.
    pub version: i32,
}

/// A time in which an agency held responsibility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldingView {
    /// The agency.
    pub agency: AgencyRef,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; absent for the one that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// How it came to hold it.
    pub because: String,
}

/// An agency is asked to hold responsibility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassView {
    /// Which.
    pub id: PassId,
    /// The agency that asks.
    pub from: AgencyRef,
    /// The agency that is asked.
    pub to: AgencyRef,
    /// How it stands.
    pub state: PassState,
    /// Who asked.
    pub asked_by: PersonRef,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Why.
    pub words: String,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<PersonRef>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_words: Option<String>,
    /// The day of the first contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_on: Option<NaiveDate>,
    /// The clinical reason for which it passed before one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinical_reason: Option<String>,
}

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseEntry {
    /// Which.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; absent where it followed from something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// For which agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyRef>,
    /// The act, as the audit log names it.
    pub act: String,
    /// What was done, in words of the product.
    pub done: String,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Somebody has read a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseReading {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// For which agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyRef>,
    /// The act, as the audit log names it.
    pub act: String,
    /// The same in words.
    pub done: String,
    /// Which case, by its id; absent in the log of one case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
}

/// Who has read a case, or what people of an agency have read, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseLog {
    /// The readings.
    pub items: Vec<CaseReading>,
    /// Where the log goes on; absent at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
