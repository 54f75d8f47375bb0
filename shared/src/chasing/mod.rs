//! Chasing: who has reported in which cycle, how long an agency has been silent, and who hears of
//! it by mail.
//!
//! Rules: what is late or missing is counted from what is there, never set; an agency's people
//! hear once a day at most, of everything together; who answers for an agency cannot choose not to
//! hear when a cycle has closed without its reports; who has left hears nothing.

pub mod api;
mod digest;
mod silence;

pub use digest::{
    Colleague, ESCALATION_DAYS, MailChoice, RESEND_DAYS, Reminder, SENDING_HOUR, recipients,
    refused_after, reminder_on, resend_after, sending_day, weekly_recipients,
};
pub use silence::{GRID_CYCLES, Report, Standing, Tally, days_silent};
