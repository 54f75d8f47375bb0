//! My work: what waits for the person, by what it asks of them.
//!
//! The order is that of urgency: what came back, what others wait for, what was begun, what is owed, what others have.
//! A part with nothing in it is not shown; a page with nothing at all says why.

mod device;
mod due;
mod greens;
mod owed;
mod page;
mod tables;

pub use page::MyWorkPage;
