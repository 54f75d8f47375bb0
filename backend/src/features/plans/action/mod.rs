//! One action: read, changed, moved through its states, given milestones.

mod agree;
mod change;
mod events;
mod milestones;
mod parts;
mod sheet;
mod view;
mod write;

pub use agree::agree;
pub use change::patch;
pub use events::happen;
pub use milestones::create as create_milestone;
pub use view::{now, read};
