//! `/plans` and what lies below.

mod actions;
pub mod as_at;
mod board;
mod commitments;
mod findings;
mod import;
pub mod overview;
mod register;
mod reporting;

/// The plan of the demonstration.
pub const KENT: &str = include_str!("../../../demo/kent-plan.json");
/// A small plan with a council that the seed has already, and with a defect of most kinds.
const WESTSHIRE: &str = include_str!("westshire-plan.json");
