//! Plans and their actions: read, changed, counted, now and as at an earlier day.

mod about;
pub mod action;
pub mod board;
mod commitments;
mod diff;
mod facts;
pub mod find;
pub mod findings;
pub mod frame;
pub mod import;
pub(in crate::features) mod insert;
pub mod kept;
mod list;
mod lists;
pub mod moment;
mod overview;
mod permits;
pub mod records;
pub mod register;
mod reporting;
mod reports;
pub mod routes;
pub mod rows;
mod timeline;
