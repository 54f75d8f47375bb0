//! Sharing agreements: who has agreed to tell whom of young people.

mod edit;
mod fields;
mod list;
mod view;

pub use edit::{AgreementEditPage, NewAgreementPage};
pub use list::AgreementsPage;
pub use view::AgreementPage;
