//! `allowed`: what the caller may do to meetings and decisions, by the policy and the rules that
//! will judge the request.

use shared::{
    auth::api::Permit,
    governance::{DecisionEvent, DecisionState},
    policy::{Actor, Decision, RefusalCode, Resource, Verb},
};

use crate::features::plans::find::SeenPlan;

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

/// What may be done to a list of meetings or decisions.
pub(super) fn of_list(actor: &Actor, plan: &SeenPlan, resource: Resource) -> Vec<Permit> {
    let create = plan.decide(actor, Verb::Create, resource, &[]);
    vec![permit("create", create, Ok(()))]
}

/// What may be done to a meeting.
pub(super) fn of_meeting(actor: &Actor, plan: &SeenPlan) -> Vec<Permit> {
    let may = |verb, resource| plan.decide(actor, verb, resource, &[]);
    vec![
        permit("update", may(Verb::Update, Resource::Meeting), Ok(())),
        permit("decide", may(Verb::Create, Resource::Decision), Ok(())),
    ]
}

/// What may be done to a decision: `update` it, `reword` it, and its events by their codes.
pub(super) fn of_decision(
    actor: &Actor,
    plan: &SeenPlan,
    state: DecisionState,
    held: bool,
) -> Vec<Permit> {
    let update = || plan.decide(actor, Verb::Update, Resource::Decision, &[]);
    let mut permits = vec![
        permit("update", update(), Ok(())),
        permit("reword", update(), rewords(state)),
    ];
    permits.extend(
        DecisionEvent::samples("-")
            .iter()
            .map(|event| permit(event.code(), update(), state.next(event, held).map(drop))),
    );
    permits
}

/// Whether the words and the meeting of a decision can change.
///
/// # Errors
/// `DecisionTaken`.
pub(super) const fn rewords(state: DecisionState) -> Result<(), RefusalCode> {
    if state.outcome.undecided() {
        Ok(())
    } else {
        Err(RefusalCode::DecisionTaken)
    }
}
