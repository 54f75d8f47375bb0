//! Mail: what somebody chooses to get, and who answers for an agency when a cycle closes without its reports.

mod accountable;
mod mail;

pub use accountable::AccountablePage;
pub use mail::MailPage;
