//! Chasing by mail: what agencies still owe, who hears of it, and the digests that tell them.

pub mod accountable;
pub mod choice;
mod compose;
mod letter;
pub mod owing;
pub mod people;
pub mod plan;
pub mod queue;
pub mod routes;
pub mod send;
pub mod urgent;
pub mod worker;
