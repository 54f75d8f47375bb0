//! Accounts: signing in and out, devices, one-time links, people and their roles.

pub mod links;
pub mod passwords;
pub mod people;
pub mod routes;
pub mod session;
pub mod sign_in;
pub mod store;
pub mod throttle;

/// What a row of `person` is that somebody signs in with.
pub const PERSON: &str = "person";
/// What it is behind an API client: it names the program wherever somebody acts, and nobody signs
/// in with it.
pub const PROGRAM: &str = "program";
