//! What the facts implied when an update was sent.

use shared::updates::Implied;

use crate::error::ApiError;

/// What they implied; absent before it is sent, and for updates that were sent before this was
/// asked.
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
