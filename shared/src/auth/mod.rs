//! Accounts: who somebody is, how they sign in, which roles they hold.
//!
//! Rules: passwords have at least twelve characters and are not among the common ones; nobody
//! changes their own roles; the last administrator and the last lead of an agency stay; an auditor
//! is never an administrator. It never says whether an e-mail address has an account.

pub mod api;
mod grants;
mod password;
mod scopes;

pub use grants::{Given, GrantFault, check_grants};
pub use password::{PASSWORD_MAX, PASSWORD_MIN, check_password};
pub use scopes::TokenScope;

/// Hours for which an invitation or a link to a new password can be used.
pub const LINK_HOURS: i64 = 72;
/// Hours without use after which a session ends (`docs/SECURITY.md`, "Sessions").
pub const SESSION_IDLE_HOURS: i64 = 12;
/// Hours after which a session ends however much it is used.
pub const SESSION_HOURS: i64 = 24 * 7;
