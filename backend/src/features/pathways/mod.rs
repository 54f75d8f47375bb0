//! The pathways of a plan: what they are made of, by what they are judged, and what changed.

mod bring_in;
mod change;
mod changes;
mod list;
pub(in crate::features) mod open;
mod read;
mod record;
pub mod routes;
mod view;

pub(in crate::features) use bring_in::{Brought, bring_in};
pub(crate) use change::replace;
pub(crate) use read::view;
