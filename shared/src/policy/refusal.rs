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
    /// What a closed cycle asked about does not change.
    CycleScopeKept, "A closed cycle keeps what it asked about. Reopen it for one action by an exception.";
    /// The cycle does not ask about the action.
    NotAsked, "This reporting cycle does not ask about this action. Ask the plan's coordinator to add the action to the cycle.";
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
    /// The agency takes part in the case already.
    AlreadyTakesPart, "This agency takes part in the case already. Name more of its people instead.";
    /// The agency takes no part in the case.
    TakesNoPart, "This agency takes no part in the case. Invite it first.";
    /// An agency that takes part names nobody.
    NobodyNamed, "Name at least one person of the agency, or end its part.";
    /// Too many people of one agency are named on a case.
    TooManyNamed, "Name 12 people or fewer. Only those who work with the young person are named.";
    /// An agency is to be told without a ground of the law.
    SharingMissing, "Record consent, or the ground on which this agency is told, before it is told.";
    /// The agency holds responsibility.
    HoldsResponsibility, "This agency holds responsibility for the case. Pass it on first.";
    /// The agency holds responsibility already.
    AlreadyHolds, "This agency holds responsibility already.";
    /// The receiving agency has not accepted responsibility.
    NotAcceptedYet, "The receiving agency has not accepted yet. Silence is not acceptance: ask it again.";
    /// There was no first contact.
    FirstContactMissing, "Responsibility passes when a first contact was attended. Record it, or give the clinical reason.";
    /// The agency has been asked to take part and has not answered.
    AskedAlready, "This agency has been asked already. Wait for its answer, or take the asking back.";
    /// The sharing agreement does not cover both agencies today.
    AgreementMissing, "This sharing agreement is not in force, or one of the two agencies has not signed it. Choose another one.";
    /// An agency has been asked to hold responsibility.
    PassOpen, "An agency has been asked to hold responsibility already. Take that back first.";
    /// Nobody has been asked to hold responsibility.
    NoPass, "Nobody has been asked to hold responsibility. Ask an agency first.";
    /// The caller has the case open by breaking the glass.
    GlassOpen, "You have this case open already. It stays open for three hours.";
    /// Who broke the glass reviews it.
    OwnGlass, "You broke this glass, so somebody else has to review it.";
    /// The broken glass has been reviewed.
    GlassReviewed, "Somebody has reviewed this already. What was found does not change.";
    /// The agency takes part in cases.
    HasCases, "This agency takes part in cases. Its practitioners have to pass responsibility on and leave them first.";
    /// The case has been anonymised.
    CaseAnonymised, "This case has been anonymised. Nothing can be changed about it.";
    /// The case is part of another one.
    CaseMerged, "This case has been merged into another one. Go on there, or separate them first.";
    /// A safeguarding concern has not been dealt with.
    ConcernOpen, "A safeguarding concern has not been dealt with. Record what became of it first.";
    /// A step-down plan or a transition has not ended.
    SupportRunning, "A step-down plan or a transition is still running. Close it, or stop it with the reason.";
    /// The case to merge into cannot be found.
    OtherCaseMissing, "Enter the reference of another case on which you are named.";
    /// The case to merge into is not open.
    OtherCaseEnded, "The other case is not open. Merge into one that is, or open it again.";
    /// Two cases to be merged have other months of birth.
    BirthDiffers, "The two cases were born in different months, so they are not one child. Correct the month of birth first if it is wrong.";
    /// Only the holder of a case does this.
    NotTheHolder, "Only the agency that holds responsibility for the case can do this. Ask it.";
    /// The caller's agency is on no sharing agreement.
    NotOnAgreement, "Your agency is not on the sharing agreement, or you are not one of its practitioners.";
    /// The caller is named on the case.
    NamedAlready, "You are named on this case. Open it as usual.";
    /// The caller signed in too long ago.
    SignInAgain, "Enter your password again first.";
    /// Retention has not been agreed to.
    RetentionNotAgreed, "A case is anonymised when its time is over, no hold lies on it and two people have agreed.";
    /// Who proposed a run agrees to it.
    OwnProposal, "You proposed this. Somebody else has to agree to it.";
    /// The run has been agreed to.
    RunAgreed, "Somebody has already agreed to this.";
    /// The run is too old.
    RunOver, "This proposal is more than a week old. Look again at what is due.";
    /// The clock went back, or far ahead.
    ClockJumped, "The clock has gone back, or nobody has looked for more than five weeks. Check the date of the server first.";
    /// A case has one live plan.
    PlanRunning, "A step-down plan is running already. Go on with it, or stop it with the reason.";
    /// The step-down plan has ended.
    PlanEnded, "This step-down plan has ended. Begin a new one.";
    /// The step-down plan lacks something.
    PlanIncomplete, "The plan is not complete. Fill in what its list names.";
    /// The agency has accepted the plan.
    AcceptedAlready, "Your agency has accepted this version already.";
    /// An agency has joined and not accepted the plan.
    NewcomerAsked, "An agency that has joined has not accepted the plan. Begin a new version and ask everyone.";
    /// A new version of the plan is being written.
    VersionOpen, "A new version of the plan is being written or agreed. Finish it or give it up first.";
    /// The first review is too early or too late after support is reduced.
    FirstReviewElsewhere, "The first review has to be 6 to 12 weeks after support is reduced. Begin a new version with other review dates.";
    /// A review was missed, and nobody has said why.
    ReviewMissed, "A review was missed. Record it, or say why it was not held.";
    /// Too few reviews have been held.
    ReviewsTooFew, "Hold two reviews first.";
    /// The last review did not find that it holds.
    NotHolding, "The last review did not find that it holds. Review again first.";
    /// The day of a review lies before support was reduced, or is to come.
    ReviewElsewhere, "A review is held after support was reduced, and recorded when it was held. Check the day.";
    /// The day of a review has not passed.
    ReviewToCome, "The day of this review has not passed, so it has not been missed.";
    /// There is no review for that day.
    NoSuchReview, "No review is set for that day. Reload the page to see which are.";
    /// The review has been recorded.
    ReviewHeld, "This review has been recorded already. What was found does not change.";
    /// The next review lies before this one.
    NextReviewPassed, "Put the next review after the day of this one.";
    /// There is no next review.
    NextReviewMissing, "Set the day of the next review, so that the plan does not lapse.";
    /// The next review is too far away for what was found.
    NextReviewLate, "Set an earlier next review: within 2 weeks when struggling, 6 when wobbling or missed, 26 when holding.";
    /// The pathway has a last day.
    PathwayClosed, "This pathway has ended, or has a last day. Open it again first.";
    /// The pathway has no last day.
    PathwayNotClosed, "This pathway is open and has no last day.";
}
