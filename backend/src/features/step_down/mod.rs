//! Step-down plans: how the support of a case is reduced by agreement. The law stands in
//! `shared::step_down`; here it is kept, shown and told.

mod acting;
mod around;
mod change;
mod duties;
mod follow;
mod kept;
mod permits;
mod read;
pub mod remind;
pub mod routes;
mod save;
mod summary;
mod told;
mod trace;

pub(crate) use change::{begin, happen, save};
pub(in crate::features) use follow::{heads, parties_changed, running, stop};
