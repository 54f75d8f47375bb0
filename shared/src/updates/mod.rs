//! Reporting: cycles, progress updates, their review, and what they add up to.
//!
//! Rules: one update is open for an action and a cycle; authors and last editors do not review;
//! an accepted update never changes, a correction is a new edition; what is not reported is grey
//! and says so, however green the last report was.

pub mod api;
mod brag;
mod cycle;
mod machine;
pub mod questions;
mod rules;

pub use brag::{Brag, brag_label};
pub use cycle::{CycleDates, CycleState};
pub use machine::{ReviewContext, UpdateEvent, UpdateState};
pub use rules::{DeliveryStatus, action_event_of, check_content, check_submission};
