//! API clients: programs that act for an agency.
//!
//! Rules: an agency's lead makes them, with no scope beyond what the lead may do; a secret is shown
//! once; two secrets are live at the same time during a rotation, the older for seven days at most;
//! a public key is for ES256 or EdDSA; a client never accepts what it or anybody else submitted.

pub mod api;
mod keys;
mod secrets;

pub use keys::{KEYS_MAX, KeyAlgorithm, check_keys};
pub use secrets::{OVERLAP_DAYS, check_overlap};

/// Seconds for which an access token is good.
pub const TOKEN_SECONDS: i64 = 10 * 60;
/// Most seconds for which an assertion may be good (RFC 7523 leaves it to the server).
pub const ASSERTION_SECONDS: i64 = 5 * 60;
/// By how many seconds the clocks of two machines may differ.
pub const LEEWAY_SECONDS: i64 = 5;
