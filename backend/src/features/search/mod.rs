//! Looking for words in actions, updates, evidence and agencies. The index is kept by the
//! database's own triggers (`migrations`, `search`), so that no change can go past it.

mod find;
mod read;
pub mod rebuild;
pub mod routes;
mod show;
