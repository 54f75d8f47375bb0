//! Every unit of work runs in a task of its own, so that a caller who hangs up leaves nothing
//! half done, and is acknowledged only when its transaction has committed.
//!
//! On SQLite all units go through one queue: those that wait are run as savepoints of one
//! `BEGIN IMMEDIATE` transaction and share its commit. On PostgreSQL each has its own.

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

/// A unit that waits for its turn. It is handed a transaction of its own, or the reason why there
/// is none.
type Job =
    Box<dyn FnOnce(Result<DatabaseTransaction, Arc<DbErr>>) -> BoxFuture<'static, Ran> + Send>;

/// A unit that had its turn.
struct Ran {
    acknowledge: Acknowledge,
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
                let (outcome, stands) = match transaction {
                    Ok(transaction) => settle(transaction, work).await,
                    Err(reason) => (Err(unavailable(&reason)), false),
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
                    let transaction = connection.begin().await.map_err(Arc::new);
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

/// Runs `work` and then commits the transaction, or the savepoint that it stands for. Says too
/// whether that came to a proper end.
async fn settle<T, F>(transaction: DatabaseTransaction, work: F) -> (Result<T, ApiError>, bool)
where
    F: for<'a> FnOnce(&'a DatabaseTransaction) -> BoxFuture<'a, Result<T, ApiError>>,
{
    let savepoint = transaction.get_database_backend() == DbBackend::Sqlite;
    match work(&transaction).await {
        Ok(value) => match transaction.commit().await {
            Ok(()) => (Ok(value), true),
            Err(reason) if savepoint => (Err(reason.into()), false),
            Err(reason) => (Err(Undone::commit(reason).into()), false),
        },
        Err(error) => match transaction.rollback().await {
            Ok(()) => (Err(error), true),
            // It is undone all the same: with its connection, or by SQLite before we asked.
            Err(reason) => {
                tracing::warn!(%reason, "a unit of work could not be rolled back");
                (Err(error), false)
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
        let mut waiting = Vec::new();
        let mut next = Some(first);
        let mut taken = 0;
        let mut stands = true;
        while let Some(job) = next.take() {
            taken += 1;
            let savepoint = outer.begin().await.map_err(Arc::new);
            // In a task of its own, so that one that panics takes neither the writer nor the others
            // with it: its savepoint is rolled back and its caller is told.
            match tokio::spawn(job(savepoint)).await {
                Ok(ran) => {
                    stands = ran.stands;
                    waiting.push(ran.acknowledge);
                }
                Err(error) => tracing::error!(%error, "a unit of work ended early"),
            }
            if stands && taken < BATCH {
                next = jobs.try_recv().ok();
            }
        }
        let committed = if stands {
            outer.commit().await.map_err(Undone::commit)
        } else {
            drop(outer);
            Err(Undone {
                reason: Arc::new(DbErr::Custom("a unit beside it failed".to_owned())),
                certain: true,
            })
        };
        if committed.is_err() {
            renew(&connection).await;
        }
        for acknowledge in waiting {
            acknowledge(committed.clone());
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
