use chrono::NaiveDate;

use crate::{
    ids::{AgencyId, PlanId},
    policy::{Grant, RefusalCode, Role},
    problem::{FieldCode, FieldError},
};

/// A role as it is given: for good, or in an agency for a time, as a deputy holds it. Both days
/// count. Outside of its time it has no power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// The role.
    pub role: Role,
    /// The agency that it is held in, for roles of an agency.
    pub agency: Option<AgencyId>,
    /// The plan that it is held for, for coordinators.
    pub plan: Option<PlanId>,
    /// The first day on which it holds; from the day on which it is given when absent.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds; until it is taken away when absent.
    pub until: Option<NaiveDate>,
}

impl From<Grant> for Given {
    fn from(Grant { role, agency, plan }: Grant) -> Self {
        Self {
            role,
            agency,
            plan,
            from: None,
            until: None,
        }
    }
}

impl Given {
    /// The role without its time.
    pub const fn grant(&self) -> Grant {
        Grant {
            role: self.role,
            agency: self.agency,
            plan: self.plan,
        }
    }

    /// Whether it holds on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && !self.has_ended(day)
    }

    /// Whether it held until a day before `day`.
    pub fn has_ended(&self, day: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < day)
    }

    /// Whether whoever holds it writes what `agency` reports on `day`.
    pub fn reports_for(&self, agency: AgencyId, day: NaiveDate) -> bool {
        self.role.reports() && self.agency == Some(agency) && self.holds_on(day)
    }

    /// Whether it is held until it is taken away, from a day that has come.
    pub fn is_lasting(&self, day: NaiveDate) -> bool {
        self.until.is_none() && self.holds_on(day)
    }
}

/// What is wrong with a set of roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantFault {
    /// A field of one of them.
    Field(FieldError),
    /// They do not go together.
    Refused(RefusalCode),
}

/// Checks that each role names the agency or plan that it is held for, that none is given twice,
/// and that nobody is both auditor and administrator (`docs/SECURITY.md`, permission table).
///
/// # Errors
/// The first fault found; pointers are relative to the list, as `/0/agency`.
pub fn check_grants(grants: &[Given]) -> Result<(), GrantFault> {
    for (at, grant) in grants.iter().enumerate() {
        let fault = |field: &str, code, detail: &str| {
            Err(GrantFault::Field(FieldError::new(
                format!("/{at}/{field}"),
                code,
                detail,
            )))
        };
        if !grant.role.for_people() {
            return fault(
                "role",
                FieldCode::NotAllowed,
                "People do not hold this role. Add an API client to the agency instead",
            );
        }
        if grant.role.needs_agency() && grant.agency.is_none() {
            return fault(
                "agency",
                FieldCode::Required,
                "Choose the agency in which the role is held",
            );
        }
        if !grant.role.needs_agency() && grant.agency.is_some() {
            return fault(
                "agency",
                FieldCode::Contradiction,
                "This role is not held in an agency",
            );
        }
        if grant.role.needs_plan() && grant.plan.is_none() {
            return fault(
                "plan",
                FieldCode::Required,
                "Choose the plan that the person coordinates",
            );
        }
        if !grant.role.needs_plan() && grant.plan.is_some() {
            return fault(
                "plan",
                FieldCode::Contradiction,
                "This role is not held for a plan",
            );
        }
        if (grant.from.is_some() || grant.until.is_some()) && !grant.role.needs_agency() {
            return fault(
                "until",
                FieldCode::NotAllowed,
                "Only roles in an agency are held for a time. Leave its days empty",
            );
        }
        if let (Some(from), Some(until)) = (grant.from, grant.until)
            && until < from
        {
            return fault(
                "until",
                FieldCode::TooEarly,
                "The last day must be on or after the first",
            );
        }
        if grants
            .iter()
            .take(at)
            .any(|other| other.grant() == grant.grant())
        {
            return fault("role", FieldCode::Duplicate, "This role is given twice");
        }
    }
    let holds = |role| grants.iter().any(|grant| grant.role == role);
    if holds(Role::Auditor) && holds(Role::Administrator) {
        return Err(GrantFault::Refused(RefusalCode::RolesExclude));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn grant(role: Role, agency: Option<u128>, plan: Option<u128>) -> Given {
        Grant {
            role,
            agency: agency.map(|n| Uuid::from_u128(n).into()),
            plan: plan.map(|n| Uuid::from_u128(n).into()),
        }
        .into()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_deputy_has_power_from_the_first_day_to_the_last() {
        let deputy = Given {
            from: Some(day("2026-11-23")),
            until: Some(day("2026-11-30")),
            ..grant(Role::AgencyLead, Some(1), None)
        };
        for (on, holds) in [
            ("2026-11-22", false),
            ("2026-11-23", true),
            ("2026-11-30", true),
            ("2026-12-01", false),
        ] {
            assert_eq!(deputy.holds_on(day(on)), holds, "{on}");
            assert!(!deputy.is_lasting(day(on)));
        }
        let lead = grant(Role::AgencyLead, Some(1), None);
        assert!(lead.is_lasting(day("2026-11-22")));
        let later = Given {
            until: None,
            ..deputy
        };
        assert!(!later.is_lasting(day("2026-11-22")) && later.is_lasting(day("2026-11-23")));
    }

    #[test]
    fn times_are_in_order_and_only_in_agencies() {
        let pointer = |given: Given| match check_grants(&[given]) {
            Err(GrantFault::Field(field)) => Some(field.pointer),
            _ => None,
        };
        let lead = grant(Role::AgencyLead, Some(1), None);
        let (first, last) = (Some(day("2026-11-23")), Some(day("2026-11-22")));
        assert_eq!(
            pointer(Given {
                from: last,
                until: first,
                ..lead
            }),
            None
        );
        assert_eq!(
            pointer(Given {
                from: first,
                until: last,
                ..lead
            })
            .as_deref(),
            Some("/0/until")
        );
        let coordinator = grant(Role::Coordinator, None, Some(2));
        assert_eq!(
            pointer(Given {
                until: first,
                ..coordinator
            })
            .as_deref(),
            Some("/0/until")
        );
        let twice = [
            lead,
            Given {
                until: first,
                ..lead
            },
        ];
        assert!(matches!(check_grants(&twice), Err(GrantFault::Field(_))));
    }

    #[test]
    fn roles_name_where_they_are_held() {
        assert_eq!(
            check_grants(&[
                grant(Role::AgencyLead, Some(1), None),
                grant(Role::Coordinator, None, Some(2))
            ]),
            Ok(())
        );
        for bad in [
            vec![grant(Role::AgencyLead, None, None)],
            vec![grant(Role::Integrator, Some(1), None)],
            vec![grant(Role::Administrator, Some(1), None)],
            vec![grant(Role::Coordinator, None, None)],
            vec![grant(Role::BoardMember, Some(1), Some(1))],
            vec![
                grant(Role::AgencyLead, Some(1), None),
                grant(Role::AgencyLead, Some(1), None),
            ],
        ] {
            assert!(
                matches!(check_grants(&bad), Err(GrantFault::Field(_))),
                "{bad:?}"
            );
        }
        assert_eq!(
            check_grants(&[
                grant(Role::Auditor, None, None),
                grant(Role::Administrator, None, None)
            ]),
            Err(GrantFault::Refused(RefusalCode::RolesExclude))
        );
    }
}
