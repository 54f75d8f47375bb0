//! Reporting: cycles, progress updates and their review, and what each person has to do.

mod acceptance;
mod around;
pub mod asked;
pub mod contributions;
pub mod cycles;
pub mod exceptions;
mod facts;
mod hand_over;
pub mod judge;
pub mod leads;
mod list;
pub mod my_work;
pub mod presence;
pub mod records;
pub mod review;
pub mod routes;
mod scene;
mod series;
pub mod store;
mod views;
pub mod write;
