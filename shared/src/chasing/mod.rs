//! Chasing: who has reported in which cycle, how long an agency has been silent, and who hears of
//! it by mail.
//!
//! Rules: what is late or missing is counted from what is there, never set; an agency hears once a
//! day at most, of everything together; who answers for an agency cannot choose not to hear when a
//! cycle has closed without its reports.

pub mod api;
mod silence;

pub use silence::{GRID_CYCLES, Report, Standing, Tally, days_silent};
