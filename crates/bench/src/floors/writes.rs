//! One durable row: alone in its commit, or sharing one with those that wait.

use std::time::Duration;

use axum::{extract::State, http::StatusCode};
use chrono::Utc;
use sqlx::{
    Connection, PgConnection, PgPool, SqliteConnection, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::error::Error;

/// Most rows that share a commit, as in the server.
const BATCH: usize = 64;
const TABLE: &str = "CREATE TABLE IF NOT EXISTS floor_note (id TEXT PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO floor_note (id, at, body) VALUES ($1, $2, $3)";

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

enum Held {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

type Waiting = (String, oneshot::Sender<bool>);

/// Where rows are written.
#[derive(Clone)]
pub struct Notes {
    pool: Pool,
    queue: mpsc::Sender<Waiting>,
}

impl Notes {
    /// Opens the database at `url` and makes the table.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let (queue, waiting) = mpsc::channel(1_024);
        let pool = match url.strip_prefix("sqlite:") {
            Some(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(30));
                let pool = SqlitePoolOptions::new()
                    .max_connections(1)
                    .connect_with(options.clone())
                    .await?;
                sqlx::raw_sql(TABLE).execute(&pool).await?;
                let own = SqliteConnection::connect_with(&options).await?;
                tokio::spawn(drain(Held::Sqlite(own), waiting));
                Pool::Sqlite(pool)
            }
            None => {
                let pool = PgPoolOptions::new()
                    .max_connections(32)
                    .connect(url)
                    .await?;
                sqlx::raw_sql(TABLE).execute(&pool).await?;
                let own = PgConnection::connect(url).await?;
                tokio::spawn(drain(Held::Postgres(own), waiting));
                Pool::Postgres(pool)
            }
        };
        Ok(Self { pool, queue })
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a floor has no request context to have its time and ids from"
)]
fn fresh() -> (String, String) {
    (Uuid::new_v4().to_string(), Utc::now().to_rfc3339())
}

/// Writes a row in a commit of its own.
pub async fn alone(State(notes): State<Notes>, body: String) -> Result<StatusCode, Error> {
    let (id, at) = fresh();
    match &notes.pool {
        Pool::Sqlite(pool) => {
            sqlx::query(INSERT)
                .bind(id)
                .bind(at)
                .bind(body)
                .execute(pool)
                .await?;
        }
        Pool::Postgres(pool) => {
            sqlx::query(INSERT)
                .bind(id)
                .bind(at)
                .bind(body)
                .execute(pool)
                .await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Writes a row in a commit that it shares with those that wait.
pub async fn shared(State(notes): State<Notes>, body: String) -> StatusCode {
    let (tell, told) = oneshot::channel();
    let queued = notes.queue.send((body, tell)).await;
    match (queued, told.await) {
        (Ok(()), Ok(true)) => StatusCode::NO_CONTENT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn drain(mut held: Held, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let written = match &mut held {
            Held::Sqlite(connection) => write_sqlite(connection, &batch).await,
            Held::Postgres(connection) => write_postgres(connection, &batch).await,
        };
        if let Err(error) = &written {
            eprintln!("a shared commit failed: {error}");
        }
        for (_, tell) in batch.drain(..) {
            let _ = tell.send(written.is_ok());
        }
    }
}

async fn write_sqlite(connection: &mut SqliteConnection, batch: &[Waiting]) -> Result<(), Error> {
    let mut transaction = connection.begin().await?;
    for (body, _) in batch {
        let (id, at) = fresh();
        sqlx::query(INSERT)
            .bind(id)
            .bind(at)
            .bind(body)
            .execute(&mut *transaction)
            .await?;
    }
    Ok(transaction.commit().await?)
}

async fn write_postgres(connection: &mut PgConnection, batch: &[Waiting]) -> Result<(), Error> {
    let mut transaction = connection.begin().await?;
    for (body, _) in batch {
        let (id, at) = fresh();
        sqlx::query(INSERT)
            .bind(id)
            .bind(at)
            .bind(body)
            .execute(&mut *transaction)
            .await?;
    }
    Ok(transaction.commit().await?)
}
