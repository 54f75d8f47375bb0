//! The change feed: what happened, in an order that never changes, within the caller's reach.

pub mod activity;
pub mod feed;
pub mod reach;
pub mod routes;
