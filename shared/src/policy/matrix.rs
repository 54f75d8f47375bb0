use serde::{Deserialize, Serialize};

use super::Role;

/// What can be done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// See that it exists, in a list.
    List,
    /// Read it.
    Read,
    /// Make a new one.
    Create,
    /// Change it.
    Update,
    /// Take it back, end it or close it.
    Withdraw,
    /// Accept it or send it back.
    Approve,
    /// Accept it in an approver's stead, with a reason.
    Override,
    /// Take it away as a file.
    Export,
}

impl Verb {
    /// Every verb.
    pub const ALL: &'static [Self] = &[
        Self::List,
        Self::Read,
        Self::Create,
        Self::Update,
        Self::Withdraw,
        Self::Approve,
        Self::Override,
        Self::Export,
    ];
}

/// What the permissions are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// A plan with its outcomes, levels, pledges, groups, evidence, glossary.
    Plan,
    /// A reporting cycle.
    Cycle,
    /// An import and the findings of its checks.
    Finding,
    /// An agency.
    Agency,
    /// An action with its assignments, links and milestones.
    Action,
    /// An agency's update that is not accepted yet.
    OpenUpdate,
    /// The answer of another agency with a part in an action to an update on it.
    Contribution,
    /// An accepted update.
    AcceptedUpdate,
    /// A person's account and roles.
    Person,
    /// Entries of the audit log.
    Audit,
    /// Who answers for an agency when a cycle closes without its reports.
    Accountable,
    /// A webhook of an agency, with the log of its deliveries.
    Webhook,
    /// A program that acts for an agency.
    ApiClient,
    /// A secret of such a program.
    ClientSecret,
    /// A meeting of a board, with its papers.
    Meeting,
    /// What a board decides.
    Decision,
    /// A service of the directory.
    Service,
    /// A pathway of a plan, with its standards.
    Pathway,
    /// What anybody may read without signing in.
    Publication,
    /// A sharing agreement.
    Agreement,
    /// What is due to be anonymised, and runs that do it.
    Retention,
}

impl Resource {
    /// Every resource.
    pub const ALL: &'static [Self] = &[
        Self::Plan,
        Self::Cycle,
        Self::Finding,
        Self::Agency,
        Self::Action,
        Self::OpenUpdate,
        Self::Contribution,
        Self::AcceptedUpdate,
        Self::Person,
        Self::Audit,
        Self::Accountable,
        Self::Webhook,
        Self::ApiClient,
        Self::ClientSecret,
        Self::Meeting,
        Self::Decision,
        Self::Service,
        Self::Pathway,
        Self::Publication,
        Self::Agreement,
        Self::Retention,
    ];
}

/// For which records a row of the matrix holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every record in the caller's scope.
    Any,
    /// Records of the agency in which the role is held.
    OwnAgency,
    /// The same, but not the caller's own account.
    OwnAgencyNotSelf,
    /// Records of the plan for which the role is held.
    OwnPlan,
    /// The caller's own account, or acts.
    Oneself,
    /// Every account but the caller's own.
    NotOneself,
}

/// One cell of the matrix.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What it is about.
    pub resource: Resource,
    /// Who.
    pub role: Role,
    /// For which records.
    pub reach: Reach,
    /// What they may do.
    pub verbs: &'static [Verb],
}

const fn row(resource: Resource, role: Role, reach: Reach, verbs: &'static [Verb]) -> Row {
    Row {
        resource,
        role,
        reach,
        verbs,
    }
}

use Reach::{Any, NotOneself, Oneself, OwnAgency, OwnAgencyNotSelf, OwnPlan};
use Resource::{
    AcceptedUpdate, Accountable, Action, Agency, Agreement, ApiClient, Audit, ClientSecret,
    Contribution, Cycle, Decision, Finding, Meeting, OpenUpdate, Pathway, Person, Plan,
    Publication, Retention, Service, Webhook,
};
use Role::{
    Administrator, AgencyEditor, AgencyLead, Auditor, BoardMember, Coordinator, Integrator,
    Practitioner,
};
use Verb::{Approve, Create, Export, List, Override, Read, Update, Withdraw};

const LR: &[Verb] = &[List, Read];
const LRC: &[Verb] = &[List, Read, Create];
const LRCU: &[Verb] = &[List, Read, Create, Update];
const LRCUD: &[Verb] = &[List, Read, Create, Update, Withdraw];

