//! Who takes part in a case, as its rows have it: the law of `shared` decides over it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    cases::{Holding, Participants, Participation},
    ids::{AgencyId, CaseId, PartId, PersonId},
    policy::RefusalCode,
};

use crate::{db::Unit, error::ApiError};

use entities::{case_named, case_part, responsibility};

/// The parts of a case and who holds responsibility.
pub(in crate::features::cases) struct Ledger {
    /// Every part, first to last.
    pub parts: Vec<case_part::Model>,
    /// Those that are live or have ended, as the law has them.
    pub law: Participants,
}

impl Ledger {
    /// Reads it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(unit: &Unit<'_>, case: CaseId) -> Result<Self, ApiError> {
        let parts = case_part::Entity::find()
            .filter(case_part::Column::CaseId.eq(case.0))
            .order_by_asc(case_part::Column::AskedAt)
            .order_by_asc(case_part::Column::Id)
            .all(unit.txn)
            .await?;
        let named = case_named::Entity::find()
            .filter(case_named::Column::CaseId.eq(case.0))
            .filter(case_named::Column::UntilAt.is_null())
            .all(unit.txn)
            .await?;
        let holdings = responsibility::Entity::find()
            .filter(responsibility::Column::CaseId.eq(case.0))
            .order_by_asc(responsibility::Column::FromAt)
            .all(unit.txn)
            .await?
            .into_iter()
            .map(|row| Holding {
                agency: AgencyId(row.agency_id),
                from: row.from_at,
                until: row.until_at,
            })
            .collect();
        let taken = parts
            .iter()
            .filter_map(|part| {
                let from = part.from_at?;
                Some(Participation {
                    agency: AgencyId(part.agency_id),
                    people: named
                        .iter()
                        .filter(|one| one.part_id == part.id)
                        .map(|one| PersonId(one.person_id))
                        .collect(),
                    offers: part.offers.clone(),
                    own_reference: part.own_reference.clone(),
                    from,
                    until: part.until_at,
                })
            })
            .collect();
        Ok(Self {
            law: Participants::kept(taken, holdings),
            parts,
        })
    }

    /// The agency that holds responsibility.
    ///
    /// # Errors
    /// `wrong_state` where none does any more.
    pub fn holder(&self) -> Result<AgencyId, ApiError> {
        self.law
            .holder()
            .ok_or_else(|| ApiError::wrong_state(RefusalCode::NotNow))
    }

    /// The part with this id.
    ///
    /// # Errors
    /// `not_found`.
    pub fn part(&self, part: PartId) -> Result<&case_part::Model, ApiError> {
        self.parts
            .iter()
            .find(|one| one.id == part.0)
            .ok_or_else(ApiError::not_found)
    }

    /// The people who are named for an agency that takes part.
    pub fn people(&self, agency: AgencyId) -> Vec<PersonId> {
        self.law
            .live()
            .find(|part| part.agency == agency)
            .map(|part| part.people.clone())
            .unwrap_or_default()
    }
}
