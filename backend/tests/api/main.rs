//! The interface as programs see it: over HTTP, on a real SQLite file and on a real PostgreSQL,
//! with a database of its own for every test. The tree mirrors the addresses.

mod agencies;
mod audit;
mod auth;
mod conventions;
mod coverage;
mod durability;
mod migrations;
mod plans;
mod support;
mod updates;
