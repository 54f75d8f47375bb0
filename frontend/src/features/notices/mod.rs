//! What somebody is told: how much of it is unread, on every page, and all of it on one.

mod bell;
mod page;

pub use bell::{Bell, BellLink};
pub use page::NoticesPage;
