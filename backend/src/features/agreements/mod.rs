//! Sharing agreements: who has agreed to tell whom of young people. They name no child, so that
//! they are kept and read like other records.

mod change;
mod read;
pub mod routes;

pub(crate) use change::create;
pub(in crate::features) use read::{covering, holding};
