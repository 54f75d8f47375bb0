//! `allowed`: what the caller may do to a record now, by the policy and the rules that will judge
//! the request.

use shared::{
    auth::api::Permit,
    plans::{ActionEvent, ActionState, AgreedAction},
    policy::{Actor, Decision, RefusalCode, Resource, Verb},
    updates::CycleState,
};

use super::{find::SeenPlan, records::ActionRecord};

/// One act: refused by the policy, else by the record's state.
fn permit(act: &str, decision: Decision, state: Result<(), RefusalCode>) -> Permit {
    let refusal = match decision {
        Decision::Allowed => state.err().map(Into::into),
        Decision::Refused(refusal) => Some(refusal),
        Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
    };
    Permit {
        act: act.to_owned(),
        refusal,
    }
}

/// What an event asks of whoever makes it happen: whether the plan's coordinator decides it, or
/// those who answer for the action.
pub(super) const fn verb_of(event: &ActionEvent) -> Verb {
    match event {
        ActionEvent::Start | ActionEvent::Complete { .. } | ActionEvent::Embed => Verb::Update,
        ActionEvent::Agree
        | ActionEvent::Reopen { .. }
        | ActionEvent::Pause { .. }
        | ActionEvent::Stop { .. }
        | ActionEvent::Defer { .. } => Verb::Approve,
    }
}

/// What `actor` may do to a plan.
pub(super) fn of_plan(actor: &Actor, plan: &SeenPlan) -> Vec<Permit> {
    [
        ("agree", Verb::Approve, Resource::Action),
        ("cycles", Verb::Create, Resource::Cycle),
        ("findings", Verb::Approve, Resource::Finding),
        ("import", Verb::Create, Resource::Finding),
    ]
    .into_iter()
    .map(|(act, verb, resource)| permit(act, plan.decide(actor, verb, resource, &[]), Ok(())))
    .collect()
}

/// What may be done to a cycle.
pub(super) fn of_cycle(update: Decision) -> Vec<Permit> {
    vec![permit("update", update, Ok(()))]
}

/// What is known of the reporting on an action in the cycle that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reporting {
    /// Where the cycle stands; absent when the plan has none.
    pub cycle: Option<CycleState>,
    /// Whether it asks about the action.
    pub asked: bool,
    /// Whether an update was accepted in it.
    pub accepted: bool,
    /// Whether one is open in it.
    pub open: bool,
}

impl Reporting {
    fn can_begin(self, state: ActionState) -> Result<(), RefusalCode> {
        state.can_be_reported()?;
        self.cycle
            .ok_or(RefusalCode::CycleNotOpen)?
            .takes_updates()?;
        if !self.asked {
            return Err(RefusalCode::NotAsked);
        }
        if self.accepted {
            return Err(RefusalCode::AlreadyAccepted);
        }
        if self.open {
            return Err(RefusalCode::NotNow);
        }
        Ok(())
    }
}

/// What `actor` may do to an action: `update` its dates, `settle` the rest of it, `report` on it,
/// add `milestones`, and the events of an action by their codes.
pub(super) fn of_action(
    actor: &Actor,
    plan: &SeenPlan,
    record: &ActionRecord,
    reporting: Reporting,
) -> Vec<Permit> {
    let leads = record.lead_ids();
    let parts = record.rule_parts();
    let rules = AgreedAction {
        reference: record.reference.as_deref(),
        outcomes: record.outcomes.len(),
        parts: &parts,
    };
    let on = |verb, resource| plan.decide(actor, verb, resource, &leads);
    let mut permits = vec![
        permit("update", on(Verb::Update, Resource::Action), Ok(())),
        permit("settle", on(Verb::Approve, Resource::Action), Ok(())),
        permit(
            "report",
            report(actor, plan, &leads),
            reporting.can_begin(record.state),
        ),
        permit(
            "milestones",
            on(Verb::Update, Resource::Action),
            record.state.takes_milestones(),
        ),
    ];
    permits.extend(ActionEvent::samples().iter().map(|event| {
        permit(
            event.code(),
            on(verb_of(event), Resource::Action),
            record.state.next(event, &rules).map(drop),
        )
    }));
    permits
}

/// Open updates of other agencies are hidden; to somebody who reports for their own agency the
/// refusal says that this action is another's.
fn report(actor: &Actor, plan: &SeenPlan, leads: &[shared::ids::AgencyId]) -> Decision {
    let decision = plan.decide(actor, Verb::Create, Resource::OpenUpdate, leads);
    let elsewhere = plan.decide(actor, Verb::Create, Resource::OpenUpdate, &actor.agencies());
    match decision {
        Decision::Hidden if elsewhere.allowed() => Decision::Refused(RefusalCode::NotYours.into()),
        other => other,
    }
}
