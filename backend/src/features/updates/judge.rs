//! What somebody may do to an update now: the policy first, then the state machine. The same
//! judgement fills `allowed` and refuses requests.

use shared::{
    auth::api::Permit,
    ids::{AgencyId, PersonId, PlanId},
    plans::ActionState,
    policy::{Actor, Decision, Refusal, RefusalCode, Resource, Target, Verb, decide},
    updates::{
        Contribution, ContributionState, CycleState, ReviewContext, UpdateEvent, UpdateState,
        answer, may_be_accepted,
    },
};

use crate::error::ApiError;

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// The caller may not.
    Forbidden(Refusal),
    /// Nobody may now.
    State(RefusalCode),
}

impl From<RefusalCode> for No {
    fn from(code: RefusalCode) -> Self {
        match code {
            // Others may: it is about the person, not about the update.
            RefusalCode::OwnWork => Self::Forbidden(code.into()),
            _ => Self::State(code),
        }
    }
}

impl From<No> for Refusal {
    fn from(no: No) -> Self {
        match no {
            No::Forbidden(refusal) => refusal,
            No::State(code) => code.into(),
        }
    }
}

impl From<No> for ApiError {
    fn from(no: No) -> Self {
        match no {
            No::Forbidden(refusal) => Self::forbidden(refusal),
            No::State(code) => Self::wrong_state(code),
        }
    }
}

/// Whether `actor` may `verb` open updates of one of `agencies` in `plan`. The caller sees what it
/// is about, so that what the policy would hide is refused with a reason.
pub fn role(actor: &Actor, verb: Verb, plan: PlanId, agencies: &[AgencyId]) -> Result<(), Refusal> {
    let target = |agencies| Target {
        plan: Some(plan),
        agencies,
        person: None,
    };
    match decide(actor, verb, Resource::OpenUpdate, &target(agencies)) {
        Decision::Allowed => Ok(()),
        Decision::Refused(refusal) => Err(refusal),
        Decision::Hidden => {
            let elsewhere = decide(
                actor,
                verb,
                Resource::OpenUpdate,
                &target(&actor.agencies()),
            );
            Err(Refusal::from(if elsewhere.allowed() {
                RefusalCode::NotYours
            } else {
                RefusalCode::NotYourRole
            }))
        }
    }
}

/// Whether progress can be reported on an action in a cycle, whoever does it.
pub fn reportable(action: ActionState, cycle: CycleState) -> Result<(), RefusalCode> {
    action.can_be_reported()?;
    cycle.takes_updates()
}

/// An update and what decides about it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// The plan.
    pub plan: PlanId,
    /// The agency that reports.
    pub agency: AgencyId,
    /// The agencies that answer for the action today, the coordinating one first.
    pub leads: &'a [AgencyId],
    /// The other agencies with a part in the action, once they have been asked.
    pub contributions: &'a [Contribution],
    /// Where the update stands.
    pub state: UpdateState,
    /// Whether a later edition has taken its place.
    pub superseded: bool,
    /// Who began it.
    pub author: PersonId,
    /// Who changed it last.
    pub last_editor: PersonId,
    /// Where its action stands.
    pub action: ActionState,
    /// Where its cycle stands today for the caller, who may write under an exception.
    pub cycle: CycleState,
    /// Where its cycle stands today for those who review it.
    pub reviewing: CycleState,
}

