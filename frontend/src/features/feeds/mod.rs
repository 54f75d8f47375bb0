//! What is due, in people's own calendars.

mod page;

pub use page::CalendarPage;
