//! Boards, their meetings, what they decide, and which actions their decisions are about.

mod book;
pub mod decisions;
pub mod meetings;
mod permits;
pub mod records;
pub mod routes;
pub mod uses;
