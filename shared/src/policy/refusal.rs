use serde::{Deserialize, Serialize};

/// Why something may not be done, as a code and a sentence that a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refusal {
    /// The reason, for programs.
    pub code: RefusalCode,
    /// The reason and the way out, for people.
    pub sentence: String,
}

impl From<RefusalCode> for Refusal {
    fn from(code: RefusalCode) -> Self {
        Self {
            code,
            sentence: code.sentence().to_owned(),
        }
    }
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident, $sentence:literal;)+) => {
        /// The reasons for which the rules refuse something.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum RefusalCode {
            $($(#[$doc])* $name,)+
        }

        impl RefusalCode {
            /// The reason and the way out, in words.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence),+ }
            }
        }
    };
}

refusals! {
    /// No role of the actor grants this.
    NotYourRole, "Your role does not include this. Ask the plan's coordinator or your agency's lead.";
    /// A role of the actor grants this, but for other records.
    NotYours, "This belongs to another agency or plan. You can read it but not change it.";
    /// Authors and last editors do not review their own words.
    OwnWork, "You wrote or last changed this update, so a colleague has to review it.";
    /// The event does not fit the state.
    NotNow, "This is not possible at this stage. Reload the page to see where it stands.";
    /// The update has been accepted.
    AlreadyAccepted, "An accepted update does not change. Start a correction instead.";
    /// The update has been withdrawn.
    AlreadyWithdrawn, "This update was withdrawn. Start a new one.";
    /// Somebody is reviewing it.
    BeingReviewed, "The review has begun. Ask the reviewer to return it to you.";
    /// Nothing has been submitted yet.
    NotSubmitted, "This update has not been submitted yet.";
    /// Joint leads are still to confirm it.
    NotEndorsed, "Another joint lead has not confirmed this yet. Wait for it until the due date, or ask the plan's coordinator.";
    /// The cycle has closed, and with it the time to endorse.
    EndorsementOver, "The reporting cycle has closed, so nothing can be endorsed any more.";
    /// The cycle takes no updates now.
    CycleNotOpen, "This reporting cycle is not taking updates now.";
    /// The cycle is locked.
    CycleLocked, "This reporting cycle is locked. The plan's coordinator can reopen it for one action by an exception.";
    /// The cycle has not closed yet.
    CycleStillOpen, "This reporting cycle has not closed yet, so nothing has to be reopened or locked.";
    /// A closed cycle is not reopened by its dates.
    CycleDatesKept, "A closed cycle keeps its dates. Reopen it for one action by an exception.";
    /// The action's place in the plan is not settled.
    ActionNotAgreed, "This action is still proposed. The coordinator has to agree it before anyone reports on it.";
    /// The action has ended.
    ActionEnded, "This action has ended. Nothing more is reported on it.";
    /// The action's reference is not settled.
    ReferenceUnsettled, "Give the action a reference that no other action of the plan has.";
    /// The action has no outcome.
    OutcomeMissing, "Say which outcome the action serves.";
    /// Nobody leads the action.
    LeadMissing, "Name one lead, or two or more joint leads.";
    /// There are joint leads and none of them coordinates.
    CoordinatorMissing, "Say which of the joint leads coordinates.";
    /// A pause, a stop or a deferral without the decision behind it.
    DecisionMissing, "Give the reference of the decision.";
    /// The board has not met yet.
    MeetingToCome, "The meeting has not been held yet. Record what the board decides on its day or later.";
    /// The words of a decision that has been taken.
    DecisionTaken, "The board has decided, so the words and the meeting no longer change. Record a new decision.";
    /// Completion without evidence or effect.
    EvidenceMissing, "Say what shows that it is complete and what it changed.";
    /// A reopening without a reason.
    ReasonMissing, "Give the reason.";
    /// The last administrator, or the last lead of an agency.
    LastOne, "Somebody has to hold this role. Give it to another person first.";
    /// One's own account.
    Yourself, "You cannot change your own roles or close your own account.";
    /// Roles that exclude each other.
    RolesExclude, "An auditor changes nothing, so nobody is an auditor and an administrator.";
    /// A class of agencies holds no accounts.
    ClassHoldsNoAccounts, "This stands for a class of agencies, which has no accounts. Choose one of its members.";
    /// The finding has been decided.
    AlreadyDecided, "Somebody has already decided this finding.";
    /// The finding has no repair that can be applied.
    NothingToApply, "There is no repair to apply. Overrule or park the finding, and say why.";
    /// The access token lacks a scope.
    ScopeMissing, "The access token lacks the scope for this.";
    /// Only people do this.
    NotForPrograms, "An access token cannot be used for this. Somebody has to sign in and do it.";
    /// The API client has been disabled.
    ClientDisabled, "This API client is disabled. Enable it first.";
    /// The agency has ended.
    AgencyEnded, "This agency has ended. Choose its successor.";
    /// The service has a last day.
    ServiceClosed, "This service is closed, or has a last day. Open it again first.";
    /// The service has no last day.
    ServiceNotClosed, "This service is open and has no last day.";
}
