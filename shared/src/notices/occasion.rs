use serde::{Deserialize, Serialize};

use crate::{auth::Given, chasing::Reminder, policy::Role, updates::UpdateEvent};

/// Why somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// An update waits for their review.
    ToReview,
    /// An update of another agency waits for theirs to confirm or dispute it.
    ToEndorse,
    /// An update that they wrote came back with a comment.
    Returned,
    /// An update that they wrote came back because a partner disputes it.
    Disputed,
    /// An update that they wrote was accepted.
    Accepted,
    /// A colleague handed them an update to write.
    HandedOver,
    /// A closed cycle is open to them again for one action.
    Exception,
    /// They stand in for a lead of their agency for a time.
    Deputy,
    /// A cycle in which their agency owes updates has opened.
    Opened,
    /// The due date of such a cycle is a week away at most.
    Week,
    /// It is two days away at most.
    TwoDays,
    /// It has passed; updates are still taken.
    Overdue,
    /// The cycle has closed without reports for which they answer.
    Escalated,
    /// Their agency is asked to take part in a case.
    CaseAsked,
    /// An agency that they asked to take part in a case has answered, or has left.
    CaseAnswered,
    /// They are named on a case.
    CaseNamed,
    /// Their agency is asked to hold responsibility for a case.
    CasePass,
    /// What they asked for about responsibility was answered, or it has passed.
    CasePassed,
    /// Something has happened in a case that they work with, of which they are told at once.
    CaseTold,
    /// Somebody has broken the glass of a case that they hold, or whose readings they look after.
    GlassBroken,
    /// A step-down plan waits for their agency.
    PlanWaits,
    /// Something has happened to a step-down plan that they work with.
    PlanMoved,
    /// A review of a step-down plan is due within a week.
    ReviewSoon,
    /// A review of a step-down plan was missed.
    ReviewMissed,
    /// A young person comes back into support.
    ReEntered,
}

/// What kind of record a notice leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A progress update.
    Update,
    /// A reporting cycle.
    Cycle,
    /// The person themselves.
    Person,
    /// A case, of which a notice says nothing.
    Case,
}

