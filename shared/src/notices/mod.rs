//! Notices: what somebody is told in the product because it falls to them or is about their work.
//!
//! Rules: a notice is written by the act that causes it, once for each person; whoever did it is
//! not told; what others have done meanwhile no longer counts as unread; it is shown as long as
//! its person may read the record that it leads to, and for 90 days at most.

pub mod api;
mod occasion;
mod words;

pub use occasion::{About, Occasion, is_deputy};
pub use words::Facts;

use chrono::{DateTime, Duration, Utc};

/// For how many days a notice is kept.
pub const RETENTION_DAYS: i64 = 90;

/// Since when a notice has to be from to be shown at `now`. Older ones go.
pub fn kept_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::days(RETENTION_DAYS)
}
