//! Accounts: signing in and out, devices, one-time links, people and their roles.

pub mod links;
pub mod passwords;
pub mod people;
pub mod routes;
pub mod session;
pub mod sign_in;
pub mod store;
mod throttle;
