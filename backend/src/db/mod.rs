//! The database: how it is opened, and the one way in which anything is written.

mod batch;
mod connect;
pub mod expiry;
pub mod history;
pub mod json;
pub mod revision;
mod trouble;
mod unit;
mod wal;
mod writer;

pub use connect::{Database, OpenError};
pub use trouble::out_of_reach;
pub use unit::{Act, Unit, Who};
