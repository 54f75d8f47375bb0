//! Working together on a case: inviting agencies and answering, one's own part, passing responsibility, and breaking the
//! glass in an emergency.

mod asked;
mod banner;
mod consent;
mod glass;
mod invite;
mod own;
mod part;
mod pass;
mod reviews;
mod said;
mod sharing;
mod steps;

pub use asked::AskedPage;
pub use banner::GlassBanner;
pub use glass::BreakGlassPage;
pub use invite::InviteAgencyPage;
pub use part::PartPage;
pub use pass::PassPage;
pub use reviews::GlassReviewsPage;
pub use steps::ResponsibilityBar;