impl Standing<'_> {
    /// The agency whose lead accepts it: of joint leads the one that coordinates.
    pub fn acceptor(&self) -> AgencyId {
        acceptor(self.agency, self.leads)
    }

    /// Whether the caller's roles include `verb` on it.
    pub fn role(&self, verb: Verb) -> Result<(), No> {
        let agencies: &[AgencyId] = match verb {
            Verb::Approve => &[self.acceptor()],
            Verb::Read => &[self.agency, self.acceptor()],
            _ => &[self.agency],
        };
        role(self.actor, verb, self.plan, agencies).map_err(No::Forbidden)
    }

    /// Whether the caller's roles include answering for `asked`.
    pub fn contributor(&self, asked: &Contribution) -> Result<(), No> {
        let target = Target {
            plan: Some(self.plan),
            agencies: &[asked.agency],
            person: None,
        };
        match decide(self.actor, Verb::Approve, Resource::Contribution, &target) {
            Decision::Allowed => Ok(()),
            Decision::Refused(refusal) => Err(No::Forbidden(refusal)),
            Decision::Hidden => Err(No::Forbidden(RefusalCode::NotYours.into())),
        }
    }

    /// What the agency `asked` has answered after `event`, with the state of the update.
    pub fn contribute(
        &self,
        asked: &Contribution,
        event: UpdateEvent,
        words: &str,
    ) -> Result<(UpdateState, ContributionState), No> {
        self.contributor(asked)?;
        let next = self.next(event, words)?;
        Ok((next, answer(asked.state, event, self.cycle)?))
    }

    /// What the caller may answer for `asked`, with the reasons for what not.
    pub fn contribution_permits(&self, asked: &Contribution) -> Vec<Permit> {
        [
            ("endorse", UpdateEvent::Endorse),
            ("dispute", UpdateEvent::Dispute),
        ]
        .into_iter()
        .map(|(act, event)| Permit {
            act: act.to_owned(),
            refusal: self.contribute(asked, event, "-").err().map(Refusal::from),
        })
        .collect()
    }

    fn next(&self, event: UpdateEvent, words: &str) -> Result<UpdateState, RefusalCode> {
        self.state.next(
            event,
            &ReviewContext {
                person: self.actor.person,
                author: self.author,
                last_editor: self.last_editor,
                words,
            },
        )
    }

    /// Whether its words can be changed.
    pub fn update(&self) -> Result<(), No> {
        self.role(Verb::Update)?;
        Ok(self.state.editable()?)
    }

    /// The state after `event`, with `words` for it.
    pub fn event(&self, event: UpdateEvent, words: &str) -> Result<UpdateState, No> {
        self.role(verb_of(event))?;
        let next = self.next(event, words)?;
        match event {
            UpdateEvent::Submit => {
                self.action.can_be_reported()?;
                self.state.can_be_sent_in(self.cycle)?;
            }
            UpdateEvent::TakeUp | UpdateEvent::Return | UpdateEvent::Override => {
                self.reviewing.takes_reviews()?;
            }
            UpdateEvent::Accept => {
                self.reviewing.takes_reviews()?;
                may_be_accepted(self.contributions, self.acceptor(), self.cycle)?;
            }
            _ => {}
        }
        Ok(next)
    }

    /// Whether the caller's roles include handing it to a colleague: those of a lead of the agency
    /// that reports.
    pub fn hands_over(&self) -> Result<(), No> {
        role(self.actor, Verb::Approve, self.plan, &[self.agency]).map_err(No::Forbidden)
    }

    /// Whether it can be handed to a colleague: while it is written.
    pub fn hand_over(&self) -> Result<(), No> {
        self.hands_over()?;
        Ok(self.state.editable()?)
    }

    /// Whether a correction of it can be begun.
    pub fn correct(&self) -> Result<(), No> {
        role(self.actor, Verb::Create, self.plan, self.leads).map_err(No::Forbidden)?;
        if self.state != UpdateState::Accepted || self.superseded {
            return Err(No::State(RefusalCode::NotNow));
        }
        Ok(reportable(self.action, self.cycle)?)
    }

    /// What the caller may do, with the reasons for what not.
    pub fn permits(&self) -> Vec<Permit> {
        let event = |event| self.event(event, "-").map(|_| ());
        [
            ("update", self.update()),
            ("submit", event(UpdateEvent::Submit)),
            ("withdraw", event(UpdateEvent::Withdraw)),
            ("accept", event(UpdateEvent::Accept)),
            ("return", event(UpdateEvent::Return)),
            ("override", event(UpdateEvent::Override)),
            ("correct", self.correct()),
            ("hand_over", self.hand_over()),
        ]
        .into_iter()
        .map(|(act, judged)| Permit {
            act: act.to_owned(),
            refusal: judged.err().map(Refusal::from),
        })
        .collect()
    }
}

/// The agency whose lead accepts an update of `agency` on an action that `leads` answer for, the
/// coordinating one first.
pub fn acceptor(agency: AgencyId, leads: &[AgencyId]) -> AgencyId {
    match leads.first() {
        Some(first) if leads.contains(&agency) => *first,
        _ => agency,
    }
}

