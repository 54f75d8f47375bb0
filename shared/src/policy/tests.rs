//! The permission table as a table: one line a resource and role, for every verb, on a record of
//! one's own and on somebody else's.

use uuid::Uuid;

use super::*;
use crate::ids::{AgencyId, PersonId, PlanId};

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

fn actor(role: Role) -> Actor {
    Actor {
        person: id::<PersonId>(1),
        grants: vec![Grant {
            role,
            agency: role.needs_agency().then(|| id::<AgencyId>(10)),
            plan: role.needs_plan().then(|| id::<PlanId>(20)),
        }],
        scopes: None,
    }
}

fn letters(role: Role, resource: Resource, own: bool) -> String {
    let agencies = [id::<AgencyId>(if own { 10 } else { 11 })];
    let target = Target {
        plan: Some(id(if own { 20 } else { 21 })),
        agencies: &agencies,
        person: Some(id(if own { 1 } else { 2 })),
    };
    let names = ["L", "R", "C", "U", "D", "A", "O", "X"];
    Verb::ALL
        .iter()
        .zip(names)
        .filter(|(verb, _)| decide(&actor(role), **verb, resource, &target).allowed())
        .map(|(_, name)| name)
        .collect()
}

#[test]
fn who_reports_and_who_accepts_follow_from_the_table() {
    let those = |test: fn(Role) -> bool| -> Vec<Role> {
        Role::ALL
            .iter()
            .copied()
            .filter(|role| test(*role))
            .collect()
    };
    assert_eq!(
        those(Role::reports),
        [Role::AgencyLead, Role::AgencyEditor],
        "a program is no colleague"
    );
    assert_eq!(those(Role::accepts), [Role::AgencyLead]);
    assert_eq!(
        those(Role::is_kept_filled),
        [Role::Administrator, Role::AgencyLead]
    );
}

