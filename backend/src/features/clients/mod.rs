//! API clients: programs that act for an agency, and the tokens with which they call.

mod change;
mod keys;
pub mod read;
pub mod routes;
mod secrets;
pub mod token;
