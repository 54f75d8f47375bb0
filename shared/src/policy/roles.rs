use serde::{Deserialize, Serialize};

use crate::{
    auth::TokenScope,
    ids::{AgencyId, PersonId, PlanId},
};

use super::{MATRIX, Reach, Resource, Verb};

/// What a person may be in the partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the deployment: people, agencies, settings. Approves nothing.
    Administrator,
    /// Reads everything about plans and the whole audit log. Changes nothing.
    Auditor,
    /// Keeps one plan: imports, findings, cycles.
    Coordinator,
    /// Accepts what an agency reports and looks after its people.
    AgencyLead,
    /// Writes what an agency reports.
    AgencyEditor,
    /// Works on cases for an agency.
    Practitioner,
    /// Sits on a board.
    BoardMember,
    /// Is no person: a program that acts for an agency.
    Integrator,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::Administrator,
        Self::Auditor,
        Self::Coordinator,
        Self::AgencyLead,
        Self::AgencyEditor,
        Self::Practitioner,
        Self::BoardMember,
        Self::Integrator,
    ];

    /// The role's name on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Auditor => "Auditor",
            Self::Coordinator => "Plan coordinator",
            Self::AgencyLead => "Agency lead",
            Self::AgencyEditor => "Agency editor",
            Self::Practitioner => "Practitioner",
            Self::BoardMember => "Board member",
            Self::Integrator => "API client",
        }
    }

    /// What somebody with the role does, in one sentence for those who give it.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Administrator => {
                "Adds people and agencies and looks after the service. Reports on nothing and accepts nothing."
            }
            Self::Auditor => "Reads every plan and the whole audit log, and changes nothing.",
            Self::Coordinator => {
                "Keeps one plan: its actions, reporting cycles and findings, and accepts in an agency's stead with a reason."
            }
            Self::AgencyLead => "Accepts what the agency reports and looks after its people.",
            Self::AgencyEditor => "Writes what the agency reports.",
            Self::Practitioner => "Reads the plans in which the agency takes part.",
            Self::BoardMember => "Reads the plans and how they stand.",
            Self::Integrator => {
                "Is a program that reads the plans and writes what the agency reports. Accepts nothing."
            }
        }
    }

    /// The word on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Coordinator => "coordinator",
            Self::AgencyLead => "agency_lead",
            Self::AgencyEditor => "agency_editor",
            Self::Practitioner => "practitioner",
            Self::BoardMember => "board_member",
            Self::Integrator => "integrator",
        }
    }

    /// The role that a word on the wire names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// Whether the role is held in an agency.
    pub const fn needs_agency(self) -> bool {
        matches!(
            self,
            Self::AgencyLead
                | Self::AgencyEditor
                | Self::Practitioner
                | Self::BoardMember
                | Self::Integrator
        )
    }

    /// Whether a person can be given it.
    pub const fn for_people(self) -> bool {
        !matches!(self, Self::Integrator)
    }

    /// Whether the role is held for a plan.
    pub const fn needs_plan(self) -> bool {
        matches!(self, Self::Coordinator)
    }

    /// Whether people with the role write what their agency reports: those to whom an update can
    /// be handed, for whom an exception can be made, and who are reminded.
    pub fn reports(self) -> bool {
        self.for_people() && self.may_in_own_agency(Verb::Create)
    }

    /// Whether people with the role accept what their agency reports, and so answer for it.
    pub fn accepts(self) -> bool {
        self.for_people() && self.may_in_own_agency(Verb::Approve)
    }

    /// Whether somebody always holds it for good: in the deployment, or in an agency that has had
    /// somebody.
    pub fn is_kept_filled(self) -> bool {
        self == Self::Administrator || self.accepts()
    }

    fn may_in_own_agency(self, verb: Verb) -> bool {
        MATRIX.iter().any(|row| {
            row.role == self
                && row.resource == Resource::OpenUpdate
                && row.reach == Reach::OwnAgency
                && row.verbs.contains(&verb)
        })
    }
}

/// A role as somebody holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The agency that it is held in, for roles of an agency.
    pub agency: Option<AgencyId>,
    /// The plan that it is held for, for coordinators.
    pub plan: Option<PlanId>,
}

/// Somebody who wants to do something: a person and the roles that they hold today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who it is.
    pub person: PersonId,
    /// The roles held today.
    pub grants: Vec<Grant>,
    /// What a program's access token is narrowed to; absent for people.
    pub scopes: Option<Vec<TokenScope>>,
}

impl Actor {
    /// The agencies in which the actor holds a role, without repetition.
    pub fn agencies(&self) -> Vec<AgencyId> {
        let mut found: Vec<AgencyId> = self
            .grants
            .iter()
            .filter_map(|grant| grant.agency)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether the actor holds `role` anywhere. For greetings and menus; what may be *done* is
    /// asked of [`super::decide`].
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}
