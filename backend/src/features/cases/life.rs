//! What the life of agencies does to cases. A case has somebody who holds it at any moment, so that
//! an agency does not end over its cases: its practitioners pass them on and leave them first, each
//! with words.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::{
    cases::{CaseState, PartState},
    ids::AgencyId,
    policy::RefusalCode,
    problem::FieldCode,
};

use crate::{db::Unit, error::ApiError};

use entities::{case_file, case_part, responsibility};

/// Refuses the end of an agency that takes part in cases that are open. It says how many, and none
/// of which.
///
/// # Errors
/// `invalid` at `/on` with the numbers.
pub(in crate::features) async fn held_by(
    unit: &Unit<'_>,
    agency: AgencyId,
) -> Result<(), ApiError> {
    let open = || {
        sea_orm::sea_query::Query::select()
            .column(case_file::Column::Id)
            .from(case_file::Entity)
            .and_where(case_file::Column::State.eq(CaseState::Open.code()))
            .to_owned()
    };
    let parts = case_part::Entity::find()
        .filter(case_part::Column::AgencyId.eq(agency.0))
        .filter(case_part::Column::State.is_in([PartState::Live.code(), PartState::Asked.code()]))
        .filter(case_part::Column::CaseId.in_subquery(open()))
        .count(unit.txn)
        .await?;
    if parts == 0 {
        return Ok(());
    }
    let held = responsibility::Entity::find()
        .filter(responsibility::Column::AgencyId.eq(agency.0))
        .filter(responsibility::Column::UntilAt.is_null())
        .filter(responsibility::Column::CaseId.in_subquery(open()))
        .count(unit.txn)
        .await?;
    Err(ApiError::field(
        "/on",
        FieldCode::Contradiction,
        format!(
            "Open cases in which it takes part or is asked to: {parts}, of which it holds responsibility for {held}. {}",
            RefusalCode::HasCases.sentence()
        ),
    ))
}