/// What one must be allowed to do for an event.
pub const fn verb_of(event: UpdateEvent) -> Verb {
    match event {
        UpdateEvent::Submit => Verb::Update,
        UpdateEvent::Withdraw => Verb::Withdraw,
        UpdateEvent::TakeUp
        | UpdateEvent::Accept
        | UpdateEvent::Return
        | UpdateEvent::Endorse
        | UpdateEvent::Dispute => Verb::Approve,
        UpdateEvent::Override => Verb::Override,
    }
}

#[cfg(test)]
mod tests {
    use shared::policy::{Grant, Role};
    use uuid::Uuid;

    use super::*;

    fn open(standing: Standing<'_>) -> Vec<String> {
        standing
            .permits()
            .into_iter()
            .filter(|permit| permit.refusal.is_none())
            .map(|permit| permit.act)
            .collect()
    }

    #[test]
    fn each_role_does_its_part() {
        let id = Uuid::from_u128;
        let agency = AgencyId(id(1));
        let plan = PlanId(id(2));
        let leads = [agency];
        let actor = |person, role: Role| Actor {
            person: PersonId(id(person)),
            grants: vec![Grant {
                role,
                agency: role.needs_agency().then_some(agency),
                plan: role.needs_plan().then_some(plan),
            }],
            scopes: None,
        };
        let editor = actor(10, Role::AgencyEditor);
        let lead = actor(11, Role::AgencyLead);
        let coordinator = actor(12, Role::Coordinator);
        let member = actor(13, Role::BoardMember);
        let standing = |actor, state| Standing {
            actor,
            plan,
            agency,
            leads: &leads,
            contributions: &[],
            state,
            superseded: false,
            author: PersonId(id(10)),
            last_editor: PersonId(id(10)),
            action: ActionState::Agreed,
            cycle: CycleState::Open,
            reviewing: CycleState::Open,
        };
        let draft = |actor| standing(actor, UpdateState::Draft);
        let submitted = |actor| standing(actor, UpdateState::Submitted);
        let accepted = |actor| standing(actor, UpdateState::Accepted);
        assert_eq!(open(draft(&editor)), ["update", "submit", "withdraw"]);
        assert_eq!(open(submitted(&editor)), ["withdraw"]);
        assert_eq!(open(submitted(&lead)), ["withdraw", "accept", "return"]);
        assert_eq!(open(submitted(&coordinator)), ["override"]);
        assert_eq!(open(accepted(&editor)), ["correct"]);
        assert!(open(accepted(&coordinator)).is_empty());
        assert!(open(accepted(&member)).is_empty());
        let own = Standing {
            author: lead.person,
            ..submitted(&lead)
        };
        assert_eq!(open(own), ["withdraw"]);
        assert_eq!(
            own.event(UpdateEvent::Accept, ""),
            Err(No::Forbidden(RefusalCode::OwnWork.into()))
        );
        let partner = AgencyId(id(3));
        let asked = [Contribution {
            agency: partner,
            part: shared::plans::AssignmentRole::JointLead,
            state: ContributionState::Requested,
        }];
        let both = [agency, partner];
        let waiting = Standing {
            leads: &both,
            contributions: &asked,
            ..submitted(&lead)
        };
        assert_eq!(
            waiting.event(UpdateEvent::Accept, ""),
            Err(No::State(RefusalCode::NotEndorsed))
        );
        let reported_by_partner = Standing {
            agency: partner,
            contributions: &[],
            ..waiting
        };
        assert_eq!(
            open(reported_by_partner),
            ["accept", "return"],
            "the coordinating lead accepts"
        );
        let other = Actor {
            grants: vec![Grant {
                role: Role::AgencyLead,
                agency: Some(partner),
                plan: None,
            }],
            ..actor(14, Role::AgencyLead)
        };
        let theirs = Standing {
            actor: &other,
            ..waiting
        };
        assert!(
            theirs
                .contribute(&asked[0], UpdateEvent::Endorse, "")
                .is_ok()
        );
        assert!(
            waiting
                .contribute(&asked[0], UpdateEvent::Endorse, "")
                .is_err()
        );
        let late = Standing {
            cycle: CycleState::Closed,
            ..draft(&editor)
        };
        assert_eq!(open(late), ["update", "withdraw"]);
        let locked = Standing {
            cycle: CycleState::Locked,
            reviewing: CycleState::Locked,
            ..submitted(&lead)
        };
        assert_eq!(open(locked), ["withdraw"]);
        let replaced = Standing {
            superseded: true,
            ..accepted(&editor)
        };
        assert!(open(replaced).is_empty());
    }
}
