//! Where an update is written.

mod aside;
mod clash;
mod elsewhere;
mod fields;
mod form;
mod hand_over;
mod others;
mod page;
mod ratings;
mod state;
mod status_line;

pub use page::UpdateEditorPage;

pub(super) use shared::updates::questions::{
    AUDIENCE, BY, CAUSE, CHANGED, DELIVERY, DIFFERENCE, DONE, FORECAST, HELP, NEXT, NO_CHANGE,
    OWNER, RATING, RISK, STEP,
};
