//! Who needs help, and who stands ready: the guide to the levels of need, and what a plan offers
//! to each group of children that it singles out.
//!
//! Rules: nothing here is set by hand. What is offered follows from links (of groups to actions and
//! pathways, of pathways to services), and a gap is the absence of one. A service counts as help
//! only on the days on which it is open.

pub mod api;
mod gap;
mod listing;
mod statistic;

pub use gap::{Gap, Offer, gaps};
pub use listing::{TOLD_MAX, in_order, services_for, told};
pub use statistic::{Amount, Printed, figure};
