//! Boards: when they meet, what they decide, and how far that has been carried out. A coordinator records it here.

mod decision;
mod decision_edit;
mod decision_form;
mod decisions;
mod meeting;
mod meeting_edit;
mod meeting_form;
mod meetings;
mod record;
mod status;

pub use decision::DecisionPage;
pub use decision_edit::{DecisionEditPage, NewDecisionPage};
pub use decision_form::read_actions;
pub use decisions::DecisionsPage;
pub use meeting::MeetingPage;
pub use meeting_edit::{MeetingEditPage, NewMeetingPage};
pub use meetings::MeetingsPage;
pub use status::DecisionsOn;
