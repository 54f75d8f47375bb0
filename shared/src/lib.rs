//! The domain of Throughline, compiled natively for the server and to WebAssembly for the browser.
//!
//! Every rule stands here once: words, state machines, validation, the permission matrix and the
//! wire types of the REST interface. Nothing here reads a clock, draws a random number, or touches
//! a file, a network or a database.
#![deny(missing_docs)]

pub mod agencies;
pub mod agreements;
pub mod audit;
pub mod auth;
pub mod calendar;
pub mod cases;
pub mod chasing;
pub mod clients;
pub mod events;
pub mod feeds;
pub mod governance;
pub mod ids;
pub mod needs;
pub mod notices;
pub mod page;
pub mod patch;
pub mod pathways;
pub mod plans;
pub mod policy;
pub mod problem;
pub mod publication;
pub mod search;
pub mod services;
pub mod sheets;
pub mod step_down;
pub mod text;
pub mod updates;
pub mod webhooks;
