//! Agencies: the list, one agency with its duties, and the forms that add, change and end one.

mod create;
mod duties;
mod edit;
mod fields;
mod list;
mod standing;
mod succession;
mod view;

pub use create::NewAgencyPage;
pub use edit::AgencyEditPage;
pub use list::AgenciesPage;
pub use succession::AgencySuccessionPage;
pub use view::AgencyPage;
