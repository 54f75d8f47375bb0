//! Where an update is written.

mod aside;
mod clash;
mod fields;
mod form;
mod page;
mod state;
mod status_line;

pub use page::UpdateEditorPage;

pub(super) use shared::updates::questions::{CHANGED, DELIVERY, DONE, HELP, NEXT, RATING};
