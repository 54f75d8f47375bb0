//! The demonstration: the Kent plan, one account a role, and invented reporting that says so.

use crate::{db::Database, features::auth::passwords::Passwords};

use super::CommandError;

/// Fills an empty database, when asked to. Says whether the database holds the demonstration.
///
/// # Errors
/// When the database fails.
pub async fn prepare(
    _db: &Database,
    _passwords: &Passwords,
    _wanted: bool,
) -> Result<bool, CommandError> {
    Ok(false)
}

/// Prints the sign-ins.
pub fn print_sign_ins() {}
