//! The agencies that can be given a part.

use client::Fault;
use leptos::prelude::*;
use shared::agencies::api::{AgencyRef, AgencySummary};

use crate::api;
use crate::ui::Choice;

/// The agencies that exist now, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Agencies(Vec<AgencyRef>);

impl Agencies {
    /// Asks for them.
    pub fn load() -> LocalResource<Result<Self, Fault>> {
        api::load(|client| async move {
            let list = client.agencies().await?;
            let live = |agency: &AgencySummary| agency.valid_to.is_none();
            let mut found: Vec<AgencyRef> = list
                .items
                .into_iter()
                .filter(live)
                .map(|agency| AgencyRef {
                    id: agency.id,
                    name: agency.name,
                    abbreviation: agency.abbreviation,
                })
                .collect();
            found.sort_by_key(|agency| agency.name.to_lowercase());
            Ok(Self(found))
        })
    }

    /// One choice an agency.
    pub fn choices(&self) -> impl Iterator<Item = Choice> {
        self.0
            .iter()
            .map(|agency| Choice::new(agency.id.to_string(), agency.name.clone()))
    }
}
