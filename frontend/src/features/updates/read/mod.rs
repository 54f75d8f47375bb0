//! Where an update is read and reviewed.

mod history;
mod page;
mod review;
mod words;

pub use page::UpdatePage;
pub use words::{BackOnTrack, MilestoneReports};
