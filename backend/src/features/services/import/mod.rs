//! A file of services comes in, as a sheet or as Open Referral: known ones are changed, new ones
//! added, all of them in one unit of work. Whatever stands in the way of a row is told in its
//! place, and then none of them is written.

mod apply;
mod columns;
mod export;
pub mod routes;
mod wish;

pub use columns::SERVICES;
