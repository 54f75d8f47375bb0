//! What anybody may read without signing in, where an administrator has switched it on: the open
//! services of the directory, as pages that need no script and as Open Referral UK. What stands
//! here reads, and knows nobody.

mod directory;
pub mod open_referral;
pub mod pages;
pub mod routes;
mod settings;

pub(in crate::features) use pages::html::Html;
