//! API clients: the programs that act for an agency, what their tokens may be used for, their secrets and keys.
//!
//! A secret is shown once, where it was made, and is never kept by the page.

mod acts;
mod create;
mod edit;
mod keys;
mod list;
mod scopes;
mod secret;
mod view;

pub use create::NewClientPage;
pub use edit::ClientEditPage;
pub use keys::ClientKeysPage;
pub use list::ClientsPage;
pub use secret::NewSecretPage;
pub use view::ClientPage;
