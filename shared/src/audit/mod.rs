//! The audit log: who did what, when, on behalf of whom. It holds ids, never words, is only ever
//! added to, and is sealed into a hash chain that anyone with the log can check.

mod acts;
pub mod api;
mod chain;

pub use acts::{READINGS, acts_by_kind, is_told, label_of, label_of_kind};
pub use chain::{GENESIS, SealedEntry, canonical};
