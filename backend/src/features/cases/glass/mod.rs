//! Opening one case in an emergency, for reading, for three hours; and the review that follows.

mod broken;
mod list;
mod review;
pub mod routes;
