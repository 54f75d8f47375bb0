//! Every unit of work runs in a task of its own, so that a caller who hangs up leaves nothing
//! half done, and is acknowledged only when its transaction has committed.
//!
//! On SQLite all units go through one queue: one begins a `BEGIN IMMEDIATE` transaction, and those
//! that wait are run as savepoints of it and share its commit. On PostgreSQL each has its own.

use std::{
    fmt,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use shared::problem::ErrorCode;

use crate::error::ApiError;

use super::{revision::Revisions, trouble::certainly_undone};

/// Most units that share a commit.
const BATCH: usize = 64;
/// Units that may wait before callers are held back.
const QUEUE: usize = 1024;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Tells the caller, once the commit is through or has failed.
type Acknowledge = Box<dyn FnOnce(Result<(), Undone>) + Send>;

/// A unit that waits for its turn. It is handed a transaction, or the reason why there is none.
type Job = Box<dyn FnOnce(Result<Given, Arc<DbErr>>) -> BoxFuture<'static, Ran> + Send>;

/// The transaction that a unit is handed.
enum Given {
    /// One of its own, or a savepoint of one that it shares.
    Own(DatabaseTransaction),
    /// The whole of one that others may share after it. Whoever comes first needs no savepoint:
    /// there is nothing yet that must remain when it fails.
    Whole(DatabaseTransaction),
}

/// A unit that had its turn.
struct Ran {
    acknowledge: Acknowledge,
    /// The transaction that others may share now.
    open: Option<DatabaseTransaction>,
    /// Whether the transaction around it still stands. SQLite gives the whole of it up when its
    /// disk is full or fails, and savepoints made after that would be changes of their own.
    stands: bool,
}

/// Why a commit did not come through.
#[derive(Clone)]
struct Undone {
    reason: Arc<DbErr>,
    certain: bool,
}

impl Undone {
    fn commit(reason: DbErr) -> Self {
        Self {
            certain: certainly_undone(&reason),
            reason: Arc::new(reason),
        }
    }
}

impl Undone {
    /// Because of a unit that took the whole transaction with it.
    fn beside() -> Self {
        Self {
            reason: Arc::new(DbErr::Custom("a unit beside it failed".to_owned())),
            certain: true,
        }
    }
}

impl From<Undone> for ApiError {
    fn from(undone: Undone) -> Self {
        if undone.certain {
            unavailable(&undone.reason)
        } else {
            Self::Uncertain(undone.reason.to_string())
        }
    }
}

/// The way in for everything that writes.
#[derive(Clone)]
pub struct Writer {
    connection: DatabaseConnection,
    queue: Option<mpsc::Sender<Job>>,
    revisions: Arc<Revisions>,
    failing: Arc<AtomicBool>,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("queued", &self.queue.is_some())
            .finish()
    }
}

impl Writer {
    /// A writer whose units queue for `connection`.
    pub fn queued(connection: DatabaseConnection, revisions: Arc<Revisions>) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(drain(connection.clone(), jobs));
        Self {
            connection,
            queue: Some(queue),
            revisions,
            failing: Arc::default(),
        }
    }

    /// A writer whose units take a connection each.
    pub fn pooled(connection: DatabaseConnection, revisions: Arc<Revisions>) -> Self {
        Self {
            connection,
            queue: None,
            revisions,
            failing: Arc::default(),
        }
    }

    /// Whether the database could not do what was last asked of it.
    pub fn failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    pub const fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Runs `work` in a transaction and gives back what it gave, after the commit. When `work`
    /// fails, nothing that it did remains.
    pub async fn run<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a DatabaseTransaction) -> BoxFuture<'a, Result<T, ApiError>>
            + Send
            + 'static,
    {
        let (answer, answered) = oneshot::channel::<Result<T, ApiError>>();
        let failing = Arc::clone(&self.failing);
        let job: Job = Box::new(move |transaction| {
            Box::pin(async move {
                let Settled {
                    outcome,
                    stands,
                    open,
                } = match transaction {
                    Ok(given) => settle(given, work).await,
                    Err(reason) => Settled::ended(Err(unavailable(&reason)), false),
                };
                let acknowledge = Box::new(move |committed: Result<(), Undone>| {
                    let outcome = match (outcome, committed) {
                        (Ok(_), Err(undone)) => Err(undone.into()),
                        // What it found may have been a neighbour's change, which is undone too.
                        (Err(ApiError::Fault(_)), Err(undone)) => Err(unavailable(&undone.reason)),
                        (outcome, _) => outcome,
                    };
                    match &outcome {
                        Ok(_) => failing.store(false, Ordering::Relaxed),
                        Err(error) if error.code() == ErrorCode::Unavailable => {
                            failing.store(true, Ordering::Relaxed);
                        }
                        Err(_) => {}
                    }
                    // The caller may be gone; its work is done all the same.
                    let _ = answer.send(outcome);
                });
                Ran {
                    acknowledge,
                    open,
                    stands,
                }
            })
        });
        match &self.queue {
            Some(queue) => queue
                .send(job)
                .await
                .map_err(|_| ApiError::Lost("the writer has stopped"))?,
            None => {
                let connection = self.connection.clone();
                let revisions = Arc::clone(&self.revisions);
                tokio::spawn(async move {
                    let transaction = connection.begin().await;
                    let transaction = transaction.map(Given::Own).map_err(Arc::new);
                    let ran = job(transaction).await;
                    revisions.committed();
                    (ran.acknowledge)(Ok(()));
                });
            }
        }
        answered
            .await
            .map_err(|_| ApiError::Lost("a unit of work ended without an answer"))?
    }
}

