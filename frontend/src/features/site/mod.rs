//! Pages about the service itself: they need neither a session nor the server.

mod accessibility;
mod not_found;

pub use accessibility::AccessibilityPage;
pub use not_found::NotFoundPage;
