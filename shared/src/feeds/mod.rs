//! What is due, in people's own calendars, by a link of their own.
//!
//! Rules: a link opens nothing but dates and titles; it is shown once, there is one a person, and
//! it ends when they say so, when they make another, and with their account.

pub mod api;
