use crate::ids::{AgencyId, PersonId, PlanId};

use super::{Actor, Role};

/// Which plans somebody may know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanReach {
    /// Every plan of the deployment.
    All,
    /// These plans and no others.
    Some(Vec<PlanId>),
}

/// What a caller's queries can reach. No repository function works without one, and only
/// [`Scope::of`] makes one, so that a query that forgets to ask does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    plans: PlanReach,
    agencies: Vec<AgencyId>,
    person: PersonId,
    people: PeopleReach,
    audit: AuditReach,
}

/// Whose accounts somebody may know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PeopleReach {
    All,
    OwnAgencies,
    Oneself,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AuditReach {
    All,
    /// All but what is done to cases.
    NoCases,
    Narrow,
}

impl Scope {
    /// The scope of `actor`, of whom `taking_part` lists the plans that the actor's agencies take
    /// part in: an agency sees every plan it takes part in, the whole plan
    /// (`docs/SECURITY.md`, "Scope").
    pub fn of(actor: &Actor, taking_part: &[PlanId]) -> Self {
        let everywhere = actor.holds(Role::Administrator) || actor.holds(Role::Auditor);
        let plans = if everywhere {
            PlanReach::All
        } else {
            let mut seen: Vec<PlanId> = taking_part.to_vec();
            seen.extend(actor.grants.iter().filter_map(|grant| grant.plan));
            seen.sort_unstable();
            seen.dedup();
            PlanReach::Some(seen)
        };
        let people = if everywhere || actor.holds(Role::Coordinator) {
            PeopleReach::All
        } else if actor.holds(Role::AgencyLead) {
            PeopleReach::OwnAgencies
        } else {
            PeopleReach::Oneself
        };
        let audit = if actor.holds(Role::Auditor) {
            AuditReach::All
        } else if everywhere {
            AuditReach::NoCases
        } else {
            AuditReach::Narrow
        };
        Self {
            plans,
            agencies: actor.agencies(),
            person: actor.person,
            people,
            audit,
        }
    }

    /// The plans within reach.
    pub const fn plans(&self) -> &PlanReach {
        &self.plans
    }

    /// Whether `plan` is within reach.
    pub fn sees_plan(&self, plan: PlanId) -> bool {
        match &self.plans {
            PlanReach::All => true,
            PlanReach::Some(seen) => seen.contains(&plan),
        }
    }

    /// The agencies in which the caller holds a role.
    pub fn agencies(&self) -> &[AgencyId] {
        &self.agencies
    }

    /// The caller.
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Whether every account of the deployment is within reach.
    pub const fn sees_all_people(&self) -> bool {
        matches!(self.people, PeopleReach::All)
    }

    /// Whether the accounts of the caller's own agencies are within reach.
    pub const fn sees_agency_people(&self) -> bool {
        matches!(self.people, PeopleReach::All | PeopleReach::OwnAgencies)
    }

    /// Whether the whole audit log is within reach, but for what is done to cases.
    pub const fn sees_all_audit(&self) -> bool {
        matches!(self.audit, AuditReach::All | AuditReach::NoCases)
    }

    /// Whether what everybody does to cases is within reach: auditors see it, who is no part of the
    /// work; those who run the program have no business with it.
    pub const fn sees_audit_of_cases(&self) -> bool {
        matches!(self.audit, AuditReach::All)
    }
}
