//! The guide to the levels of need of a plan, and what it offers to each group of children. Both
//! are read from links by one query each; nothing of them is kept.

mod groups;
mod levels;
pub mod routes;
mod rows;
