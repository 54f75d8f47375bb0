//! The interface as programs see it: over HTTP, on a real SQLite file and on a real PostgreSQL,
//! with a database of its own for every test. The tree mirrors the addresses.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the whole crate is tests: what fails here is the finding"
)]

mod activity;
mod agencies;
mod agreements;
mod audit;
mod auth;
mod cases;
mod chasing;
mod clients;
mod conventions;
mod coverage;
mod durability;
mod events;
mod faults;
mod feeds;
mod governance;
mod live;
mod migrations;
mod needs;
mod notices;
mod pathways;
mod plans;
mod publication;
mod remembered;
mod search;
mod services;
mod sheets;
mod step_down;
mod support;
mod updates;
mod webhooks;
