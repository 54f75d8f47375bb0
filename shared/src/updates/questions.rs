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
/// The rating that is expected at the end.
pub const FORECAST: &str = "How will it stand at its end date?";
/// Why the owner's rating is not that of the facts.
pub const DIFFERENCE: &str = "Why you rate it otherwise than its dates do";
/// The cause of being ahead or behind.
pub const CAUSE: &str = "What keeps it back";
/// The recovery step.
pub const STEP: &str = "The step that brings it back on track";
/// Who takes the step.
pub const OWNER: &str = "Who takes the step";
/// When the step is to be done.
pub const BY: &str = "By when";
/// The risk flag.
pub const RISK: &str = "A risk that others should know of";
/// Who may read it.
pub const AUDIENCE: &str = "Where may it be quoted?";
/// Nothing changed.
pub const NO_CHANGE: &str = "Nothing has changed since the last report";
