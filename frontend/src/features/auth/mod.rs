//! Accounts: signing in and out, one-time links, one's own account, the people and their roles.
//!
//! Secrets are never kept: a password stays in its field until it is sent, and the token of a one-time link leaves the
//! address bar as soon as it has been read.

mod account;
mod again;
mod corner;
mod opening;
mod password;
mod roles;
mod sign_in;
mod sign_out;
mod welcome;

pub use account::AccountPage;
pub use again::SignInAgain;
pub use corner::Corner;
pub use opening::opened;
pub use password::ChangePasswordPage;
pub use sign_in::SignInPage;
pub use welcome::WelcomePage;
