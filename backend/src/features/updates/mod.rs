//! Reporting: cycles, progress updates and their review, and what each person has to do.

mod acceptance;
pub mod contributions;
pub mod cycles;
mod facts;
mod judge;
mod leads;
mod list;
mod my_work;
pub mod records;
pub mod review;
pub mod routes;
pub(crate) mod store;
mod views;
pub mod write;
