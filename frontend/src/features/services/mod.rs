//! The directory of services: the list with its filters, one service, and the forms that add, change and close one.

mod close;
mod edit;
mod fields;
mod filters;
mod import;
mod list;
mod view;
mod words;

pub use close::CloseServicePage;
pub use edit::{NewServicePage, ServiceEditPage};
pub use import::ImportServicesPage;
pub use list::ServicesPage;
pub use view::ServicePage;
