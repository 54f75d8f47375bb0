//! What the program does when it is called: one command a file.

mod demo;
mod import;
mod keys;
mod print;
mod retention;
mod search;
mod serve;
mod store;
mod user;

use crate::config::{
    AuditCommand, Cli, Command, ImportCommand, KeysCommand, RetentionCommand, SearchCommand,
    UserCommand,
};

/// Why a command failed, in words for the person at the console.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The database cannot be opened or its schema cannot be brought up to date.
    #[error(transparent)]
    Open(#[from] crate::db::OpenError),
    /// The schema cannot be brought up to date.
    #[error("The database's schema cannot be brought up to date: {0}")]
    Migrate(sea_orm::DbErr),
    /// The work itself failed.
    #[error("{0}")]
    Work(#[from] crate::error::ApiError),
    /// The key of the secrets in the database cannot be used.
    #[error(transparent)]
    Vault(#[from] crate::vault::VaultError),
    /// The demonstration could not be loaded.
    #[error(transparent)]
    Demo(#[from] crate::demo::DemoError),
    /// A file cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// What was given on the command line cannot be used.
    #[error("{0}")]
    Usage(String),
    /// A check found something; it has been printed.
    #[error("The check found faults")]
    Faults,
    /// A plan file has faults; they have been printed.
    #[error("{path} has {count}. Nothing was imported.", count = if *.faults == 1 { "1 fault".to_owned() } else { format!("{} faults", .faults) })]
    PlanFile {
        /// The file.
        path: String,
        /// How many.
        faults: usize,
    },
    /// The socket cannot be opened.
    #[error("Cannot listen on {0}: {1}")]
    Listen(std::net::SocketAddr, std::io::Error),
}

/// Does what the command line says.
///
/// # Errors
/// [`CommandError`], to be printed.
pub async fn run(cli: Cli) -> Result<(), CommandError> {
    match cli.command {
        Command::Serve(args) => serve::run(args).await,
        Command::Migrate(args) => store::migrate(&args).await,
        Command::User {
            what:
                UserCommand::Add {
                    name,
                    email,
                    roles,
                    store,
                    public_url,
                },
        } => user::add(name, email, roles, &store, &public_url).await,
        Command::Import {
            what:
                ImportCommand::Plan {
                    file,
                    dry_run,
                    json,
                    store,
                },
        } => import::plan(&file, dry_run, json, &store).await,
        Command::Keys {
            what: KeysCommand::Rotate { revoke, store },
        } => keys::rotate(&store, revoke).await,
        Command::Search {
            what: SearchCommand::Rebuild(args),
        } => search::rebuild(&args).await,
        Command::Retention {
            what: RetentionCommand::Replay(args),
        } => retention::replay(&args).await,
        Command::Audit {
            what: AuditCommand::Verify(args),
        } => print::audit(&args).await,
        Command::Openapi => print::openapi(),
        Command::Schema { format } => print::schema(format),
    }
}
