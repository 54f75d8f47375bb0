//! Cases: the lists, opening and finding one, one case with its passport and time line, and working together on it.

mod edit;
mod fields;
mod find;
mod happens;
mod holdings;
mod list;
mod log;
mod new;
mod passport;
mod together;
pub mod told;
mod trace;
mod view;

pub use edit::CaseEditPage;
pub use find::FindCasePage;
pub use happens::CaseHappenPage;
pub use list::CasesPage;
pub use log::{CaseLogPage, CasesLogPage};
pub use new::NewCasePage;
pub use together::{
    AskedPage, BreakGlassPage, GlassReviewsPage, InviteAgencyPage, PartPage, PassPage,
};
pub use view::CasePage;
