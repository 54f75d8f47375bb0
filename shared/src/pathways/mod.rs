//! Pathways: the ways that a young person moves along between services, as a graph of stages at
//! levels of need.
//!
//! A pathway belongs to a plan. It says who can open its doors, which services hold its stages,
//! how one moves up, down and on, how one leaves, and by which standards it is judged. What
//! contradicts itself is refused when it is saved ([`contradictions`]); what is only unfinished is
//! told as a finding ([`gaps()`]), because a printed pathway says far less than a working one needs.

pub mod api;
mod change;
mod check;
mod clock;
mod find;
mod gaps;
mod groups;
mod holidays;
mod kind;
#[cfg(test)]
mod made;
mod matters;
mod printed;
mod reach;
mod state;
#[cfg(test)]
mod tests;

pub use crate::services::HIGHEST_LEVEL;
pub use change::changes;
pub use check::{PARTS_MAX, PATHWAYS_MAX, STAGES_MAX, check, closing};
pub use clock::{COUNT_MAX, Clock, ClockUnit, due};
pub use find::{PathwayFilter, fits, passes};
pub use gaps::{findings, gaps};
pub use groups::unserved;
pub use holidays::{bank_holiday, is_working_day};
pub use kind::{ExitKind, MoveKind, PathwayKind};
pub use matters::{ServiceFacts, contradictions};
pub use printed::{clock_in, way_in};
pub use state::PathwayEvent;
