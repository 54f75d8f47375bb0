//! How a part in a case and an asking to hold responsibility stand, and why a case stands in a list.

use super::codes;

codes! {
    /// How an agency's part in a case stands.
    PartState {
        /// It has been asked and has not answered.
        Asked, "asked", "Asked";
        /// It takes part.
        Live, "live", "Takes part";
        /// It has declined.
        Declined, "declined", "Declined";
        /// The asking was taken back.
        Withdrawn, "withdrawn", "Taken back";
        /// It took part and has left.
        Left, "left", "Has left";
    }

    /// How an asking to hold responsibility stands.
    PassState {
        /// It has not been answered. Silence is not acceptance.
        Open, "open", "Waits for an answer";
        /// It has been accepted, and waits for a first contact.
        Accepted, "accepted", "Accepted, waits for the first contact";
        /// It has been declined.
        Declined, "declined", "Declined";
        /// It was taken back.
        Withdrawn, "withdrawn", "Taken back";
        /// Responsibility has passed.
        Passed, "passed", "Passed";
    }

    /// Why a case stands in a list.
    CaseWhy {
        /// Somebody of the agency is named.
        Named, "named", "You are named";
        /// The agency is asked to take part.
        ToJoin, "to_join", "Asked to take part";
        /// The agency is asked to hold responsibility.
        ToHold, "to_hold", "Asked to hold responsibility";
        /// A plan waits for the agency's acceptance.
        ToAgree, "to_agree", "A plan waits for your agreement";
        /// A review comes up.
        ReviewDue, "review_due", "Review due";
        /// A review was missed.
        ReviewMissed, "review_missed", "Review missed";
        /// An agency has not answered whether it takes part.
        NoAnswer, "no_answer", "An agency has not answered";
        /// A plan was proposed and has not been agreed.
        NotAgreed, "not_agreed", "A plan waits for agreement";
        /// Something that is owed at a step-down has not been done.
        DutyOverdue, "duty_overdue", "A step of the step-down is overdue";
        /// Responsibility was to pass and has not.
        PassWaits, "pass_waits", "Responsibility waits to pass";
        /// An agency takes part without ground to be told.
        NoGround, "no_ground", "The ground for sharing has ended";
        /// Nobody is named for an agency that takes part.
        NobodyNamed, "nobody_named", "Nobody is named for an agency";
        /// There is no live step-down plan.
        NoPlan, "no_plan", "No step-down plan";
        /// A safeguarding concern has not been dealt with.
        Concern, "concern", "Safeguarding concern";
        /// It has ended.
        Ended, "ended", "Ended";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::codes::assert_codes_come_back;

    #[test]
    fn words_come_back_as_they_went() {
        assert_codes_come_back!(PartState, PassState, CaseWhy);
    }
}
