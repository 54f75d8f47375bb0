//! What every request can reach.

use std::sync::Arc;

use crate::{config::Config, db::Database, features::auth::passwords::Passwords, vault::Vault};

/// The application: cheap to clone, the same for every request.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Database,
    /// How the server was started.
    pub config: Arc<Config>,
    /// The keeper of passwords.
    pub passwords: Passwords,
    /// The keeper of secrets that are used again.
    pub vault: Vault,
}
