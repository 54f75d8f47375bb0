//! The database: how it is opened, and the one way in which anything is written.

mod batch;
mod connect;
pub mod expiry;
pub mod history;
mod unit;
mod writer;

pub use connect::{Database, OpenError};
pub use unit::{Act, Unit, Who};
