//! The directory of services: what there is, for whom, and how to get in.

mod bring_in;
mod change;
pub mod import;
mod list;
mod read;
mod record;
pub mod routes;
mod succession;

pub(in crate::features) use bring_in::bring_in;
pub(in crate::features) use list::open_on;
pub(in crate::features) use succession::move_to;
