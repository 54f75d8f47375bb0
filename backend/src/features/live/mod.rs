//! What happens, told at once to pages that are open: server-sent events with the events of the
//! change feed, each to those who may know of it at the moment at which it is sent.
//!
//! One task a process looks four times a second for events that have got their place since. It
//! asks and does not listen: a notification that gets lost would leave every page stale, and
//! nobody would notice. The sealer of any process places events within a second after they are
//! committed, so that a page hears of a change after a second and a quarter at most, whichever
//! process made it; and since a page is told from its own place in the feed on, it misses nothing
//! between two connections.

mod letter;
mod pages;
pub mod routes;
mod tell;
mod watch;

pub use watch::Live;