impl Occasion {
    /// Every occasion.
    pub const ALL: &'static [Self] = &[
        Self::ToReview,
        Self::ToEndorse,
        Self::Returned,
        Self::Disputed,
        Self::Accepted,
        Self::HandedOver,
        Self::Exception,
        Self::Deputy,
        Self::Opened,
        Self::Week,
        Self::TwoDays,
        Self::Overdue,
        Self::Escalated,
        Self::CaseAsked,
        Self::CaseAnswered,
        Self::CaseNamed,
        Self::CasePass,
        Self::CasePassed,
        Self::CaseTold,
        Self::GlassBroken,
        Self::PlanWaits,
        Self::PlanMoved,
        Self::ReviewSoon,
        Self::ReviewMissed,
        Self::ReEntered,
    ];

    /// The word on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ToReview => "to_review",
            Self::ToEndorse => "to_endorse",
            Self::Returned => "returned",
            Self::Disputed => "disputed",
            Self::Accepted => "accepted",
            Self::HandedOver => "handed_over",
            Self::Exception => "exception",
            Self::Deputy => "deputy",
            Self::Opened => "opened",
            Self::Week => "week",
            Self::TwoDays => "two_days",
            Self::Overdue => "overdue",
            Self::Escalated => "escalated",
            Self::CaseAsked => "case_asked",
            Self::CaseAnswered => "case_answered",
            Self::CaseNamed => "case_named",
            Self::CasePass => "case_pass",
            Self::CasePassed => "case_passed",
            Self::CaseTold => "case_told",
            Self::GlassBroken => "glass_broken",
            Self::PlanWaits => "plan_waits",
            Self::PlanMoved => "plan_moved",
            Self::ReviewSoon => "review_soon",
            Self::ReviewMissed => "review_missed",
            Self::ReEntered => "re_entered",
        }
    }

    /// The occasion that a word in the database names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.code() == code)
    }

    /// What it leads to.
    pub const fn about(self) -> About {
        match self {
            Self::ToReview
            | Self::ToEndorse
            | Self::Returned
            | Self::Disputed
            | Self::Accepted
            | Self::HandedOver => About::Update,
            Self::Exception
            | Self::Opened
            | Self::Week
            | Self::TwoDays
            | Self::Overdue
            | Self::Escalated => About::Cycle,
            Self::Deputy => About::Person,
            Self::CaseAsked
            | Self::CaseAnswered
            | Self::CaseNamed
            | Self::CasePass
            | Self::CasePassed
            | Self::CaseTold
            | Self::GlassBroken
            | Self::PlanWaits
            | Self::PlanMoved
            | Self::ReviewSoon
            | Self::ReviewMissed
            | Self::ReEntered => About::Case,
        }
    }

    /// The occasions that lead to such a record.
    pub fn all_about(about: About) -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(move |one| one.about() == about)
    }

    /// The occasion of a reminder.
    pub const fn of_reminder(reminder: Reminder) -> Self {
        match reminder {
            Reminder::Opened => Self::Opened,
            Reminder::Week => Self::Week,
            Reminder::TwoDays => Self::TwoDays,
            Reminder::Overdue => Self::Overdue,
            Reminder::Escalated => Self::Escalated,
        }
    }

    /// What the writers of an update are told when `event` happens to it.
    pub const fn of_event(event: UpdateEvent) -> Option<Self> {
        match event {
            UpdateEvent::Accept | UpdateEvent::Override => Some(Self::Accepted),
            UpdateEvent::Return => Some(Self::Returned),
            UpdateEvent::Dispute => Some(Self::Disputed),
            UpdateEvent::Submit
            | UpdateEvent::Withdraw
            | UpdateEvent::TakeUp
            | UpdateEvent::Endorse => None,
        }
    }

    /// What asks for nothing any more once `event` has happened to the update. What one agency
    /// confirms settles what was asked of that agency alone.
    pub const fn settled_by(event: UpdateEvent) -> &'static [Self] {
        match event {
            UpdateEvent::Submit => &[Self::Returned, Self::Disputed, Self::HandedOver],
            UpdateEvent::Withdraw
            | UpdateEvent::Accept
            | UpdateEvent::Override
            | UpdateEvent::Return
            | UpdateEvent::Dispute => &[Self::ToReview, Self::ToEndorse],
            UpdateEvent::Endorse => &[Self::ToEndorse],
            UpdateEvent::TakeUp => &[],
        }
    }
}

/// Whether a role makes its holder a deputy: who accepts for an agency, for a time.
pub fn is_deputy(given: &Given) -> bool {
    given.until.is_some() && given.role == Role::AgencyLead
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_they_went() {
        for one in Occasion::ALL {
            assert_eq!(Occasion::from_code(one.code()), Some(*one));
            assert_eq!(
                serde_json::to_value(one).unwrap(),
                serde_json::Value::from(one.code())
            );
        }
        assert_eq!(Occasion::from_code("nothing"), None);
    }

    #[test]
    fn every_reminder_has_its_occasion() {
        for reminder in Reminder::ALL {
            let occasion = Occasion::of_reminder(*reminder);
            assert_eq!(occasion.code(), reminder.code());
            assert_eq!(occasion.about(), About::Cycle);
        }
    }

    #[test]
    fn what_is_told_of_an_event_is_not_settled_by_it() {
        for event in UpdateEvent::ALL {
            if let Some(told) = Occasion::of_event(*event) {
                assert!(!Occasion::settled_by(*event).contains(&told), "{event:?}");
            }
        }
        // Whatever ends the waiting settles what asked for it.
        for event in [
            UpdateEvent::Accept,
            UpdateEvent::Override,
            UpdateEvent::Return,
            UpdateEvent::Dispute,
            UpdateEvent::Withdraw,
        ] {
            assert!(Occasion::settled_by(event).contains(&Occasion::ToReview));
        }
        assert!(!Occasion::settled_by(UpdateEvent::Endorse).contains(&Occasion::ToReview));
    }

    #[test]
    fn a_deputy_leads_for_a_time() {
        let given = |role, until| Given {
            role,
            agency: None,
            plan: None,
            from: None,
            until,
        };
        let day = "2026-11-22".parse().ok();
        assert!(is_deputy(&given(Role::AgencyLead, day)));
        assert!(!is_deputy(&given(Role::AgencyLead, None)));
        assert!(!is_deputy(&given(Role::AgencyEditor, day)));
    }
}
