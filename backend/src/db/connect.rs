use std::{path::Path, sync::Arc, time::Duration};

use sea_orm::{
    ActiveValue::Set,
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, Statement, TransactionTrait,
    sea_query::OnConflict,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

use shared::problem::ErrorCode;

use crate::error::ApiError;

use super::{revision::Revisions, unit::Who, wal::WalIndex, writer::Writer};

/// After how long without use a connection to PostgreSQL is asked whether it is still there.
const PING_AFTER: Duration = Duration::from_secs(1);

/// What the writer of SQLite keeps of the file, in KiB with a minus: what sixty-four units that share
/// a commit change together has to fit, or it is written to the log twice.
const WRITER_CACHE: &str = "-16384";
/// After how many pages the write-ahead log is carried over into the file. The same pages change
/// again and again, and each is carried over once.
const CHECKPOINT: &str = "4000";

/// The oldest SQLite without the fault in resetting its write-ahead log.
const SQLITE_AT_LEAST: [u32; 3] = [3, 51, 3];

/// How long PostgreSQL waits for a lock that somebody else holds, before it says so. A caller is
/// answered while they still listen, and what they were refused is not done later.
const LOCK_TIMEOUT: &str = "SET lock_timeout = '10s'";
/// How long somebody who asks whether the database is ready is kept waiting.
const PROBE: Duration = Duration::from_secs(3);

/// An open database: a pool to read from and the writer.
#[derive(Clone, Debug)]
pub struct Database {
    /// Connections for reading. On SQLite they cannot write.
    pub read: DatabaseConnection,
    /// Whether what is remembered still holds.
    pub revisions: Arc<Revisions>,
    pub(super) writer: Writer,
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database itself failed.
    #[error("The database cannot be opened: {0}")]
    Database(#[from] DbErr),
    /// The linked SQLite is too old to be trusted.
    #[error("SQLite {0} is too old: 3.51.3 or later is needed, because older ones can lose data")]
    OldSqlite(String),
    /// PostgreSQL would acknowledge writes before they are safe.
    #[error(
        "PostgreSQL runs with {0} = {1}, so it could lose acknowledged changes. Set it to on, or pass --allow-unsafe-database for a throw-away database"
    )]
    Unsafe(&'static str, String),
    /// The address is for no database that we know.
    #[error("The address of the database must begin with sqlite: or postgres:")]
    Address,
}

impl Database {
    /// Opens the SQLite file in `directory`, making it when there is none.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_directory(directory: &Path) -> Result<Self, OpenError> {
        Self::open_sqlite(&directory.join("throughline.sqlite")).await
    }

    /// Opens the database at `url`, as `sqlite:PATH` or `postgres://...`. `trusting` skips the
    /// check that PostgreSQL is durable, for databases that are thrown away.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_url(url: &str, trusting: bool) -> Result<Self, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Self::open_sqlite(Path::new(path.trim_start_matches("//"))).await;
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Self::open_postgres(url, trusting).await;
        }
        Err(OpenError::Address)
    }

    async fn open_sqlite(path: &Path) -> Result<Self, OpenError> {
        let write = sqlite(path, 1, false).await?;
        let version: String = scalar(&write, "SELECT sqlite_version()").await?;
        let numbers: Vec<u32> = version
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect();
        if numbers.as_slice() < SQLITE_AT_LEAST.as_slice() {
            return Err(OpenError::OldSqlite(version));
        }
        // The writer has made the file by now, so that the readers find it.
        let read = sqlite(path, readers(), true).await?;
        let revisions = Arc::new(Revisions::new(read.clone(), Some(WalIndex::of(path))));
        Ok(Self {
            read,
            writer: Writer::queued(write, Arc::clone(&revisions)),
            revisions,
        })
    }

    async fn open_postgres(url: &str, trusting: bool) -> Result<Self, OpenError> {
        let postgres = || {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(12)
                .acquire_timeout(Duration::from_secs(5))
                .sqlx_logging(false);
            options
        };
        // Reads begin no transaction, so they have nothing to roll back first.
        let mut options = postgres();
        options.test_before_acquire_if_idle_for(PING_AFTER);
        let read = sea_orm::Database::connect(options).await?;
        let mut options = postgres();
        options.map_sqlx_postgres_pool_opts(|pool| {
            // sqlx 0.9.0 can hand on a transaction that a cancelled `begin` left open.
            pool.before_acquire(|connection, _| {
                Box::pin(async move {
                    sqlx::Executor::execute(&mut *connection, "ROLLBACK").await?;
                    Ok(true)
                })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::Executor::execute(&mut *connection, LOCK_TIMEOUT).await?;
                    Ok(())
                })
            })
        });
        let pool = sea_orm::Database::connect(options).await?;
        if !trusting {
            for setting in ["fsync", "synchronous_commit"] {
                let value: String =
                    scalar(&pool, &format!("SELECT current_setting('{setting}')")).await?;
                if value == "off" {
                    return Err(OpenError::Unsafe(setting, value));
                }
            }
        }
        let revisions = Arc::new(Revisions::new(read.clone(), None));
        Ok(Self {
            read,
            writer: Writer::pooled(pool, Arc::clone(&revisions)),
            revisions,
        })
    }

    /// Which of the two it is.
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// Waits until no other process that starts on the same database is at work on it, and keeps
    /// others waiting until what is given back is dropped. SQLite has one process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn starting(&self) -> Result<Option<DatabaseTransaction>, DbErr> {
        if self.backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let held = self.owner().begin().await?;
        held.execute_unprepared("SET LOCAL lock_timeout = 0")
            .await?;
        held.execute_unprepared(
            "SELECT pg_advisory_xact_lock(hashtextextended('throughline starts', 0))",
        )
        .await?;
        Ok(Some(held))
    }

    /// Whether the database can do its work. Where it could not do the last thing that was asked of
    /// it, it is asked to write something.
    ///
    /// # Errors
    /// When it cannot.
    pub async fn ready(&self) -> Result<(), ApiError> {
        self.read.execute_unprepared("SELECT 1").await?;
        if !self.writer.failing() {
            return Ok(());
        }
        let probe = self.unit(Who::console("ready"), |unit| {
            Box::pin(async move {
                use entities::setting::{ActiveModel, Column, Entity};
                unit.changes_nothing();
                Entity::insert(ActiveModel {
                    key: Set("ready".to_owned()),
                    value: Set(unit.now.to_rfc3339()),
                })
                .on_conflict(
                    OnConflict::column(Column::Key)
                        .update_column(Column::Value)
                        .to_owned(),
                )
                .exec_without_returning(unit.txn)
                .await?;
                Ok(())
            })
        });
        match tokio::time::timeout(PROBE, probe).await {
            Ok(written) => written,
            Err(_) => Err(ApiError::new(
                ErrorCode::Unavailable,
                "The database does not take changes now.",
            )),
        }
    }

    /// A connection that may change the schema, for migrations alone.
    pub fn owner(&self) -> &DatabaseConnection {
        self.writer.connection()
    }
}

/// How many connections read from SQLite: a few more than there are processors, since each works
/// on a thread of its own and seldom waits for anything else.
fn readers() -> u32 {
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    u32::try_from(processors + 2).unwrap_or(8).clamp(4, 8)
}

async fn sqlite(
    path: &Path,
    connections: u32,
    read_only: bool,
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite:{}", path.display()));
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        // A file does not hang up, so there is no need to ask whether it is still there.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .create_if_missing(!read_only)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                // What a savepoint may have to undo is kept in memory, not in a file of its own.
                .pragma("temp_store", "MEMORY")
                .pragma("secure_delete", "ON");
            if read_only {
                sqlite.pragma("query_only", "ON")
            } else {
                sqlite
                    .pragma("cache_size", WRITER_CACHE)
                    .pragma("wal_autocheckpoint", CHECKPOINT)
            }
        });
    sea_orm::Database::connect(options).await
}

async fn scalar(connection: &DatabaseConnection, sql: &str) -> Result<String, DbErr> {
    let row = connection
        .query_one_raw(Statement::from_string(
            connection.get_database_backend(),
            sql,
        ))
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?;
    row.try_get_by_index(0)
}
