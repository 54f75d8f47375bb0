//! The directory of services: what a provider offers, to whom, at which levels of need, and how to
//! get in.
//!
//! Rules: no two services of the partnership have one name, closed ones included; levels and ages
//! are ranges; a service that has closed does not change until it is opened again. A service is
//! never deleted, because pathways and old papers name it.

pub mod api;
mod brought;
mod kind;
mod open;
pub mod open_referral;
mod rules;
mod standing;
mod ways_in;

pub use brought::Said;
pub use kind::ServiceKind;
pub use open::{OpenService, ages, levels};
pub use rules::{ALIASES_MAX, HIGHEST_AGE, HIGHEST_LEVEL, check, closing, folded};
pub use standing::{ServiceEvent, Standing};
pub use ways_in::WayIn;
