//! What is known of the action that an update is about, and what that implied when it was sent.

use serde_json::Value;
use shared::{
    calendar::PartialDate,
    plans::api::MilestoneView,
    updates::{Facts, Implied, MilestoneFact, api::PreviousUpdate},
};

use crate::{clock, error::ApiError};

use super::views::action_state;

/// What is known of `action` before an update on it is accepted.
///
/// # Errors
/// When the row cannot be read.
pub fn of(
    action: &entities::action::Model,
    milestones: &[MilestoneView],
    previous: Option<&PreviousUpdate>,
) -> Result<Facts, ApiError> {
    let date = |text: &Option<String>| -> Result<Option<PartialDate>, ApiError> {
        Ok(text
            .clone()
            .map(|text| serde_json::from_value(Value::String(text)))
            .transpose()?)
    };
    Ok(Facts {
        state: action_state(action)?,
        starts: date(&action.starts)?,
        ends: date(&action.ends)?,
        last_report: previous.map(|report| clock::london_day(report.accepted_at)),
        milestones: milestones
            .iter()
            .map(|milestone| MilestoneFact {
                id: milestone.id,
                due: milestone.due.clone(),
                state: milestone.state,
                moves: milestone.moves,
            })
            .collect(),
    })
}

/// What the facts implied when the update was sent; absent before, and for updates that were sent
/// before this was asked.
///
/// # Errors
/// When the row cannot be read.
pub fn kept(row: &entities::progress_update::Model) -> Result<Option<Implied>, ApiError> {
    Ok(row
        .implied
        .clone()
        .map(serde_json::from_value)
        .transpose()?)
}
