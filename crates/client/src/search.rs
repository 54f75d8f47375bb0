//! The search.

use shared::search::{SearchKind, api::SearchAnswer};

use crate::{Call, Client, Method::Get, Result};

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub q: String,
    /// Among which kind of record.
    pub kind: Option<SearchKind>,
    /// In which plan, by its slug or id.
    pub plan: Option<String>,
    /// How many of each kind at most.
    pub limit: Option<u16>,
    /// Where the page begins, from the group before.
    pub cursor: Option<String>,
}

impl Client {
    /// What is found by words.
    pub async fn search(&self, search: &Search) -> Result<SearchAnswer> {
        self.send(
            Call::new(Get, "/search")
                .query("q", Some(search.q.as_str()))
                .query("kind", search.kind.map(SearchKind::code))
                .query("plan", search.plan.as_deref())
                .query("limit", search.limit)
                .query("cursor", search.cursor.as_deref()),
        )
        .await
    }
}
