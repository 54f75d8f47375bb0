//! Where an update is read and reviewed.

mod endorse;
mod history;
mod page;
mod review;
mod words;

pub use page::UpdatePage;
pub use words::{BackOnTrack, MilestoneReports};
