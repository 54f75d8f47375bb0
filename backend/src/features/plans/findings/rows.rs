//! The table of findings.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
use shared::{
    ids::PlanId,
    plans::{
        api::FindingState,
        checks::{Finding, FindingCode, Proposal},
    },
};

use crate::{clock, error::ApiError};

use entities::finding::{ActiveModel, Column, Entity, Model};

/// Findings of one code have their places in a list within this many.
const OF_ONE_CODE: usize = 100_000;

/// The repair of a finding as the table keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Repair {
    /// The repair that the checks propose.
    pub proposal: Option<Proposal>,
    /// The same in words.
    pub words: Option<String>,
    /// Others that fit about as well.
    pub alternatives: Vec<Proposal>,
}

impl Repair {
    /// The repair in a row; one without any has none.
    pub fn of(row: &Model) -> Result<Self, ApiError> {
        Ok(match &row.proposal {
            Some(kept) => Self::deserialize(kept)?,
            None => Self {
                proposal: None,
                words: None,
                alternatives: Vec::new(),
            },
        })
    }
}

/// The word of a state in the table, as on the wire.
pub(super) fn word(state: FindingState) -> Result<String, ApiError> {
    match serde_json::to_value(state)? {
        serde_json::Value::String(word) => Ok(word),
        _ => Err(ApiError::Lost("a word")),
    }
}

/// The state of a row.
pub(super) fn state(row: &Model) -> Result<FindingState, ApiError> {
    Ok(serde_json::from_value(row.state.as_str().into())?)
}

/// The code of a row.
pub(super) fn code(row: &Model) -> Result<FindingCode, ApiError> {
    Ok(serde_json::from_value(row.code.as_str().into())?)
}

/// The items of a row.
pub(super) fn items(row: &Model) -> Result<Vec<String>, ApiError> {
    super::facts::texts(&row.items)
}

/// The findings of a plan in the order of their codes, and then of the plan. The caller has found
/// the plan through a scope.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
    plan: PlanId,
) -> Result<Vec<Model>, ApiError> {
    Ok(Entity::find()
        .filter(Column::PlanId.eq(plan.0))
        .order_by_asc(Column::Sort)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// What a finding says, in the columns that say it; the rest is left alone.
pub(super) fn said(finding: &Finding, place: usize) -> Result<ActiveModel, ApiError> {
    let repair = Repair {
        proposal: finding.proposal.clone(),
        words: finding.proposed.clone(),
        alternatives: finding.alternatives.clone(),
    };
    let code = FindingCode::ALL
        .iter()
        .position(|code| *code == finding.code)
        .unwrap_or(0);
    Ok(ActiveModel {
        items: Set(serde_json::to_value(&finding.items)?),
        printed: Set(finding.printed.clone()),
        proposal: Set(Some(serde_json::to_value(&repair)?)),
        reason: Set(finding.reason.clone()),
        sort: Set(i32::try_from(code * OF_ONE_CODE + place).unwrap_or(i32::MAX)),
        ..Default::default()
    })
}

/// A row for a finding that nobody has decided yet.
pub(super) fn open(plan: PlanId, finding: &Finding, place: usize) -> Result<ActiveModel, ApiError> {
    Ok(ActiveModel {
        id: Set(clock::ordered_id()),
        plan_id: Set(plan.0),
        code: Set(finding.code.word().to_owned()),
        item: Set(finding.item.clone()),
        state: Set(word(FindingState::Open)?),
        decided_by_id: Set(None),
        decided_at: Set(None),
        note: Set(None),
        version: Set(1),
        ..said(finding, place)?
    })
}
