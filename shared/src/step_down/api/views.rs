use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::StepDownContent;
use crate::{
    agencies::api::AgencyRef,
    auth::api::{Permit, PersonRef},
    cases::{BirthMonth, CaseReference, NeedLevel},
    ids::{CaseId, ServiceId, StepDownId},
    step_down::{Duty, Gap, ReviewFinding, ServiceFacts, StepDownState, VersionStage},
};

/// A plan in a line, for the page of its case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepDownHead {
    /// Which.
    pub id: StepDownId,
    /// How it stands.
    pub state: StepDownState,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// When it ended; absent while it is live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// The day from which support was reduced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stepped_down_on: Option<NaiveDate>,
    /// The day of the next review, held or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_review: Option<NaiveDate>,
    /// Whether that day has passed.
    pub overdue: bool,
}

/// A step-down plan, as somebody who takes part in the case reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepDownView {
    /// Which.
    pub id: StepDownId,
    /// The case.
    pub case: CaseId,
    /// What the case is called.
    pub reference: CaseReference,
    /// The month of birth, so that a form knows which dates tell who somebody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<BirthMonth>,
    /// The version of the record, for `If-Match`.
    pub version: i32,
    /// How the plan stands.
    pub state: StepDownState,
    /// The number of its newest version that was not given up.
    pub number: u32,
    /// How that version stands.
    pub stage: VersionStage,
    /// What it says.
    pub content: StepDownContent,
    /// What it lacks before it can be proposed or accepted; empty where it is neither written nor
    /// proposed.
    pub gaps: Vec<GapView>,
    /// The number of the version that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<u32>,
    /// All versions, the newest first.
    pub versions: Vec<VersionView>,
    /// The agencies that are still to accept the version that is proposed.
    pub outstanding: Vec<AgencyRef>,
    /// The day from which support was reduced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stepped_down_on: Option<NaiveDate>,
    /// The reviews that are set, and those that were recorded, by their day.
    pub reviews: Vec<ReviewView>,
    /// What is owed since support began to be reduced.
    pub duties: Vec<DutyView>,
    /// How the young person came back in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub re_entry: Option<ReEntryView>,
    /// What has happened to the plan, the latest first.
    pub events: Vec<StepDownEntry>,
    /// The words of what the caller can do now.
    pub open_events: Vec<String>,
    /// Everything that can be done to a plan, with why the caller cannot do it now.
    pub allowed: Vec<Permit>,
    /// The services that the plan can name: those of today and of days to come, and those that it
    /// names.
    pub services: Vec<ServiceChoice>,
    /// The agencies that take part in the case.
    pub agencies: Vec<AgencyRef>,
    /// The agency for which the caller acts; absent for who only reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<AgencyRef>,
    /// The agency that holds responsibility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<AgencyRef>,
}

/// Something that a plan lacks, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GapView {
    /// What.
    pub gap: Gap,
    /// The field where it is mended, as a JSON pointer into the content.
    pub pointer: String,
    /// The way out.
    pub words: String,
}

impl From<Gap> for GapView {
    fn from(gap: Gap) -> Self {
        Self {
            gap,
            pointer: gap.pointer().to_owned(),
            words: gap.label().to_owned(),
        }
    }
}

/// A version of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VersionView {
    /// Its number, from 1.
    pub number: u32,
    /// How it stands.
    pub stage: VersionStage,
    /// What it says.
    pub content: StepDownContent,
    /// Who wrote it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_by: Option<PersonRef>,
    /// For which agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_for: Option<AgencyRef>,
    /// When.
    pub written_at: DateTime<Utc>,
    /// The agencies that have accepted it, in that order.
    pub acceptances: Vec<AcceptanceView>,
}

/// That an agency has accepted a version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptanceView {
    /// The agency.
    pub agency: AgencyRef,
    /// Who accepted for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewView {
    /// The day for which it was set.
    pub due: NaiveDate,
    /// Whether that day has passed, and nobody has said anything of it.
    pub overdue: bool,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ReviewAnswer>,
}

/// What became of a review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewAnswer {
    /// The day on which it was held; absent where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_on: Option<NaiveDate>,
    /// What it found; absent where it was not held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<ReviewFinding>,
    /// What changes, or why it was not held.
    pub words: String,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// For which agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyRef>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something that is owed since support began to be reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyView {
    /// What.
    pub duty: Duty,
    /// The last day on which it is done in time.
    pub due: NaiveDate,
    /// The day on which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<NaiveDate>,
    /// Whether it should have been done and was not.
    pub overdue: bool,
}

/// How a young person came back in, and by when there is an answer, as the plan promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReEntryView {
    /// On which day.
    pub on: NaiveDate,
    /// By which sign, or what they asked for.
    pub words: String,
    /// The last day of the promised time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<NaiveDate>,
    /// The day on which the next plan of the case was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<NaiveDate>,
    /// Whether the promised time has passed without one.
    pub overdue: bool,
}

/// Something that happened to a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepDownEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// The word of the event.
    pub event: String,
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    /// For which agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyRef>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A service that a plan can name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceChoice {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// Its telephone number in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The lowest level of need that it serves, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<NeedLevel>,
    /// The highest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_to: Option<NeedLevel>,
    /// Its first day, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<NaiveDate>,
    /// Its last day, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<NaiveDate>,
}

impl ServiceChoice {
    /// The levels that it serves, the lowest and the highest, where both are known.
    pub fn levels(&self) -> Option<(NeedLevel, NeedLevel)> {
        self.level_from.zip(self.level_to)
    }

    /// The service, as far as the rules of a plan ask.
    pub fn facts(&self) -> ServiceFacts {
        ServiceFacts {
            id: self.id,
            levels: self.levels(),
            opens: self.opens,
            closes: self.closes,
        }
    }
}
