//! The pages, one folder a feature, under the same words as in the domain.

pub mod rating;
pub mod site;
