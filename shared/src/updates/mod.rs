//! Reporting: cycles, progress updates, their review, and what they add up to.
//!
//! Rules: one update is open for an action and a cycle; authors and last editors do not review;
//! an accepted update never changes, a correction is a new edition; what is not reported is grey
//! and says so, however green the last report was; beside the owner's rating stands the one that
//! the facts imply, and a difference has a reason.

pub mod api;
mod brag;
mod contribution;
mod cycle;
mod exception;
mod implied;
mod machine;
pub mod questions;
mod ratings;
mod rules;
mod schedule;
mod scope;
mod variance;

pub use brag::{Brag, brag_label};
pub use contribution::{
    Contribution, ContributionState, Endorsement, agreement, answer, endorsed, may_be_accepted,
    not_endorsed,
};
pub use cycle::{CycleDates, CycleLock, CycleState};
pub use exception::{EXCEPTION_DAYS, Exception, check_exception};
pub use implied::{Facts, Implied, ImpliedReason, MilestoneFact, SILENT_DAYS, implied};
pub use machine::{ReviewContext, UpdateEvent, UpdateState};
pub use ratings::{
    Submission, is_unchanged_green, may_say_no_change, needs_difference, needs_recovery,
};
pub use rules::{DeliveryStatus, action_event_of, check_content, check_submission};
pub use schedule::{Frequency, PlannedCycle, Rhythm, SERIES_MAX, TakenPeriod, WINDOW_DAYS_MAX};
pub use scope::{CycleScope, Scoped};
pub use variance::{Audience, Direction, VarianceCause};
