//! Agencies: the organisations, boards and classes of them that a plan names.
//!
//! Rules: a class ("individual schools") names the member that reports for it and holds no
//! accounts; an agency that merges or is renamed names its successor, to which live duties move,
//! while what it reported stays under the name that it had then. An agency is never deleted.

pub mod api;
mod kind;

pub use kind::AgencyKind;
