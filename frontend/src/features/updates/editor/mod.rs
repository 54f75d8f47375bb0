//! Where an update is written.

mod aside;
mod clash;
mod fields;
mod form;
mod page;
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
