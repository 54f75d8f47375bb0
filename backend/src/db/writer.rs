//! Every unit of work runs in a task of its own, so that a caller who hangs up leaves nothing
//! half done, and is acknowledged only when its transaction has committed.
//!
//! On SQLite all units go through one queue: those that wait are run as savepoints of one
//! `BEGIN IMMEDIATE` transaction and share its commit. On PostgreSQL each has its own.

use std::{fmt, pin::Pin, sync::Arc};

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use crate::error::ApiError;

use super::revision::Revisions;

/// Most units that share a commit.
const BATCH: usize = 64;
/// Units that may wait before callers are held back.
const QUEUE: usize = 1024;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Tells the caller, once the commit is through or has failed.
type Acknowledge = Box<dyn FnOnce(Result<(), Arc<DbErr>>) + Send>;

/// A unit that waits for its turn. It is handed a transaction of its own, or the reason why there
/// is none.
type Job = Box<
    dyn FnOnce(Result<DatabaseTransaction, Arc<DbErr>>) -> BoxFuture<'static, Acknowledge> + Send,
>;

/// The way in for everything that writes.
#[derive(Clone)]
pub struct Writer {
    connection: DatabaseConnection,
    queue: Option<mpsc::Sender<Job>>,
    revisions: Arc<Revisions>,
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
        }
    }

    /// A writer whose units take a connection each.
    pub const fn pooled(connection: DatabaseConnection, revisions: Arc<Revisions>) -> Self {
        Self {
            connection,
            queue: None,
            revisions,
        }
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
        let job: Job = Box::new(move |transaction| {
            Box::pin(async move {
                let outcome = match transaction {
                    Ok(transaction) => settle(transaction, work).await,
                    Err(reason) => Err(unavailable(&reason)),
                };
                Box::new(move |committed: Result<(), Arc<DbErr>>| {
                    let outcome = match (outcome, committed) {
                        (Ok(_), Err(reason)) => Err(unavailable(&reason)),
                        (outcome, _) => outcome,
                    };
                    // The caller may be gone; its work is done all the same.
                    let _ = answer.send(outcome);
                }) as Acknowledge
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
                    let acknowledge = job(transaction).await;
                    revisions.committed();
                    acknowledge(Ok(()));
                });
            }
        }
        answered
            .await
            .map_err(|_| ApiError::Lost("a unit of work ended without an answer"))?
    }
}

/// Runs `work` and then commits the transaction, or the savepoint that it stands for.
async fn settle<T, F>(transaction: DatabaseTransaction, work: F) -> Result<T, ApiError>
where
    F: for<'a> FnOnce(&'a DatabaseTransaction) -> BoxFuture<'a, Result<T, ApiError>>,
{
    match work(&transaction).await {
        Ok(value) => {
            transaction.commit().await?;
            Ok(value)
        }
        Err(error) => {
            transaction.rollback().await?;
            Err(error)
        }
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
                first(Err(Arc::new(reason))).await(Ok(()));
                continue;
            }
        };
        let mut waiting = Vec::new();
        let mut next = Some(first);
        let mut taken = 0;
        while let Some(job) = next.take() {
            taken += 1;
            let savepoint = outer.begin().await.map_err(Arc::new);
            // In a task of its own, so that one that panics takes neither the writer nor the others
            // with it: its savepoint is rolled back and its caller is told.
            match tokio::spawn(job(savepoint)).await {
                Ok(acknowledge) => waiting.push(acknowledge),
                Err(error) => tracing::error!(%error, "a unit of work ended early"),
            }
            if taken < BATCH {
                next = jobs.try_recv().ok();
            }
        }
        let committed = outer.commit().await.map_err(Arc::new);
        for acknowledge in waiting {
            acknowledge(committed.clone());
        }
    }
}

fn unavailable(reason: &Arc<DbErr>) -> ApiError {
    ApiError::Database(DbErr::Conn(sea_orm::RuntimeErr::Internal(
        reason.to_string(),
    )))
}
