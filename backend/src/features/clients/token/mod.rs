//! Access tokens: short JSON Web Tokens for programs (RFC 6749, 7523, 8414 and 9068). A token says
//! who calls and what it is narrowed to; what the caller may do is read from the database each
//! time, so that a disabled client's tokens are dead at once.

pub mod access;
mod assertion;
pub mod bearer;
pub mod endpoint;
mod form;
pub mod known;
pub mod provider;
pub mod reach;
pub mod signing;
mod strict;
