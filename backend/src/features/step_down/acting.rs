//! The case around a plan, as its door shows it to whoever acts.

use shared::{
    cases::{BirthMonth, CaseReference, CaseState, Known},
    ids::{AgencyId, CaseId},
};

use crate::{error::ApiError, features::cases::door::Opened};

/// What a plan needs to know of its case.
#[derive(Debug)]
pub(super) struct CaseOf {
    pub id: CaseId,
    pub reference: CaseReference,
    pub born: Option<BirthMonth>,
    pub state: CaseState,
    pub holder: Option<AgencyId>,
    /// The agencies that take part.
    pub live: Vec<AgencyId>,
    /// Those for which the caller is named, the one that holds responsibility first. None for who
    /// only reads.
    pub mine: Vec<AgencyId>,
}

impl CaseOf {
    /// What was opened.
    ///
    /// # Errors
    /// `not_found` of what was anonymised.
    pub fn of(opened: &Opened) -> Result<Self, ApiError> {
        Ok(Self {
            id: opened.id(),
            reference: opened.reference()?,
            born: opened.born(),
            state: opened.state,
            holder: opened.holding(),
            live: opened.live.iter().map(|(agency, _)| *agency).collect(),
            mine: opened.mine(),
        })
    }

    /// What is known of the case, for what a text may not tell.
    pub const fn known(&self) -> Known {
        Known { born: self.born }
    }
}
