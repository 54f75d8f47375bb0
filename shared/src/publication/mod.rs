//! What anybody may read without signing in: nothing, until an administrator switches it on.

pub mod api;
