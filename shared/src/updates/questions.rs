//! The questions of an update, as they stand over their fields, over the columns of a sheet and
//! wherever their answers are shown.

/// How far the action has got.
pub const DELIVERY: &str = "How far has it got?";
/// The rating.
pub const RATING: &str = "How is it going?";
/// What was done.
pub const DONE: &str = "What was done in this period";
/// What it changed.
pub const CHANGED: &str = "What it changed for children and families";
/// What comes next.
pub const NEXT: &str = "What comes next";
/// What help is needed.
pub const HELP: &str = "What help is needed, and from whom";
