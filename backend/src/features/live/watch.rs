//! The task that looks for events on behalf of all open pages, as long as there are any.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::body::Bytes;
use shared::{events::live, ids::PersonId, problem::ErrorCode};
use tokio::{
    sync::mpsc::Receiver,
    time::{Duration, MissedTickBehavior, interval},
};

use crate::{
    clock,
    db::Database,
    error::ApiError,
    features::{
        auth::{session::Session, store::Sessions},
        events::feed,
    },
};

use super::{
    letter::{HEARTBEAT, hello, message},
    pages::{Full, Pages},
    tell::{self, Group},
};

/// How often it looks.
const EVERY: Duration = Duration::from_millis(250);
/// After how many looks every page is told that the connection is still there: 15 seconds, which
/// is less than what lies between us and a browser is content with.
const HEARTBEAT_LOOKS: u32 = 60;
/// Milliseconds after which a page comes back: at least, and how many more at most, so that not
/// all of them come at once.
const PATIENCE: (u32, u32) = (2_000, 3_000);

/// The pages that are open, and what they are told.
#[derive(Clone, Debug)]
pub struct Live(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Database,
    sessions: Sessions,
    pages: Mutex<Pages>,
}

impl Live {
    /// With no page open yet.
    pub fn new(db: Database, sessions: Sessions) -> Self {
        Self(Arc::new(Inner {
            db,
            sessions,
            pages: Mutex::default(),
        }))
    }

    /// Lets all pages go and takes no more: the server is about to stop.
    pub fn stop(&self) {
        self.0.pages().stop();
    }

    /// How many pages are open.
    pub fn open(&self) -> usize {
        self.0.pages().open().len()
    }

    /// Takes the page of `session` that has been told up to the cursor `after`, or that begins now.
    ///
    /// # Errors
    /// `bad_query` for what is no cursor; `too_many` and `unavailable` where there is no room.
    pub(super) async fn take(
        &self,
        session: Arc<Session>,
        after: Option<&str>,
    ) -> Result<Receiver<Bytes>, ApiError> {
        let db = &self.0.db;
        let rights = db.revisions.rights().await?;
        let head = tell::head(db).await?;
        let (position, cursor, gone) = match after {
            None => (head, tell::latest(db, &session, head).await?, false),
            Some(text) => {
                let after = feed::decode(text)?;
                match feed::position(&db.read, after).await {
                    Ok(position) => (position, after, false),
                    Err(error) if error.code() == ErrorCode::CursorGone => {
                        (head, tell::latest(db, &session, head).await?, true)
                    }
                    Err(error) => return Err(error),
                }
            }
        };
        let spread = u32::from(clock::random::<1>()?[0]) * PATIENCE.1 / u32::from(u8::MAX);
        let mut first = hello(live::HELLO, &feed::cursor(cursor), PATIENCE.0 + spread).to_vec();
        if gone {
            first.extend_from_slice(message(live::RESET, None, "{}").as_bytes());
        }
        first.extend_from_slice(&tell::unread(db, &session).await?);
        let mut pages = self.0.pages();
        let received = pages
            .take(
                session,
                (rights, clock::london_day(clock::now())),
                position,
                Bytes::from(first),
            )
            .map_err(refused)?;
        if !pages.watched {
            pages.watched = true;
            tokio::spawn(watch(Arc::clone(&self.0)));
        }
        Ok(received)
    }
}

fn refused(full: Full) -> ApiError {
    match full {
        Full::Session => ApiError::new(
            ErrorCode::TooMany,
            "This session has too many live connections. Close some of its pages.",
        ),
        Full::Server => ApiError::new(
            ErrorCode::Unavailable,
            "There are too many live connections at the moment. Pages work without; load them again to see what is new.",
        ),
        Full::Stopping => ApiError::new(
            ErrorCode::Unavailable,
            "The service is being restarted. Try again in a moment.",
        ),
    }
}

