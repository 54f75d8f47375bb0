//! Where an update is written.

mod aside;
mod clash;
mod fields;
mod form;
mod page;
mod ratings;
mod state;
mod status_line;

pub use page::UpdateEditorPage;

// The questions of an update, as they stand over their fields and wherever their answers are shown.
pub(super) const DELIVERY: &str = "How far has it got?";
pub(super) const RATING: &str = "How is it going?";
pub(super) const DONE: &str = "What was done in this period";
pub(super) const CHANGED: &str = "What it changed for children and families";
pub(super) const NEXT: &str = "What comes next";
pub(super) const HELP: &str = "What help is needed, and from whom";
pub(super) const FORECAST: &str = "How will it stand at its end date?";
pub(super) const DIFFERENCE: &str = "Why you rate it otherwise than its dates do";
pub(super) const CAUSE: &str = "What keeps it back";
pub(super) const STEP: &str = "The step that brings it back on track";
pub(super) const OWNER: &str = "Who takes the step";
pub(super) const BY: &str = "By when";
pub(super) const RISK: &str = "A risk that others should know of";
pub(super) const AUDIENCE: &str = "Where may it be quoted?";
pub(super) const NO_CHANGE: &str = "Nothing has changed since the last report";
