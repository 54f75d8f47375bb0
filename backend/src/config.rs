//! What the command line and the environment say.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// Throughline keeps a multi-agency delivery plan honest.
#[derive(Debug, Parser)]
#[command(name = "throughline", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages and the interface
    Serve(ServeArgs),
    /// Bring the database's schema up to date
    Migrate(StoreArgs),
    /// Bring something in
    Import {
        /// What to bring in.
        #[command(subcommand)]
        what: ImportCommand,
    },
    /// Look after accounts
    User {
        /// What to do.
        #[command(subcommand)]
        what: UserCommand,
    },
    /// Print the OpenAPI document of the interface
    Openapi,
    /// Print the JSON Schema of a format
    Schema {
        /// Of which format: `plan`
        format: SchemaFormat,
    },
    /// Look after the keys that sign access tokens
    Keys {
        /// What to do.
        #[command(subcommand)]
        what: KeysCommand,
    },
    /// Look after the index of the search
    Search {
        /// What to do.
        #[command(subcommand)]
        what: SearchCommand,
    },
    /// Look after what has been erased
    Retention {
        /// What to do.
        #[command(subcommand)]
        what: RetentionCommand,
    },
    /// Look after the audit log
    Audit {
        /// What to do.
        #[command(subcommand)]
        what: AuditCommand,
    },
}

/// What can be brought in.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// A delivery plan, as docs/PLAN-FORMAT.md describes it
    Plan {
        /// The file
        file: PathBuf,
        /// Check it and print the findings, but import nothing
        #[arg(long)]
        dry_run: bool,
        /// Print the findings as JSON, one a line
        #[arg(long)]
        json: bool,
        /// Where the plan goes.
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// The formats that have a schema.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum SchemaFormat {
    /// The plan file.
    Plan,
}

/// What can be done to accounts.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person and print the one-time link by which they choose a password
    Add {
        /// The person's name
        #[arg(long)]
        name: String,
        /// The person's email address
        #[arg(long)]
        email: String,
        /// A role: administrator, auditor, coordinator@PLAN, agency_lead@AGENCY, agency_editor@AGENCY,
        /// practitioner@AGENCY or board_member@AGENCY, with the plan's slug and the agency's name
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// Where the account goes.
        #[command(flatten)]
        store: StoreArgs,
        /// The address under which people reach the service, for the link
        #[arg(
            long,
            env = "THROUGHLINE_PUBLIC_URL",
            default_value = "http://127.0.0.1:8080"
        )]
        public_url: String,
    },
}

/// What can be done to the signing keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Let the next key sign, and make another to follow it
    Rotate {
        /// A key may be in other hands: make new ones, and end every token that is out
        #[arg(long)]
        revoke: bool,
        /// Where the keys are.
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// What can be done to the index of the search.
#[derive(Debug, Subcommand)]
pub enum SearchCommand {
    /// Make the index anew from the records, and say what was wrong with it
    Rebuild(StoreArgs),
}

/// What can be done about what has been erased.
#[derive(Debug, Subcommand)]
pub enum RetentionCommand {
    /// Erase again the cases that a restored copy has brought back
    Replay(StoreArgs),
}

/// What can be done to the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that nothing in the log was changed or removed
    Verify(StoreArgs),
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct StoreArgs {
    /// The folder for the SQLite database and the copies of the audit log's head
    #[arg(long, env = "THROUGHLINE_DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// Another database: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The file with the key of the secrets in the database; secrets.key in the data folder, where none is named
    #[arg(long, env = "THROUGHLINE_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Accept a PostgreSQL that does not sync, for databases that are thrown away
    #[arg(long, env = "THROUGHLINE_ALLOW_UNSAFE_DATABASE")]
    pub allow_unsafe_database: bool,
}

/// How to serve.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// The address and port to listen on
    #[arg(long, env = "THROUGHLINE_ADDR", default_value = "127.0.0.1:8080")]
    pub addr: SocketAddr,
    /// Where the data is.
    #[command(flatten)]
    pub store: StoreArgs,
    /// The address under which people reach the service, with https, when TLS stands in front
    #[arg(long, env = "THROUGHLINE_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// The partnership's name, shown on every page
    #[arg(long, env = "THROUGHLINE_PARTNERSHIP")]
    pub partnership: Option<String>,
    /// Load the demonstration into an empty database
    #[arg(long, conflicts_with = "no_demo")]
    pub demo: bool,
    /// Start empty: the first administrator comes from a one-time link on the console
    #[arg(long)]
    pub no_demo: bool,
    /// Let webhooks call this machine itself, without TLS too, for trying them out
    #[arg(long, env = "THROUGHLINE_ALLOW_LOOPBACK_WEBHOOKS")]
    pub allow_loopback_webhooks: bool,
    /// The mail server for digests: smtps://USER:PASSWORD@HOST, smtp://HOST:PORT?tls=required, or smtp://HOST:PORT
    /// within your own network. Without one no mail is sent
    #[arg(
        long,
        env = "THROUGHLINE_SMTP_URL",
        hide_env_values = true,
        requires = "mail_from"
    )]
    pub smtp_url: Option<String>,
    /// The address that mail is from: reports@example.org, or "The partnership <reports@example.org>"
    #[arg(long, env = "THROUGHLINE_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// The hour of the day from which digests go out, 0 to 23 in Europe/London
    #[arg(long, env = "THROUGHLINE_MAIL_HOUR", default_value_t = shared::chasing::SENDING_HOUR, value_parser = clap::value_parser!(u32).range(0..24))]
    pub mail_hour: u32,
    /// For how many months a case is kept after its end, 6 to 120
    #[arg(long, env = "THROUGHLINE_KEEP_CASES_MONTHS", default_value_t = shared::cases::retention::KEPT_MONTHS_USUALLY, value_parser = clap::value_parser!(u32).range(6..=120))]
    pub keep_cases_months: u32,
    /// Write logs as JSON
    #[arg(long, env = "THROUGHLINE_LOG_JSON")]
    pub log_json: bool,
}

/// What the running server needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// The partnership's name.
    pub partnership: String,
    /// Whether the accounts are demonstration ones.
    pub demonstration: bool,
    /// The origin under which people reach the service, when it is not the socket's own.
    pub public_origin: Option<String>,
    /// The origin as tokens name it, as the one that issues them.
    pub issuer: String,
    /// Whether cookies need HTTPS.
    pub secure_cookies: bool,
    /// Whether webhooks may call this machine itself.
    pub loopback_webhooks: bool,
    /// For how many months a case is kept after its end.
    pub kept_months: u32,
    /// Whether digests are sent by mail.
    pub mail: bool,
}