impl Inner {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks until no page is open.
async fn watch(inner: Arc<Inner>) {
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looks = 0u32;
    loop {
        tick.tick().await;
        {
            let mut pages = inner.pages();
            if pages.open().is_empty() {
                pages.watched = false;
                return;
            }
            looks = looks.wrapping_add(1);
            if looks.is_multiple_of(HEARTBEAT_LOOKS) {
                pages.send_all(&HEARTBEAT);
            }
        }
        if let Err(error) = look(&inner).await {
            tracing::warn!(%error, "open pages were not told what is new; the next look tries again");
        }
    }
}

/// Tells every page what it has not been told yet. Where the database fails, nothing is told, and
/// the next look begins at the same place.
async fn look(inner: &Inner) -> Result<(), ApiError> {
    let rights = inner.db.revisions.rights().await?;
    let head = tell::head(&inner.db).await?;
    renew(inner, rights).await?;
    let unread = unread(inner, head).await?;
    for group in groups(inner, head) {
        let news = group.news(&inner.db, head).await?;
        let mut pages = inner.pages();
        let mut shared = None;
        for (number, person) in &group.pages {
            let letter = if news.is_by(*person) {
                news.letter(*person)
            } else {
                shared.get_or_insert_with(|| news.letter(*person)).clone()
            };
            if let Some(page) = pages.find(*number) {
                page.position = head;
            }
            if let Some(letter) = letter {
                pages.send(*number, letter);
            }
        }
    }
    let mut pages = inner.pages();
    for (number, letter) in unread {
        pages.send(number, letter);
    }
    Ok(())
}

/// How many notices are unread, for the pages of those whose notices have changed up to `head`;
/// asked once a person.
async fn unread(inner: &Inner, head: i64) -> Result<Vec<(u64, Bytes)>, ApiError> {
    let behind: Vec<(u64, i64, Arc<Session>)> = inner
        .pages()
        .open()
        .iter()
        .filter(|page| page.position < head)
        .map(|page| (page.number(), page.position, Arc::clone(&page.session)))
        .collect();
    let Some(from) = behind.iter().map(|(_, position, _)| *position).min() else {
        return Ok(Vec::new());
    };
    let people = tell::noticed(&inner.db, from, head).await?;
    let mut known: HashMap<PersonId, Bytes> = HashMap::new();
    let mut letters = Vec::new();
    for (number, _, session) in behind {
        let person = session.actor.person;
        if people
            .as_ref()
            .is_some_and(|people| !people.contains(&person))
        {
            continue;
        }
        let letter = match known.get(&person) {
            Some(letter) => letter.clone(),
            None => tell::unread(&inner.db, &session).await?,
        };
        known.insert(person, letter.clone());
        letters.push((number, letter));
    }
    Ok(letters)
}

/// Reads again the sessions whose rights may have changed or that may have ended, and says
/// farewell to those that have.
async fn renew(inner: &Inner, rights: i64) -> Result<(), ApiError> {
    let now = clock::now();
    // Roles begin and end with days too.
    let today = clock::london_day(now);
    let stale: Vec<(u64, Arc<Session>)> = inner
        .pages()
        .open()
        .iter()
        .filter(|page| (page.rights, page.day) != (rights, today) || !page.session.lives(now))
        .map(|page| (page.number(), Arc::clone(&page.session)))
        .collect();
    for (number, session) in stale {
        match inner.sessions.renewed(&inner.db, &session, now).await {
            Ok(session) => {
                if let Some(page) = inner.pages().find(number) {
                    page.session = session;
                    page.rights = rights;
                    page.day = today;
                }
            }
            Err(error) if error.code() == ErrorCode::NotSignedIn => {
                let mut pages = inner.pages();
                pages.send(number, Bytes::from(message(live::ENDED, None, "{}")));
                pages.close(number);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The pages that have not been told everything up to `head`, by what they may know of.
fn groups(inner: &Inner, head: i64) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for page in inner.pages().open() {
        if page.position >= head {
            continue;
        }
        let (session, position) = (&page.session, page.position);
        let own = (page.number(), session.actor.person);
        match groups
            .iter_mut()
            .find(|group| group.fits(session, position))
        {
            Some(group) => group.pages.push(own),
            None => {
                let mut group = Group::of(session, position);
                group.pages.push(own);
                groups.push(group);
            }
        }
    }
    groups
}
