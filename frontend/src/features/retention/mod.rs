//! What is held of a case and for how long: all of it on paper for the person whom it concerns, the legal hold, erasure
//! before the time, and what is due to be anonymised.

mod due;
mod erase;
mod held;
mod hold;
mod page;
mod runs;

pub use erase::CaseErasePage;
pub use held::CaseHeldPage;
pub use hold::CaseHoldPage;
pub use page::RetentionPage;
