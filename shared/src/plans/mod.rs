//! Delivery plans: outcomes, levels of need, pledges, actions, who has which part in them.
//!
//! Rules: an action's reference is a label, its id never changes; an action has exactly one lead,
//! or two or more joint leads of whom one coordinates; imports enter as proposed, with findings,
//! and the rules bind from `agreed` on. Nothing of a plan is dropped because it does not fit.

mod action;
pub mod api;
mod assignment;
pub mod board;
mod change;
pub mod checks;
mod commitment;
mod decision;
pub mod format;

pub use action::{ActionEvent, ActionState, AgreedAction};
pub use assignment::{AssignmentRole, Part, check_parts};
pub use change::{REFERENCE_MAX, before_plan, check_dates};
pub use commitment::{days_moved, is_move, moved_in_all};
