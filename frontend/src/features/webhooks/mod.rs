//! Webhooks: those of an agency, one with the log of its deliveries, and the forms that add and change one.

mod create;
mod deliveries;
mod edit;
mod fields;
mod list;
mod secret;
mod view;

pub use create::NewWebhookPage;
pub use edit::WebhookEditPage;
pub use list::WebhooksPage;
pub use view::WebhookPage;
