//! Accounts: signing in and out, one-time links, one's own account, the people and their roles.
//!
//! Secrets are never kept: a password stays in its field until it is sent, and the token of a one-time link leaves the
//! address bar as soon as it has been read.

mod account;
mod again;
mod corner;
mod grants;
mod handover;
mod invite;
mod opening;
mod password;
mod people;
mod person;
mod person_name;
mod person_roles;
mod roles;
mod sign_in;
mod sign_out;
mod state;
mod welcome;

pub use account::AccountPage;
pub use again::SignInAgain;
pub use corner::Corner;
pub use invite::InvitePage;
pub use opening::opened;
pub use password::ChangePasswordPage;
pub use people::PeoplePage;
pub use person::PersonPage;
pub use person_name::PersonNamePage;
pub use person_roles::PersonRolesPage;
pub use sign_in::SignInPage;
pub use welcome::WelcomePage;
