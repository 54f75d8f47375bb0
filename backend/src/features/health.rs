//! Whether the server is alive, and whether it can do its work.

use axum::extract::State;
use sea_orm::ConnectionTrait;

use crate::{error::ApiError, state::App};

/// The process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// The database answers too.
///
/// # Errors
/// `unavailable` when it does not.
pub async fn ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    app.db.read.execute_unprepared("SELECT 1").await?;
    Ok("ready\n")
}
