//! Who takes part in a case: asking, answering, naming people, offering, leaving.

mod answer;
mod ending;
pub(in crate::features::cases) mod file;
mod invite;
mod ledger;
mod own;
pub mod routes;
mod trace;

pub(crate) use answer::answer;
pub(crate) use invite::invite;
pub(in crate::features::cases) use ledger::Ledger;
pub(in crate::features::cases) use own::works_for;
pub(in crate::features::cases) use trace::{Done, needed, raised, trace};
