//! The one list of typed ids. Each is a UUID on the wire and in the database; the type keeps an
//! agency's id from being passed where a plan's belongs.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// An action of a plan.
    ActionId,
    /// An agency: an organisation, a board or a class of them.
    AgencyId,
    /// A program that acts for an agency.
    ClientId,
    /// An agency's part in an action.
    AssignmentId,
    /// An entry of the audit log.
    AuditId,
    /// An agreement of agencies to share what they know.
    AgreementId,
    /// A case.
    CaseId,
    /// A reporting cycle of a plan.
    CycleId,
    /// Something that happened, as the change feed and webhooks tell it.
    EventId,
    /// A source that an action rests on.
    EvidenceId,
    /// An exception that reopens a cycle.
    ExceptionId,
    /// A finding of the checks on an imported plan.
    FindingId,
    /// A decision of a board.
    DecisionId,
    /// A role that a person holds.
    GrantId,
    /// A time in which somebody had broken the glass of a case.
    GlassId,
    /// A group that a plan singles out.
    GroupId,
    /// A typed reference from an action.
    LinkId,
    /// A level of need of a plan.
    LevelId,
    /// A meeting of a board.
    MeetingId,
    /// A milestone.
    MilestoneId,
    /// Something that a person is told.
    NoticeId,
    /// An outcome of a plan.
    OutcomeId,
    /// An agency's part in a case.
    PartId,
    /// An asking to hold responsibility for a case.
    PassId,
    /// A pathway.
    PathwayId,
    /// A person with an account.
    PersonId,
    /// A delivery plan.
    PlanId,
    /// An event on its way to a webhook.
    DeliveryId,
    /// A run that anonymises cases.
    RunId,
    /// A service of the directory.
    ServiceId,
    /// A standard of a pathway.
    StandardId,
    /// A step-down plan of a case.
    StepDownId,
    /// A device that somebody signed in on.
    DeviceId,
    /// A progress update.
    UpdateId,
    /// A webhook of an agency.
    WebhookId,
}
