//! What is due, in one's own calendar.

use shared::feeds::api::{CalendarLink, CalendarView};

use crate::{
    Call, Client,
    Method::{Delete, Get, Post},
    Result,
};

impl Client {
    /// Whether a calendar of the caller reads what is due.
    pub async fn calendar(&self) -> Result<CalendarView> {
        self.send(Call::new(Get, "/session/calendar")).await
    }

    /// Makes a link for the caller's calendar, and ends the one before.
    pub async fn make_calendar(&self) -> Result<CalendarLink> {
        self.send(Call::new(Post, "/session/calendar")).await
    }

    /// Ends the link for the caller's calendar.
    pub async fn end_calendar(&self) -> Result<()> {
        self.send(Call::new(Delete, "/session/calendar")).await
    }
}
