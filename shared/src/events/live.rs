//! The names of the messages that an open page is sent. The data of the first two is an event as
//! the change feed tells it.

/// Somebody else has changed something.
pub const CHANGE: &str = "change";
/// The person whose page it is has, perhaps elsewhere.
pub const OWN: &str = "own";
/// The connection is there; its id is the place of now in the change feed.
pub const HELLO: &str = "hello";
/// More has happened than can be told: what is shown may be stale.
pub const RESET: &str = "reset";
/// How many notices are unread now. Its data is the count.
pub const NOTICES: &str = "notices";
/// The session has ended. Another connection will not be taken.
pub const ENDED: &str = "ended";