#[test]
fn the_table_reads_as_decided() {
    use Resource::*;
    use Role::*;
    // resource, role, on one's own record, on another's
    let table = [
        (Plan, AgencyEditor, "LR", "LR"),
        (Plan, AgencyLead, "LR", "LR"),
        (Plan, Practitioner, "LR", "LR"),
        (Plan, Coordinator, "LRCU", "LR"),
        (Plan, BoardMember, "LR", "LR"),
        (Plan, Administrator, "LR", "LR"),
        (Plan, Auditor, "LR", "LR"),
        (Cycle, AgencyEditor, "LR", "LR"),
        (Cycle, AgencyLead, "LR", "LR"),
        (Cycle, Practitioner, "LR", "LR"),
        (Cycle, Coordinator, "LRCU", "LR"),
        (Cycle, BoardMember, "LR", "LR"),
        (Cycle, Administrator, "LR", "LR"),
        (Cycle, Auditor, "LR", "LR"),
        (Finding, AgencyEditor, "LR", "LR"),
        (Finding, AgencyLead, "LR", "LR"),
        (Finding, Practitioner, "", ""),
        (Finding, Coordinator, "LRCUA", "LR"),
        (Finding, BoardMember, "", ""),
        (Finding, Administrator, "LRC", "LRC"),
        (Finding, Auditor, "LR", "LR"),
        (Agency, AgencyEditor, "LR", "LR"),
        (Agency, AgencyLead, "LR", "LR"),
        (Agency, Practitioner, "LR", "LR"),
        (Agency, Coordinator, "LR", "LR"),
        (Agency, BoardMember, "LR", "LR"),
        (Agency, Administrator, "LRCUD", "LRCUD"),
        (Agency, Auditor, "LR", "LR"),
        (Action, AgencyEditor, "LRUX", "LRX"),
        (Action, AgencyLead, "LRUDX", "LRX"),
        (Action, Practitioner, "LRX", "LRX"),
        (Action, Coordinator, "LRCUDAX", "LRX"),
        (Action, BoardMember, "LRX", "LRX"),
        (Action, Administrator, "LRX", "LRX"),
        (Action, Auditor, "LRX", "LRX"),
        (OpenUpdate, AgencyEditor, "LRCUDX", ""),
        (OpenUpdate, AgencyLead, "LRCUDAX", ""),
        (OpenUpdate, Practitioner, "", ""),
        (OpenUpdate, Coordinator, "LROX", ""),
        (OpenUpdate, BoardMember, "", ""),
        (OpenUpdate, Administrator, "", ""),
        (OpenUpdate, Auditor, "", ""),
        (Contribution, AgencyEditor, "LR", ""),
        (Contribution, AgencyLead, "LRA", ""),
        (Contribution, Practitioner, "", ""),
        (Contribution, Coordinator, "LR", ""),
        (Contribution, BoardMember, "", ""),
        (Contribution, Administrator, "", ""),
        (Contribution, Auditor, "", ""),
        (AcceptedUpdate, AgencyEditor, "LRX", "LR"),
        (AcceptedUpdate, AgencyLead, "LRX", "LR"),
        (AcceptedUpdate, Practitioner, "LR", "LR"),
        (AcceptedUpdate, Coordinator, "LRX", "LR"),
        (AcceptedUpdate, BoardMember, "LR", "LR"),
        (AcceptedUpdate, Administrator, "LR", "LR"),
        (AcceptedUpdate, Auditor, "LRX", "LRX"),
        (Person, AgencyEditor, "LR", ""),
        (Person, AgencyLead, "LR", ""),
        (Person, Practitioner, "LR", ""),
        (Person, Coordinator, "LR", "L"),
        (Person, BoardMember, "LR", ""),
        (Person, Administrator, "LR", "LRCUD"),
        (Person, Auditor, "LR", "LR"),
        (Audit, AgencyEditor, "LR", ""),
        (Audit, AgencyLead, "LR", ""),
        (Audit, Practitioner, "LR", ""),
        (Audit, Coordinator, "LR", ""),
        (Audit, BoardMember, "LR", ""),
        (Audit, Administrator, "LR", "LR"),
        (Audit, Auditor, "LR", "LR"),
        (Accountable, AgencyEditor, "R", ""),
        (Accountable, AgencyLead, "RU", ""),
        (Accountable, Practitioner, "", ""),
        (Accountable, Coordinator, "R", "R"),
        (Accountable, BoardMember, "", ""),
        (Accountable, Administrator, "RU", "RU"),
        (Accountable, Auditor, "R", "R"),
        (Accountable, Integrator, "", ""),
        (Webhook, AgencyEditor, "", ""),
        (Webhook, AgencyLead, "LRCUD", ""),
        (Webhook, Practitioner, "", ""),
        (Webhook, Coordinator, "", ""),
        (Webhook, BoardMember, "", ""),
        (Webhook, Administrator, "LRCUD", "LRCUD"),
        (Webhook, Auditor, "LR", "LR"),
        (ApiClient, AgencyEditor, "", ""),
        (ApiClient, AgencyLead, "LRCUD", ""),
        (ApiClient, Practitioner, "", ""),
        (ApiClient, Coordinator, "", ""),
        (ApiClient, BoardMember, "", ""),
        (ApiClient, Administrator, "LRCUD", "LRCUD"),
        (ApiClient, Auditor, "LR", "LR"),
        (ClientSecret, AgencyEditor, "", ""),
        (ClientSecret, AgencyLead, "C", ""),
        (ClientSecret, Practitioner, "", ""),
        (ClientSecret, Coordinator, "", ""),
        (ClientSecret, BoardMember, "", ""),
        (ClientSecret, Administrator, "C", "C"),
        (ClientSecret, Auditor, "", ""),
        (Plan, Integrator, "LR", "LR"),
        (Cycle, Integrator, "LR", "LR"),
        (Finding, Integrator, "", ""),
        (Agency, Integrator, "LR", "LR"),
        (Action, Integrator, "LRU", "LR"),
        (OpenUpdate, Integrator, "LRCU", ""),
        (Contribution, Integrator, "", ""),
        (AcceptedUpdate, Integrator, "LR", "LR"),
        (Person, Integrator, "", ""),
        (Audit, Integrator, "", ""),
        (ApiClient, Integrator, "", ""),
        (ClientSecret, Integrator, "C", ""),
        (Webhook, Integrator, "LRCUD", ""),
        (Meeting, AgencyEditor, "LR", "LR"),
        (Meeting, AgencyLead, "LR", "LR"),
        (Meeting, Practitioner, "LR", "LR"),
        (Meeting, Coordinator, "LRCU", "LR"),
        (Meeting, BoardMember, "LR", "LR"),
        (Meeting, Integrator, "LR", "LR"),
        (Meeting, Administrator, "LR", "LR"),
        (Meeting, Auditor, "LR", "LR"),
        (Decision, AgencyEditor, "LR", "LR"),
        (Decision, AgencyLead, "LR", "LR"),
        (Decision, Practitioner, "LR", "LR"),
        (Decision, Coordinator, "LRCU", "LR"),
        (Decision, BoardMember, "LR", "LR"),
        (Decision, Integrator, "LR", "LR"),
        (Decision, Administrator, "LR", "LR"),
        (Decision, Auditor, "LR", "LR"),
        (Service, AgencyEditor, "LR", "LR"),
        (Service, AgencyLead, "LRU", "LR"),
        (Service, Practitioner, "LR", "LR"),
        (Service, Coordinator, "LRCUD", "LRCUD"),
        (Service, BoardMember, "LR", "LR"),
        (Service, Administrator, "LR", "LR"),
        (Service, Auditor, "LR", "LR"),
        (Service, Integrator, "LR", "LR"),
        (Pathway, AgencyEditor, "LR", "LR"),
        (Pathway, AgencyLead, "LR", "LR"),
        (Pathway, Practitioner, "LR", "LR"),
        (Pathway, Coordinator, "LRCUD", "LR"),
        (Pathway, BoardMember, "LR", "LR"),
        (Pathway, Administrator, "LR", "LR"),
        (Pathway, Auditor, "LR", "LR"),
        (Pathway, Integrator, "LR", "LR"),
        (Publication, AgencyEditor, "", ""),
        (Publication, AgencyLead, "", ""),
        (Publication, Practitioner, "", ""),
        (Publication, Coordinator, "LR", "LR"),
        (Publication, BoardMember, "", ""),
        (Publication, Administrator, "LRU", "LRU"),
        (Publication, Auditor, "LR", "LR"),
        (Publication, Integrator, "", ""),
        (Agreement, AgencyEditor, "", ""),
        (Agreement, AgencyLead, "LR", "LR"),
        (Agreement, Practitioner, "LR", "LR"),
        (Agreement, Coordinator, "", ""),
        (Agreement, BoardMember, "", ""),
        (Agreement, Administrator, "LRCU", "LRCU"),
        (Agreement, Auditor, "LR", "LR"),
        (Agreement, Integrator, "", ""),
        (Retention, AgencyEditor, "", ""),
        (Retention, AgencyLead, "LRCA", "LRCA"),
        (Retention, Practitioner, "", ""),
        (Retention, Coordinator, "", ""),
        (Retention, BoardMember, "", ""),
        (Retention, Administrator, "LR", "LR"),
        (Retention, Auditor, "LR", "LR"),
        (Retention, Integrator, "", ""),
    ];
    assert_eq!(
        table.len(),
        Resource::ALL.len() * Role::ALL.len(),
        "every cell is stated"
    );
    for (resource, role, own, others) in table {
        assert_eq!(
            letters(role, resource, true),
            own,
            "{resource:?} {role:?}, own"
        );
        assert_eq!(
            letters(role, resource, false),
            others,
            "{resource:?} {role:?}, another's"
        );
    }
}

