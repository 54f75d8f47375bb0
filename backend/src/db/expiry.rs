//! What is kept for a while and then goes: answers under idempotency keys, ended sessions, spent
//! links, forgotten failures, webhooks' deliveries, notices.

use chrono::Duration;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use tokio::{task::JoinHandle, time};
use tokio_util::sync::CancellationToken;

use crate::error::ApiError;

use super::{Database, Who, revision};

/// How often it is looked for.
const EVERY: time::Duration = time::Duration::from_secs(3600);
/// How long an answer is kept under its idempotency key.
const ANSWERS: Duration = Duration::hours(24);
/// How long links and failures stay after they have lost their use.
const TRACES: Duration = Duration::days(7);

/// Lets go of what has expired, at once and then every hour, until `stop` is cancelled.
pub fn start(db: Database, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            if let Err(error) = let_go(&db).await {
                tracing::warn!(%error, "what has expired was not let go; the next hour tries again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = time::sleep(EVERY) => {}
            }
        }
    })
}

/// Lets go of what has expired by now. None of it is a record of the partnership, so nothing is
/// written to the audit log.
///
/// # Errors
/// When the database fails.
pub async fn let_go(db: &Database) -> Result<(), ApiError> {
    db.unit(Who::console("expiry"), |unit| {
        Box::pin(async move {
            use entities::{
                client_secret, kept_answer, one_time_link, session, spent_assertion, throttle,
            };
            unit.changes_nothing();
            kept_answer::Entity::delete_many()
                .filter(kept_answer::Column::At.lt(unit.now - ANSWERS))
                .exec(unit.txn)
                .await?;
            let ended = session::Entity::delete_many()
                .filter(session::Column::EndsAt.lt(unit.now))
                .exec(unit.txn)
                .await?;
            if ended.rows_affected > 0 {
                revision::raise_rights(unit.txn).await?;
            }
            let spent = Condition::any()
                .add(one_time_link::Column::ExpiresAt.lt(unit.now - TRACES))
                .add(one_time_link::Column::UsedAt.lt(unit.now - TRACES));
            one_time_link::Entity::delete_many()
                .filter(spent)
                .exec(unit.txn)
                .await?;
            crate::features::webhooks::let_go(unit).await?;
            crate::features::notices::let_go(unit).await?;
            crate::features::updates::presence::let_go(unit).await?;
            spent_assertion::Entity::delete_many()
                .filter(spent_assertion::Column::EndsAt.lt(unit.now))
                .exec(unit.txn)
                .await?;
            client_secret::Entity::delete_many()
                .filter(client_secret::Column::EndsAt.lt(unit.now - TRACES))
                .exec(unit.txn)
                .await?;
            throttle::Entity::delete_many()
                .filter(throttle::Column::LastAt.lt(unit.now - TRACES))
                .exec(unit.txn)
                .await?;
            Ok(())
        })
    })
    .await
}
