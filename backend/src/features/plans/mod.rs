//! Plans and their actions: read, changed, counted, now and as at an earlier day.

mod about;
pub mod action;
mod commitments;
mod diff;
mod facts;
pub mod find;
pub mod findings;
pub mod import;
mod insert;
mod list;
mod moment;
mod overview;
mod permits;
pub mod records;
mod register;
pub mod routes;
mod rows;
mod timeline;
