//! How long cases are kept: retention proposes and people dispose. The law stands in
//! `shared::cases::retention`.

mod anonymise;
pub mod ledger;
mod look;
mod read;
pub mod routes;
mod runs;

pub(in crate::features) use runs::propose_one;
