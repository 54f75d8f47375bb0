//! Hashing of passwords: slow on purpose, off the runtime, and a few at a time.

use std::{sync::Arc, time::Duration};

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use shared::problem::ErrorCode;
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

use crate::{clock, error::ApiError};

/// Passwords that are hashed at the same time.
const AT_ONCE: usize = 2;
/// How long to wait for a turn.
const PATIENCE: Duration = Duration::from_secs(2);

/// The keeper of passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Passwords {
    /// The hash under which `password` is kept (Argon2id, 19 MiB, 2 passes: OWASP's advice and
    /// the library's default).
    ///
    /// # Errors
    /// `unavailable` when too many are being hashed.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        self.turn(move || {
            let salt = clock::secret()?;
            let (salt, _) = salt.split_at(16);
            Argon2::default()
                .hash_password_with_salt(password.as_bytes(), salt)
                .map(|hash| hash.to_string())
                .map_err(|_| ApiError::Hashing)
        })
        .await
    }

    /// Whether `password` is the one that `hash` was made of. Without a hash it takes as long and
    /// is never right, so that nobody learns from the time which accounts there are.
    ///
    /// # Errors
    /// `unavailable` when too many are being hashed.
    pub async fn fits(&self, password: String, hash: Option<String>) -> Result<bool, ApiError> {
        self.turn(move || match hash {
            Some(hash) => Ok(PasswordHash::new(&hash).is_ok_and(|hash| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &hash)
                    .is_ok()
            })),
            None => Argon2::default()
                .hash_password_with_salt(password.as_bytes(), &[0; 16])
                .map(|_| false)
                .map_err(|_| ApiError::Hashing),
        })
        .await
    }

    async fn turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let permit = match timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(permit)) => permit,
            _ => {
                return Err(ApiError::new(
                    ErrorCode::Unavailable,
                    "Many people are signing in. Try again in a few seconds.",
                )
                .retry_after(3));
            }
        };
        // The permit moves into the task: a caller who hangs up does not make room for another.
        spawn_blocking(move || {
            let outcome = work();
            drop(permit);
            outcome
        })
        .await
        .map_err(|_| ApiError::Lost("a hashing task ended early"))?
    }
}
