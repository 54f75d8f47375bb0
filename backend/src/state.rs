//! What every request can reach.

use std::sync::Arc;

use crate::{
    config::Config,
    db::Database,
    features::{
        auth::{passwords::Passwords, store::Sessions},
        live::Live,
        plans::{frame::Frames, kept::Answers},
    },
    vault::Vault,
};

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
    /// The pages that are open.
    pub live: Live,
    /// The sessions that are remembered.
    pub sessions: Sessions,
    /// What is remembered of plans.
    pub frames: Frames,
    /// Answers about plans that are kept.
    pub answers: Answers,
}

impl App {
    /// An application that remembers nothing yet.
    pub fn new(db: Database, config: Config, passwords: Passwords, vault: Vault) -> Self {
        let sessions = Sessions::default();
        Self {
            live: Live::new(db.clone(), sessions.clone()),
            db,
            config: Arc::new(config),
            passwords,
            vault,
            sessions,
            frames: Frames::default(),
            answers: Answers::default(),
        }
    }
}
