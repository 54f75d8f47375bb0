//! Webhooks: which there are, what is on its way to them, and the sending.

mod change;
mod log;
pub mod queue;
mod record;
mod replay;
mod resolve;
pub mod routes;
pub mod send;
mod sign;
mod store;
pub mod worker;

pub use queue::let_go;
pub use store::reach;
