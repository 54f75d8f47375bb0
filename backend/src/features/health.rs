//! Whether the server is alive, and whether it can do its work.

use crate::{error::ApiError, state::App};
use axum::extract::State;

/// The process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// The database answers too, and writes again where it could not.
///
/// # Errors
/// `unavailable` when it does not.
pub async fn ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    app.db.ready().await?;
    Ok("ready\n")
}