/// How the work of a unit ended.
struct Settled<T> {
    outcome: Result<T, ApiError>,
    /// Whether that was a proper end.
    stands: bool,
    /// The transaction that others may share now.
    open: Option<DatabaseTransaction>,
}

impl<T> Settled<T> {
    const fn ended(outcome: Result<T, ApiError>, stands: bool) -> Self {
        Self {
            outcome,
            stands,
            open: None,
        }
    }
}

/// Runs `work` and then commits the transaction, or the savepoint that it stands for, or leaves it
/// to those that share it.
async fn settle<T, F>(given: Given, work: F) -> Settled<T>
where
    F: for<'a> FnOnce(&'a DatabaseTransaction) -> BoxFuture<'a, Result<T, ApiError>>,
{
    let (transaction, whole) = match given {
        Given::Own(transaction) => (transaction, false),
        Given::Whole(transaction) => (transaction, true),
    };
    let savepoint = transaction.get_database_backend() == DbBackend::Sqlite;
    match work(&transaction).await {
        Ok(value) if whole => Settled {
            outcome: Ok(value),
            stands: true,
            open: Some(transaction),
        },
        Ok(value) => match transaction.commit().await {
            Ok(()) => Settled::ended(Ok(value), true),
            Err(reason) if savepoint => Settled::ended(Err(reason.into()), false),
            Err(reason) => Settled::ended(Err(Undone::commit(reason).into()), false),
        },
        Err(error) => match transaction.rollback().await {
            Ok(()) => Settled::ended(Err(error), true),
            // It is undone all the same: with its connection, or by SQLite before we asked.
            Err(reason) => {
                tracing::warn!(%reason, "a unit of work could not be rolled back");
                Settled::ended(Err(error), false)
            }
        },
    }
}

async fn drain(connection: DatabaseConnection, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.recv().await {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let outer = match connection.begin_with_options(options).await {
            Ok(outer) => outer,
            Err(reason) => {
                refuse(first, &mut jobs, reason).await;
                continue;
            }
        };
        let Some(ran) = run(first, Ok(Given::Whole(outer))).await else {
            // What it had begun goes with it.
            renew(&connection).await;
            continue;
        };
        let Some(outer) = ran.open else {
            // It failed, and nothing else was in its transaction.
            let undone = if ran.stands {
                Ok(())
            } else {
                renew(&connection).await;
                Err(Undone::beside())
            };
            (ran.acknowledge)(undone);
            continue;
        };
        let mut waiting = vec![ran.acknowledge];
        let mut stands = true;
        while stands
            && waiting.len() < BATCH
            && let Ok(job) = jobs.try_recv()
        {
            let savepoint = outer.begin().await.map(Given::Own).map_err(Arc::new);
            if let Some(ran) = run(job, savepoint).await {
                stands = ran.stands;
                waiting.push(ran.acknowledge);
            }
        }
        let committed = if stands {
            outer.commit().await.map_err(Undone::commit)
        } else {
            drop(outer);
            Err(Undone::beside())
        };
        if committed.is_err() {
            renew(&connection).await;
        }
        for acknowledge in waiting {
            acknowledge(committed.clone());
        }
    }
}

/// Runs a unit in a task of its own, so that one that panics takes neither the writer nor the
/// others with it: what it did is rolled back and its caller is told.
async fn run(job: Job, given: Result<Given, Arc<DbErr>>) -> Option<Ran> {
    match tokio::spawn(job(given)).await {
        Ok(ran) => Some(ran),
        Err(error) => {
            tracing::error!(%error, "a unit of work ended early");
            None
        }
    }
}

/// Tells everyone who waits that no transaction could be begun, instead of letting each of them
/// wait in vain in turn.
async fn refuse(first: Job, jobs: &mut mpsc::Receiver<Job>, reason: DbErr) {
    let reason = Arc::new(reason);
    let mut next = Some(first);
    while let Some(job) = next.take() {
        (job(Err(Arc::clone(&reason))).await.acknowledge)(Ok(()));
        next = jobs.try_recv().ok();
    }
}

/// Closes a connection that has lost count of its transactions, and whatever it left open with
/// it; the pool opens another.
async fn renew(connection: &DatabaseConnection) {
    let closed = match connection.get_sqlite_connection_pool().acquire().await {
        Ok(connection) => connection.close().await,
        Err(error) => Err(error),
    };
    if let Err(error) = closed {
        tracing::warn!(%error, "the writer's connection was not renewed");
    }
}

fn unavailable(reason: &Arc<DbErr>) -> ApiError {
    ApiError::Database(DbErr::Conn(sea_orm::RuntimeErr::Internal(
        reason.to_string(),
    )))
}
