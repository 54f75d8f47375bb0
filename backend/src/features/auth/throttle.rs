//! Slows down guessing: after five failures of an address, or twenty of a peer, each further one
//! doubles the wait, up to fifteen minutes. Counted in the database, so that several processes
//! share it.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use shared::problem::ErrorCode;

use crate::error::ApiError;

/// Failures are forgotten after this time without a new one.
const MEMORY: Duration = Duration::hours(1);
const LONGEST: i64 = 15 * 60;

/// What is counted, and how many failures are free.
#[derive(Clone, Debug)]
pub struct Counter {
    key: String,
    free: i32,
}

impl Counter {
    /// The failures of an account, by its e-mail address.
    pub fn account(email: &str) -> Self {
        Self {
            key: format!("account {email}"),
            free: 5,
        }
    }

    /// The failures of an API client.
    pub fn client(client: &str) -> Self {
        Self {
            key: format!("client {client}"),
            free: 10,
        }
    }

    /// The references that a person tried in order to break the glass, and that were not there.
    pub fn glass(person: shared::ids::PersonId) -> Self {
        Self {
            key: format!("glass {person}"),
            free: 5,
        }
    }

    /// The failures of the other end of a connection.
    pub fn peer(address: &str) -> Self {
        Self {
            key: format!("peer {address}"),
            free: 20,
        }
    }

    /// Refuses while the wait lasts.
    ///
    /// # Errors
    /// `too_many`, with the seconds to wait.
    pub async fn check(
        &self,
        connection: &impl ConnectionTrait,
        now: DateTime<Utc>,
    ) -> Result<(), ApiError> {
        let row = entities::throttle::Entity::find_by_id(self.key.clone())
            .one(connection)
            .await?;
        match row.and_then(|row| row.blocked_until) {
            Some(until) if until > now => {
                let seconds = (until - now).num_seconds() + 1;
                let wait = if seconds > 90 {
                    format!("{} minutes", seconds.div_euclid(60) + 1)
                } else {
                    format!("{seconds} seconds")
                };
                Err(
                    ApiError::new(ErrorCode::TooMany, format!("Wait {wait} and try again."))
                        .retry_after(u32::try_from(seconds).unwrap_or(u32::MAX)),
                )
            }
            _ => Ok(()),
        }
    }

    /// Counts a failure.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn failed(
        &self,
        txn: &impl ConnectionTrait,
        now: DateTime<Utc>,
    ) -> Result<(), ApiError> {
        let row = entities::throttle::Entity::find_by_id(self.key.clone())
            .one(txn)
            .await?;
        let failures = match &row {
            Some(row) if now - row.last_at < MEMORY => row.failures.saturating_add(1),
            _ => 1,
        };
        let beyond = u32::try_from(failures - self.free).unwrap_or(0).min(12);
        let blocked_until = (beyond > 0).then(|| now + Duration::seconds(LONGEST.min(1 << beyond)));
        let next = entities::throttle::ActiveModel {
            key: Set(self.key.clone()),
            failures: Set(failures),
            last_at: Set(now),
            blocked_until: Set(blocked_until),
        };
        match row {
            Some(row) => {
                let mut known = row.into_active_model();
                known.failures = next.failures;
                known.last_at = next.last_at;
                known.blocked_until = next.blocked_until;
                known.update(txn).await?;
            }
            None => {
                next.insert(txn).await?;
            }
        }
        Ok(())
    }

    /// Forgets the failures.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget(&self, txn: &impl ConnectionTrait) -> Result<(), ApiError> {
        entities::throttle::Entity::delete_by_id(self.key.clone())
            .exec(txn)
            .await?;
        Ok(())
    }
}
