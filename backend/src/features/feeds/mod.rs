//! What is due, in people's own calendars: by a link that stands for nobody's session and opens
//! nothing but dates and titles.

mod days;
pub mod feed;
mod ics;
mod link;
pub mod routes;
