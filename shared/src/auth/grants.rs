use crate::{
    policy::{Grant, RefusalCode, Role},
    problem::{FieldCode, FieldError},
};

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
pub fn check_grants(grants: &[Grant]) -> Result<(), GrantFault> {
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
        if grants.iter().take(at).any(|other| other == grant) {
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

    fn grant(role: Role, agency: Option<u128>, plan: Option<u128>) -> Grant {
        Grant {
            role,
            agency: agency.map(|n| Uuid::from_u128(n).into()),
            plan: plan.map(|n| Uuid::from_u128(n).into()),
        }
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
