//! The pages that are open, each with its session and its place in the change feed.

use std::sync::Arc;

use axum::body::Bytes;
use chrono::NaiveDate;
use tokio::sync::mpsc::{self, Receiver, Sender, error::TrySendError};

use crate::features::auth::session::Session;

/// Letters that wait for a page at most. One that does not take them is let go, and not waited
/// for: it comes back and reads on from its place.
const WAITING: usize = 16;
/// Connections at most; the rest of those that the server takes are for requests.
const MOST: usize = 1_500;
/// Connections of one session at most. A browser shares one among its tabs.
const OF_ONE: usize = 16;

/// Why a page cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The server has as many as it can.
    Server,
    /// The session has.
    Session,
    /// The server is about to stop.
    Stopping,
}

/// A page that is open.
#[derive(Debug)]
pub struct Page {
    number: u64,
    /// The session, as it was read on this day, when the rights had this number.
    pub session: Arc<Session>,
    pub rights: i64,
    pub day: NaiveDate,
    /// Up to where it has been told.
    pub position: i64,
    letters: Sender<Bytes>,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Pages {
    open: Vec<Page>,
    last: u64,
    stopping: bool,
    /// Whether somebody looks for events on their behalf.
    pub watched: bool,
}

impl Pages {
    /// Takes another page.
    ///
    /// # Errors
    /// [`Full`].
    pub fn take(
        &mut self,
        session: Arc<Session>,
        (rights, day): (i64, NaiveDate),
        position: i64,
        first: Bytes,
    ) -> Result<Receiver<Bytes>, Full> {
        self.open.retain(|page| !page.letters.is_closed());
        if self.stopping {
            return Err(Full::Stopping);
        }
        if self.open.len() >= MOST {
            return Err(Full::Server);
        }
        let of_one = self
            .open
            .iter()
            .filter(|page| page.session.device == session.device)
            .count();
        if of_one >= OF_ONE {
            return Err(Full::Session);
        }
        let (letters, received) = mpsc::channel(WAITING);
        // There is room for the first.
        let _ = letters.try_send(first);
        self.last += 1;
        self.open.push(Page {
            number: self.last,
            session,
            rights,
            day,
            position,
            letters,
        });
        Ok(received)
    }

    /// Those that are still there.
    pub fn open(&mut self) -> &mut [Page] {
        self.open.retain(|page| !page.letters.is_closed());
        &mut self.open
    }

    /// The page with this number, if it is still there.
    pub fn find(&mut self, number: u64) -> Option<&mut Page> {
        self.open.iter_mut().find(|page| page.number == number)
    }

    /// Sends a letter to the page with this number. One that takes no more is let go.
    pub fn send(&mut self, number: u64, letter: Bytes) {
        let full = self.find(number).is_some_and(|page| {
            matches!(page.letters.try_send(letter), Err(TrySendError::Full(_)))
        });
        if full {
            tracing::debug!("a page that takes no letters was let go");
            self.close(number);
        }
    }

    /// Sends a letter to every page.
    pub fn send_all(&mut self, letter: &Bytes) {
        let numbers: Vec<u64> = self.open.iter().map(Page::number).collect();
        for number in numbers {
            self.send(number, letter.clone());
        }
    }

    /// Lets the page with this number go.
    pub fn close(&mut self, number: u64) {
        self.open.retain(|page| page.number != number);
    }

    /// Lets all of them go, and takes no more.
    pub fn stop(&mut self) {
        self.stopping = true;
        self.open.clear();
    }
}

impl Page {
    /// Its number, which no other page has or had.
    pub const fn number(&self) -> u64 {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &'static str) -> Bytes {
        Bytes::from_static(text.as_bytes())
    }

    fn took(pages: &mut Pages) -> Result<Receiver<Bytes>, Full> {
        let read = (0, NaiveDate::MIN);
        pages.take(Arc::new(Session::sample()), read, 0, letter("hello"))
    }

    #[test]
    fn a_page_that_takes_nothing_is_let_go_and_the_others_stay() {
        let mut pages = Pages::default();
        let mut slow = took(&mut pages).unwrap();
        let mut quick = took(&mut pages).unwrap();
        for _ in 0..WAITING {
            pages.send_all(&letter("more"));
            assert!(quick.try_recv().is_ok());
        }
        assert_eq!(pages.open().len(), 1, "only the one that reads is left");
        let mut waiting = 0;
        while slow.try_recv().is_ok() {
            waiting += 1;
        }
        assert_eq!(
            waiting, WAITING,
            "what it had not read is all that was kept"
        );
        assert!(slow.is_closed());
    }

    #[test]
    fn pages_that_are_gone_make_room_and_one_session_does_not_take_it_all() {
        let mut pages = Pages::default();
        let kept: Vec<_> = (0..OF_ONE).map(|_| took(&mut pages).unwrap()).collect();
        assert_eq!(took(&mut pages).err(), Some(Full::Session));
        drop(kept);
        let one = took(&mut pages).unwrap();
        assert_eq!(pages.open().len(), 1);
        pages.stop();
        assert!(one.is_closed());
        assert_eq!(took(&mut pages).err(), Some(Full::Stopping));
    }
}
