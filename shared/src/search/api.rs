//! Wire types of the search.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    plans::api::{ActionRef, PlanRef},
    updates::{UpdateState, api::CycleRef},
};

use super::SearchKind;

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchAnswer {
    /// The words and phrases that were looked for; none where only common words were asked for.
    pub looked_for: Vec<String>,
    /// The words that were left out because they stand everywhere.
    pub left_out: Vec<String>,
    /// The records, by kind.
    pub groups: Vec<SearchGroup>,
}

/// The records of one kind, the best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchGroup {
    /// Which kind.
    pub kind: SearchKind,
    /// How many there are in all.
    pub count: u64,
    /// The first of them, or those of the page that was asked for.
    pub items: Vec<SearchHit>,
    /// The address of the next page of this kind, where there is one. The first 1,000 records can
    /// be paged through; more are found by more words.
    pub next: Option<String>,
}

/// A record that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchHit {
    /// Which.
    pub id: Uuid,
    /// What it is called: an action with its reference; for an update, the action it reports on.
    pub title: Vec<Segment>,
    /// A passage with the words that were looked for, or its beginning.
    pub excerpt: Vec<Segment>,
    /// The plan that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanRef>,
    /// For an update: what it reports on, and where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<FoundUpdate>,
    /// Where it, or what it belongs to, can be read.
    pub address: String,
}

/// What an update in the results is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundUpdate {
    /// The action.
    pub action: ActionRef,
    /// The cycle.
    pub cycle: CycleRef,
    /// The agency that reports, under the name that it had then.
    pub agency: String,
    /// Where it stands.
    pub state: UpdateState,
}

/// A piece of a text. Put together, the pieces are the text; nothing in them is markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    /// Its words.
    pub text: String,
    /// Whether they are what was looked for.
    pub found: bool,
}
