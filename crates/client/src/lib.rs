//! The typed client of the REST interface: one short function an endpoint, the same for the
//! browser and for native programs.
//!
//! Every state-changing call carries an idempotency key, so that sending it again after a lost
//! answer does nothing twice; every change of a record names the version that it changes.

mod agencies;
mod agreements;
mod audit;
mod auth;
mod call;
pub mod cases;
mod chasing;
mod clients;
mod events;
mod fault;
mod feeds;
mod governance;
mod needs;
mod notices;
mod pages;
mod pathways;
mod plans;
mod publication;
mod search;
pub mod services;
pub mod sheets;
pub mod step_down;
mod transport;
mod updates;
mod webhooks;

pub use audit::AuditFilter;
pub use call::{Call, Method};
pub use fault::Fault;
pub use governance::{DecisionFilter, MeetingFilter};
pub use plans::{ActionFilter, Moment};
pub use search::Search;
pub use services::ServiceFilter;
pub use sheets::{RegisterFilter, SheetFile};
pub use updates::UpdateFilter;

/// What a call gives back.
pub type Result<T> = std::result::Result<T, Fault>;

/// A client of one server, for one person.
#[derive(Clone, Debug)]
pub struct Client {
    base: String,
    heard: pages::Heard,
    #[cfg(not(target_arch = "wasm32"))]
    http: reqwest::Client,
    #[cfg(not(target_arch = "wasm32"))]
    cookie: Option<String>,
}

impl Client {
    /// A client of the server at `base`: the origin without a slash at its end, or nothing for
    /// the server that the page came from.
    pub fn new(base: impl Into<String>) -> Self {
        Self {
            base: base.into(),
            heard: pages::Heard::default(),
            #[cfg(not(target_arch = "wasm32"))]
            http: reqwest::Client::new(),
            #[cfg(not(target_arch = "wasm32"))]
            cookie: None,
        }
    }

    /// The same client with a session's cookie, as `name=value`. A browser keeps its own.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn with_cookie(mut self, cookie: impl Into<String>) -> Self {
        self.cookie = Some(cookie.into());
        self
    }
}
