//! Cases: a young person as the partnership knows them, under a reference and without a name.
//!
//! Here stands the law of it, as pure functions: references that catch typing errors
//! ([`CaseReference`]); what a case says ([`check`]); what a text may not tell ([`identifiers`]);
//! who is involved and who holds responsibility ([`Participants`]); on what ground each agency is
//! told ([`Sharing`]); what can happen to a case ([`CaseState`]); who may do what ([`decide_case`]);
//! access in an emergency ([`BrokenGlass`]); and how long a case is kept ([`retention`]). How
//! support is reduced by agreement stands in [`crate::step_down`].

mod access;
pub mod api;
mod birth;
mod break_glass;
pub(crate) mod codes;
mod draft;
pub mod identifiers;
mod need;
mod participants;
mod reference;
pub mod retention;
#[cfg(test)]
pub(crate) mod seeded;
mod sharing;
mod standing;
mod state;
mod stuck;

pub use access::{CASE_MATRIX, CaseParties, CaseVerb, Standing, decide_case};
pub use birth::{BirthMonth, NotAMonth, OLDEST};
pub use break_glass::{
    BreakGlassReason, BreakGlassRequest, Breaker, BrokenGlass, FRESH_MINUTES, GlassFinding,
    OPEN_MINUTES, REVIEWED_WITHIN, WORDS_MIN, review_words,
};
pub(crate) use codes::codes;
pub use draft::{OWN_REFERENCE_MAX, check, own_reference};
pub use identifiers::{Found, Grade, IdentifierKind, Known};
pub use need::{COHORTS_MAX, Cohort, District, NeedLevel, NotALevel, check_cohorts};
pub use participants::{Holding, PEOPLE_MAX, Participants, Participation, Passing};
pub use reference::{CaseReference, REFERENCE_LENGTH, ReferenceFault};
pub use sharing::{CONSENTS_ALONE, Consenter, LawfulBasis, Sharing};
pub use standing::{CaseWhy, PartState, PassState};
pub use state::{CaseEvent, CaseEventKind, CaseFacts, CaseState, OtherCase};
pub use stuck::{
    AGREED_WITHIN, ANSWERED_WITHIN, Moving, PASSED_WITHIN, PLANNED_WITHIN, REVIEW_AHEAD, has_ground,
};
