//! Wire types of working together on a case: parts, passing responsibility, broken glass.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::{Permit, PersonRef},
    cases::{BreakGlassReason, CaseReference, GlassFinding, LawfulBasis, NeedLevel, Sharing},
    ids::{AgencyId, AgreementId, CaseId, GlassId, PartId, PersonId},
};

/// Asks an agency to take part, with the ground on which it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// Which agency.
    pub agency: AgencyId,
    /// The sharing agreement under which it is told.
    pub agreement: AgreementId,
    /// The ground on which it is told of this case.
    pub sharing: Sharing,
    /// What it is asked for. It reads this before it accepts.
    pub words: String,
}

/// The answer of an agency that was asked to take part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartAnswer {
    /// Whether it takes part.
    pub accept: bool,
    /// Its practitioners who are named, where it does.
    #[serde(default)]
    pub people: Vec<PersonId>,
    /// What it offers, in words that a family understands.
    #[serde(default)]
    pub offers: String,
    /// Why not, where it does not.
    #[serde(default)]
    pub words: String,
}

/// Ends a part, or takes an asking back, and says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartWords {
    /// Why.
    pub words: String,
}

/// Who of an agency is named from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartPeople {
    /// All of them: its practitioners.
    pub people: Vec<PersonId>,
}

/// What an agency offers from now on, and what it calls the young person itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartOffer {
    /// What it offers, in words that a family understands.
    pub offers: String,
    /// Its own reference, which nobody else sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<String>,
}

/// Records that consent to tell an agency was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentWithdrawn {
    /// The day on which it was.
    pub on: NaiveDate,
    /// What was said.
    pub words: String,
}

/// What an agency that is asked to take part reads before it answers: no more than it needs to
/// decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedView {
    /// The part that it is asked to take.
    pub id: PartId,
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// The level of need.
    pub level: NeedLevel,
    /// The agency that is asked.
    pub agency: AgencyRef,
    /// The agency that holds responsibility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<AgencyRef>,
    /// Who asks.
    pub asked_by: PersonRef,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What it is asked for.
    pub words: String,
    /// What is shared, and for what.
    pub purpose: String,
    /// On what ground of the law.
    pub basis: LawfulBasis,
    /// The name of the sharing agreement.
    pub agreement: String,
    /// The practitioners of the agency who can be named, by name.
    pub colleagues: Vec<PersonRef>,
}

/// A part as its own agency keeps it: who is named, and who could be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnPartView {
    /// Which.
    pub id: PartId,
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// The agency.
    pub agency: AgencyRef,
    /// Its people who are named, by name.
    pub people: Vec<PersonRef>,
    /// Its practitioners who can be named, by name.
    pub colleagues: Vec<PersonRef>,
    /// What it offers; shown to those who are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offers: Option<String>,
    /// Its own reference; shown to those who are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<String>,
    /// The version of the part, to name when changing it.
    pub version: i32,
}

/// Asks an agency that takes part to hold responsibility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PassAsk {
    /// Which agency.
    pub to: AgencyId,
    /// Why, and what it takes over.
    pub words: String,
}

/// Its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PassAnswer {
    /// Whether it accepts responsibility. It passes at the first contact.
    pub accept: bool,
    /// Why not, where it does not.
    #[serde(default)]
    pub words: String,
}

/// Records the first contact that the young person attended with the receiving agency. With it
/// responsibility passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FirstContact {
    /// The day.
    pub on: NaiveDate,
}

/// Lets responsibility pass before a first contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PassOverride {
    /// The clinical reason.
    pub clinical_reason: String,
}

/// Takes back that an agency is asked to hold responsibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawPass {}

/// Ends one's own access to a case before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EndGlass {}

/// Opens one case in an emergency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BreakGlass {
    /// The reference, as it was typed.
    pub reference: String,
    /// Why, from the list.
    pub reason: BreakGlassReason,
    /// Why, in words that the holders and a reviewer read.
    pub words: String,
}

/// What a reviewer found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GlassReviewForm {
    /// Whether it was needed.
    pub finding: GlassFinding,
    /// Why, and what follows.
    pub words: String,
}

/// What a reviewer found, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GlassReviewed {
    /// Who.
    pub by: PersonRef,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was needed.
    pub finding: GlassFinding,
    /// Why, and what follows.
    pub words: String,
}

/// Glass that was broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GlassView {
    /// Which.
    pub id: GlassId,
    /// The case.
    pub case: CaseId,
    /// Its reference; shown to those who are named on the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<CaseReference>,
    /// Who broke it.
    pub by: PersonRef,
    /// For which agency.
    pub agency: AgencyRef,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// When it ended, or ends.
    pub ends_at: DateTime<Utc>,
    /// Why, from the list.
    pub reason: BreakGlassReason,
    /// Why, in words.
    pub words: String,
    /// The last day on which it is reviewed in time.
    pub review_due: NaiveDate,
    /// Whether that day has passed without a review.
    pub overdue: bool,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<GlassReviewed>,
    /// What the caller may do: `review`.
    pub allowed: Vec<Permit>,
}

/// Broken glass that the caller may look into: what waits for a review first, then the latest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GlassList {
    /// At most 200.
    pub items: Vec<GlassView>,
}
