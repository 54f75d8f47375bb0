//! Agencies: who there is, what each has to do, and what happens when one ends.

pub mod change;
pub mod read;
pub mod routes;
mod succession;

pub use change::{keep, keep_new};
