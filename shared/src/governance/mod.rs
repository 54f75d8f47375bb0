//! Boards, their meetings and what they decide.
//!
//! Rules: a decision is taken at a meeting that has been held; its words do not change once it is
//! decided; only what was agreed is carried out; a reference is given once and never again.

pub mod api;
mod check;
mod machine;
mod reference;

pub use check::{PAPERS_MAX, address};
pub use machine::{DecisionEvent, DecisionOutcome, DecisionProgress, DecisionState};
pub use reference::{DecisionReference, references_in};
