//! Spreadsheets of a plan: the register, updates and milestones as files, and the same sheets,
//! filled in elsewhere, back in. A sheet states no rule of its own: each row goes through the
//! services that the pages use.

mod columns;
mod export;
pub mod file;
mod import;
pub mod routes;
