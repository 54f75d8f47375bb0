//! The pages, one folder a feature, under the same words as in the domain.

pub mod plans;
pub mod rating;
pub mod auth;
pub mod site;
pub mod updates;
