//! The audit log: its seal and its reading.

pub mod list;
pub mod routes;
pub mod sealer;
pub mod verify;