/// The whole permission table. What is not granted here is refused.
pub const MATRIX: &[Row] = &[
    row(Plan, AgencyEditor, Any, LR),
    row(Plan, AgencyLead, Any, LR),
    row(Plan, Practitioner, Any, LR),
    row(Plan, Coordinator, Any, LR),
    row(Plan, Coordinator, OwnPlan, LRCU),
    row(Plan, BoardMember, Any, LR),
    row(Plan, Administrator, Any, LR),
    row(Plan, Auditor, Any, LR),
    row(Cycle, AgencyEditor, Any, LR),
    row(Cycle, AgencyLead, Any, LR),
    row(Cycle, Practitioner, Any, LR),
    row(Cycle, Coordinator, Any, LR),
    row(Cycle, Coordinator, OwnPlan, LRCU),
    row(Cycle, BoardMember, Any, LR),
    row(Cycle, Administrator, Any, LR),
    row(Cycle, Auditor, Any, LR),
    row(Finding, AgencyEditor, Any, LR),
    row(Finding, AgencyLead, Any, LR),
    row(Finding, Coordinator, Any, LR),
    row(
        Finding,
        Coordinator,
        OwnPlan,
        &[List, Read, Create, Update, Approve],
    ),
    // A plan that is not there yet has no coordinator who could bring it in.
    row(Finding, Administrator, Any, LRC),
    row(Finding, Auditor, Any, LR),
    row(Agency, AgencyEditor, Any, LR),
    row(Agency, AgencyLead, Any, LR),
    row(Agency, Practitioner, Any, LR),
    row(Agency, Coordinator, Any, LR),
    row(Agency, BoardMember, Any, LR),
    row(Agency, Administrator, Any, LRCUD),
    row(Agency, Auditor, Any, LR),
    row(Action, AgencyEditor, Any, LR),
    row(Action, AgencyEditor, OwnAgency, &[Update]),
    row(Action, AgencyLead, Any, LR),
    row(Action, AgencyLead, OwnAgency, &[Update, Withdraw]),
    row(Action, Practitioner, Any, LR),
    row(Action, Coordinator, Any, LR),
    row(
        Action,
        Coordinator,
        OwnPlan,
        &[Create, Update, Withdraw, Approve],
    ),
    row(Action, BoardMember, Any, LR),
    row(Action, Administrator, Any, LR),
    row(Action, Auditor, Any, LR),
    row(OpenUpdate, AgencyEditor, OwnAgency, LRCUD),
    row(
        OpenUpdate,
        AgencyLead,
        OwnAgency,
        &[List, Read, Create, Update, Withdraw, Approve],
    ),
    row(OpenUpdate, Coordinator, OwnPlan, &[List, Read, Override]),
    row(Contribution, AgencyEditor, OwnAgency, LR),
    row(Contribution, AgencyLead, OwnAgency, &[List, Read, Approve]),
    row(Contribution, Coordinator, OwnPlan, LR),
    row(AcceptedUpdate, AgencyEditor, Any, LR),
    row(AcceptedUpdate, AgencyLead, Any, LR),
    row(AcceptedUpdate, Practitioner, Any, LR),
    row(AcceptedUpdate, Coordinator, Any, LR),
    row(AcceptedUpdate, BoardMember, Any, LR),
    row(AcceptedUpdate, Administrator, Any, LR),
    row(AcceptedUpdate, Auditor, Any, LR),
    // The register as a file holds no more than its page, so whoever reads it may take it away. What
    // agencies wrote may be taken away by those who answer for the reporting.
    row(Action, AgencyEditor, Any, &[Export]),
    row(Action, AgencyLead, Any, &[Export]),
    row(Action, Practitioner, Any, &[Export]),
    row(Action, Coordinator, Any, &[Export]),
    row(Action, BoardMember, Any, &[Export]),
    row(Action, Administrator, Any, &[Export]),
    row(Action, Auditor, Any, &[Export]),
    row(OpenUpdate, AgencyEditor, OwnAgency, &[Export]),
    row(OpenUpdate, AgencyLead, OwnAgency, &[Export]),
    row(OpenUpdate, Coordinator, OwnPlan, &[Export]),
    row(AcceptedUpdate, AgencyEditor, OwnAgency, &[Export]),
    row(AcceptedUpdate, AgencyLead, OwnAgency, &[Export]),
    row(AcceptedUpdate, Coordinator, OwnPlan, &[Export]),
    row(AcceptedUpdate, Auditor, Any, &[Export]),
    row(Person, AgencyEditor, Oneself, LR),
    row(Person, AgencyLead, OwnAgency, LR),
    row(Person, AgencyLead, OwnAgencyNotSelf, LRCU),
    row(Person, Practitioner, Oneself, LR),
    row(Person, Coordinator, Any, &[List]),
    row(Person, Coordinator, Oneself, LR),
    row(Person, BoardMember, Oneself, LR),
    row(Person, Administrator, Any, LR),
    row(Person, Administrator, NotOneself, LRCUD),
    row(Person, Auditor, Any, LR),
    row(Audit, AgencyEditor, Oneself, LR),
    row(Audit, AgencyLead, OwnAgency, LR),
    row(Audit, AgencyLead, Oneself, LR),
    row(Audit, Practitioner, Oneself, LR),
    row(Audit, Coordinator, OwnPlan, LR),
    row(Audit, Coordinator, Oneself, LR),
    row(Audit, BoardMember, Oneself, LR),
    row(Audit, Administrator, Any, LR),
    row(Audit, Auditor, Any, LR),
    // Whom an agency names is its own business; the coordinator chases by it.
    row(Accountable, AgencyLead, OwnAgency, &[Read, Update]),
    row(Accountable, AgencyEditor, OwnAgency, &[Read]),
    row(Accountable, Coordinator, Any, &[Read]),
    row(Accountable, Administrator, Any, &[Read, Update]),
    row(Accountable, Auditor, Any, &[Read]),
    row(Webhook, AgencyLead, OwnAgency, LRCUD),
    row(Webhook, Administrator, Any, LRCUD),
    row(Webhook, Auditor, Any, LR),
    row(ApiClient, AgencyLead, OwnAgency, LRCUD),
    row(ApiClient, Administrator, Any, LRCUD),
    row(ApiClient, Auditor, Any, LR),
    row(ClientSecret, AgencyLead, OwnAgency, &[Create]),
    row(ClientSecret, Administrator, Any, &[Create]),
    // A program changes its own secret and nothing else about itself.
    row(ClientSecret, Integrator, Oneself, &[Create]),
    row(Plan, Integrator, Any, LR),
    row(Cycle, Integrator, Any, LR),
    row(Agency, Integrator, Any, LR),
    row(Action, Integrator, Any, LR),
    row(Action, Integrator, OwnAgency, &[Update]),
    row(OpenUpdate, Integrator, OwnAgency, LRCU),
    row(AcceptedUpdate, Integrator, Any, LR),
    row(Webhook, Integrator, OwnAgency, LRCUD),
    row(Meeting, AgencyEditor, Any, LR),
    row(Meeting, AgencyLead, Any, LR),
    row(Meeting, Practitioner, Any, LR),
    row(Meeting, Coordinator, Any, LR),
    row(Meeting, Coordinator, OwnPlan, LRCU),
    row(Meeting, BoardMember, Any, LR),
    row(Meeting, Integrator, Any, LR),
    row(Meeting, Administrator, Any, LR),
    row(Meeting, Auditor, Any, LR),
    row(Decision, AgencyEditor, Any, LR),
    row(Decision, AgencyLead, Any, LR),
    row(Decision, Practitioner, Any, LR),
    row(Decision, Coordinator, Any, LR),
    row(Decision, Coordinator, OwnPlan, LRCU),
    row(Decision, BoardMember, Any, LR),
    row(Decision, Integrator, Any, LR),
    row(Decision, Administrator, Any, LR),
    row(Decision, Auditor, Any, LR),
    row(Service, AgencyEditor, Any, LR),
    row(Service, AgencyLead, Any, LR),
    row(Service, AgencyLead, OwnAgency, &[Update]),
    row(Service, Practitioner, Any, LR),
    // The directory is the partnership's, so a coordinator of any of its plans keeps it.
    row(Service, Coordinator, Any, LRCUD),
    row(Service, BoardMember, Any, LR),
    row(Service, Administrator, Any, LR),
    row(Service, Auditor, Any, LR),
    row(Service, Integrator, Any, LR),
    row(Pathway, AgencyEditor, Any, LR),
    row(Pathway, AgencyLead, Any, LR),
    row(Pathway, Practitioner, Any, LR),
    row(Pathway, Coordinator, Any, LR),
    row(Pathway, Coordinator, OwnPlan, LRCUD),
    row(Pathway, BoardMember, Any, LR),
    row(Pathway, Administrator, Any, LR),
    row(Pathway, Auditor, Any, LR),
    row(Pathway, Integrator, Any, LR),
    // What is public is public for everybody, so one office decides it; whoever keeps the directory
    // should know.
    row(Publication, Administrator, Any, &[List, Read, Update]),
    row(Publication, Coordinator, Any, LR),
    row(Publication, Auditor, Any, LR),
    // Who works on cases names an agreement; who looks after an agency or the log has to know them.
    row(Agreement, AgencyLead, Any, LR),
    row(Agreement, Practitioner, Any, LR),
    row(Agreement, Administrator, Any, LRCU),
    row(Agreement, Auditor, Any, LR),
    // Two leads dispose. Nobody sees a word of a case here.
    row(Retention, AgencyLead, Any, &[List, Read, Create, Approve]),
    row(Retention, Administrator, Any, LR),
    row(Retention, Auditor, Any, LR),
];
