//! What is owed to the young person: all that is held about them with who has seen it, the legal
//! hold, and erasure before its time.

mod facts;
mod held;
mod hold;
pub mod routes;
mod seen;
