//! Sessions that are remembered, so that reading does not look up the person every time. Writing
//! reads the rights again in its transaction and never comes here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::http::HeaderMap;
use chrono::{DateTime, NaiveDate, Utc};

use crate::{clock, config::Config, db::Database, error::ApiError};

use super::session::{self, Session};

/// Sessions that are remembered at most.
const MOST: usize = 10_000;

/// A session and the number that the rights had when it was read: it holds as long as they have
/// it still, and until the day is over.
#[derive(Debug)]
struct Remembered {
    rights: i64,
    /// The day on which it was read: a role that is held for a time begins and ends with a day.
    day: NaiveDate,
    session: Arc<Session>,
}

/// The sessions that were asked for lately, by the digest of their token.
#[derive(Clone, Debug, Default)]
pub struct Sessions(Arc<Mutex<HashMap<Vec<u8>, Remembered>>>);

impl Sessions {
    fn all(&self) -> MutexGuard<'_, HashMap<Vec<u8>, Remembered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session of a request for reading.
    ///
    /// # Errors
    /// `not_signed_in` where there is none, or it has ended.
    pub async fn of(
        &self,
        db: &Database,
        config: &Config,
        headers: &HeaderMap,
        now: DateTime<Utc>,
    ) -> Result<Arc<Session>, ApiError> {
        let hash = session::token_hash(headers, config)?;
        self.by_hash(db, hash, now).await
    }

    /// The same session, with the rights that its person has now.
    ///
    /// # Errors
    /// `not_signed_in` where it has ended.
    pub async fn renewed(
        &self,
        db: &Database,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<Arc<Session>, ApiError> {
        self.by_hash(db, session.token_hash().to_vec(), now).await
    }

    async fn by_hash(
        &self,
        db: &Database,
        hash: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<Arc<Session>, ApiError> {
        let (rights, day) = (db.revisions.rights().await?, clock::london_day(now));
        let known = self
            .all()
            .get(&hash)
            .filter(|known| (known.rights, known.day) == (rights, day))
            .map(|known| Arc::clone(&known.session));
        // One that seems to have ended may have been used meanwhile by way of another process.
        if let Some(session) = known.filter(|session| session.lives(now)) {
            return Ok(session);
        }
        let session = Arc::new(session::by_hash(&db.read, hash.clone(), now).await?);
        self.remember(hash, rights, day, &session);
        Ok(session)
    }

    fn remember(&self, hash: Vec<u8>, rights: i64, day: NaiveDate, session: &Arc<Session>) {
        let mut all = self.all();
        if all.len() >= MOST {
            all.retain(|_, known| (known.rights, known.day) == (rights, day));
        }
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(
            hash,
            Remembered {
                rights,
                day,
                session: Arc::clone(session),
            },
        );
    }

    /// Notes that a session was used `now`, so that this is not written down again at once.
    pub fn used(&self, session: &Session, now: DateTime<Utc>) {
        if let Some(known) = self.all().get_mut(session.token_hash()) {
            known.session = Arc::new(known.session.seen_at(now));
        }
    }
}
