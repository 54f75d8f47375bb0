//! Step-down plans: how support is reduced by agreement, with somebody who carries on and a way
//! back in.
//!
//! A plan is begun at the start of support and proposed when it lacks nothing ([`gaps`]). Every
//! agency that takes part in the case accepts it; every later change is a new version, while the one
//! in force stays. Reviews are held until what was reached has held, and none lapses in silence.

pub mod api;
mod content;
mod course;
mod dates;
mod event;
mod gate;
mod machine;
#[cfg(test)]
mod made;
mod review;
#[cfg(test)]
mod tests;

pub use content::{ENTRIES_MAX, ENTRY_MAX, REVIEWS_MAX, check};
pub use course::{StepDown, Version};
pub use dates::{Duty, FIRST_REVIEW_FROM, FIRST_REVIEW_UNTIL, REVIEWS_NEEDED, ReviewFinding};
pub use event::StepDownEvent;
pub use gate::{Around, Gap, ServiceFacts, first_review_fits, first_review_window, gaps};
pub use machine::{StepDownFacts, StepDownState, VersionStage};
pub use review::{Answer, Review, missed};