#[test]
fn an_agency_lead_looks_after_colleagues_but_not_oneself() {
    let lead = actor(Role::AgencyLead);
    let own = [id::<AgencyId>(10)];
    let on = |person: u128, agencies: &[AgencyId]| {
        decide(
            &lead,
            Verb::Update,
            Resource::Person,
            &Target {
                person: Some(id(person)),
                agencies,
                plan: None,
            },
        )
    };
    assert!(on(2, &own).allowed());
    assert_eq!(on(1, &own), Decision::Refused(RefusalCode::NotYours.into()));
    assert_eq!(on(2, &[id(11)]), Decision::Hidden);
}

#[test]
fn what_may_be_read_is_refused_and_what_may_not_is_hidden() {
    let editor = actor(Role::AgencyEditor);
    let others = [id::<AgencyId>(11)];
    let target = Target {
        plan: Some(id(20)),
        agencies: &others,
        person: None,
    };
    assert_eq!(
        decide(&editor, Verb::Update, Resource::Action, &target),
        Decision::Refused(RefusalCode::NotYours.into())
    );
    assert_eq!(
        decide(&editor, Verb::Create, Resource::Action, &target),
        Decision::Refused(RefusalCode::NotYourRole.into())
    );
    assert_eq!(
        decide(&editor, Verb::Update, Resource::OpenUpdate, &target),
        Decision::Hidden
    );
    let nobody = Actor {
        person: id(1),
        grants: vec![],
        scopes: None,
    };
    for resource in Resource::ALL {
        for verb in Verb::ALL {
            assert_eq!(decide(&nobody, *verb, *resource, &target), Decision::Hidden);
        }
    }
}

#[test]
fn the_scope_is_narrow_unless_the_office_is_wide() {
    let plans = [id::<PlanId>(20)];
    for role in Role::ALL {
        let scope = Scope::of(&actor(*role), &plans);
        let wide = matches!(role, Role::Administrator | Role::Auditor);
        assert_eq!(scope.sees_plan(id(99)), wide, "{role:?}");
        assert!(scope.sees_plan(id(20)), "{role:?}");
        assert_eq!(scope.sees_all_audit(), wide, "{role:?}");
        let auditor = matches!(role, Role::Auditor);
        assert_eq!(scope.sees_audit_of_cases(), auditor, "{role:?}");
    }
    let coordinator = Scope::of(&actor(Role::Coordinator), &[]);
    assert!(
        coordinator.sees_plan(id(20)),
        "a coordinator sees the plan that they keep"
    );
}
