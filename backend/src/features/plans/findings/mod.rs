//! The findings of the checks on a plan: what they say, what a coordinator decides on them, what
//! a repair changes, and the checks that run again after it.

mod decide;
mod facts;
mod recheck;
mod repair;
pub mod routes;
mod rows;
mod stored;
mod view;

pub use decide::decide;
pub use facts::{KeptFacts, PrintedAgency, from_database};
pub use recheck::{Rechecked, doubted, first, leads_to, recheck, resolution_word};
pub use view::{Concerned, counted, of_action};
