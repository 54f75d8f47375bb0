//! What a reporting cycle asks about: the whole plan, or chosen actions and what chosen agencies
//! lead.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ActionId, AgencyId},
    plans::ActionState,
    problem::{FieldCode, FieldError},
};

/// What a cycle asks about. An action is asked about where it is one of `actions` or one of
/// `agencies` answers for it; where both are empty, the cycle asks about the whole plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CycleScope {
    /// The actions that are asked about, whoever leads them.
    #[serde(default)]
    pub actions: Vec<ActionId>,
    /// The agencies that are asked, about every action for which they answer.
    #[serde(default)]
    pub agencies: Vec<AgencyId>,
}

/// An action of the plan, as far as a scope is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scoped {
    /// Which.
    pub action: ActionId,
    /// Its reference, for words.
    pub reference: String,
    /// The agencies that answer for it.
    pub leads: Vec<AgencyId>,
}

impl CycleScope {
    /// Whether every action of the plan is asked about.
    pub const fn is_whole_plan(&self) -> bool {
        self.actions.is_empty() && self.agencies.is_empty()
    }

    /// Whether the cycle asks about an action for which `leads` answer.
    pub fn covers(&self, action: ActionId, leads: impl IntoIterator<Item = AgencyId>) -> bool {
        self.is_whole_plan()
            || self.actions.contains(&action)
            || (!self.agencies.is_empty()
                && leads.into_iter().any(|lead| self.agencies.contains(&lead)))
    }

    /// Whether an action owes an update in the cycle, until it has had one accepted.
    pub fn asks(
        &self,
        state: ActionState,
        action: ActionId,
        leads: impl IntoIterator<Item = AgencyId>,
    ) -> bool {
        state.owes_updates() && self.covers(action, leads)
    }

    /// Checks it against the actions of the plan, and gives it back as it is kept: in order, and
    /// everything once.
    ///
    /// # Errors
    /// Every fault found, at `/scope/actions/0` and `/scope/agencies/0`.
    pub fn check(mut self, plan: &[Scoped]) -> Result<Self, Vec<FieldError>> {
        let unknown = self
            .actions
            .iter()
            .enumerate()
            .filter(|(_, action)| !plan.iter().any(|one| one.action == **action))
            .map(|(at, _)| {
                FieldError::new(
                    format!("/scope/actions/{at}"),
                    FieldCode::NotFound,
                    "The plan has no such action. Choose one from the list",
                )
            });
        let idle = self
            .agencies
            .iter()
            .enumerate()
            .filter(|(_, agency)| !plan.iter().any(|one| one.leads.contains(agency)))
            .map(|(at, _)| {
                FieldError::new(
                    format!("/scope/agencies/{at}"),
                    FieldCode::NotAllowed,
                    "This agency answers for no action of the plan. Choose one that does",
                )
            });
        let faults: Vec<FieldError> = unknown.chain(idle).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        self.actions.sort_unstable();
        self.actions.dedup();
        self.agencies.sort_unstable();
        self.agencies.dedup();
        Ok(self)
    }

    /// Refuses to leave out any of `reported`, the actions with an update in the cycle: what was
    /// written would answer a question that nobody has asked.
    ///
    /// # Errors
    /// A fault at `/scope` that names them.
    pub fn keeps(&self, reported: &[Scoped]) -> Result<(), FieldError> {
        let out: Vec<&str> = reported
            .iter()
            .filter(|one| !self.covers(one.action, one.leads.iter().copied()))
            .map(|one| one.reference.as_str())
            .collect();
        let (named, more) = out.split_at(out.len().min(NAMED));
        let detail = match (named, more.len()) {
            ([], _) => return Ok(()),
            ([one], 0) => {
                format!("{one} has an update in this cycle, so it stays part of it. Choose it too")
            }
            (named, more) => {
                let more = match more {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                format!(
                    "{}{more} have updates in this cycle, so they stay part of it. Choose them too",
                    named.join(", ")
                )
            }
        };
        Err(FieldError::new("/scope", FieldCode::Contradiction, detail))
    }

    /// What it becomes when `from` ends and `to` carries on its duties.
    #[must_use]
    pub fn passed_on(mut self, from: AgencyId, to: AgencyId) -> Self {
        for agency in &mut self.agencies {
            if *agency == from {
                *agency = to;
            }
        }
        self.agencies.sort_unstable();
        self.agencies.dedup();
        self
    }
}

/// How many actions a fault names.
const NAMED: usize = 3;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn action(number: u128) -> ActionId {
        Uuid::from_u128(number).into()
    }

    fn agency(number: u128) -> AgencyId {
        Uuid::from_u128(number).into()
    }

    fn scope(actions: &[u128], agencies: &[u128]) -> CycleScope {
        CycleScope {
            actions: actions.iter().map(|number| action(*number)).collect(),
            agencies: agencies.iter().map(|number| agency(*number)).collect(),
        }
    }

    fn plan() -> Vec<Scoped> {
        [(1, vec![10]), (2, vec![10, 11]), (3, vec![11]), (4, vec![])]
            .into_iter()
            .map(|(number, leads)| Scoped {
                action: action(number),
                reference: format!("1.{number}"),
                leads: leads.into_iter().map(agency).collect(),
            })
            .collect()
    }

    fn covered(scope: &CycleScope) -> Vec<String> {
        plan()
            .into_iter()
            .filter(|one| scope.covers(one.action, one.leads.iter().copied()))
            .map(|one| one.reference)
            .collect()
    }

    #[test]
    fn a_cycle_asks_about_what_was_chosen() {
        let table: [(&[u128], &[u128], &[&str]); 5] = [
            (&[], &[], &["1.1", "1.2", "1.3", "1.4"]),
            (&[3, 4], &[], &["1.3", "1.4"]),
            (&[], &[10], &["1.1", "1.2"]),
            (&[4], &[11], &["1.2", "1.3", "1.4"]),
            (&[], &[12], &[]),
        ];
        for (actions, agencies, expected) in table {
            assert_eq!(
                covered(&scope(actions, agencies)),
                expected,
                "{actions:?} {agencies:?}"
            );
        }
    }

    #[test]
    fn what_is_paused_owes_nothing_however_it_is_asked() {
        for state in ActionState::ALL.iter().copied() {
            for chosen in [scope(&[], &[]), scope(&[1], &[]), scope(&[], &[10])] {
                assert_eq!(
                    chosen.asks(state, action(1), [agency(10)]),
                    state.owes_updates(),
                    "{state:?}"
                );
                assert!(chosen.is_whole_plan() || !chosen.asks(state, action(3), [agency(11)]));
            }
        }
    }

    #[test]
    fn what_is_chosen_is_in_the_plan() {
        let faults = scope(&[1, 9], &[10, 12]).check(&plan()).unwrap_err();
        let pointers: Vec<&str> = faults.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/scope/actions/1", "/scope/agencies/1"]);
        assert_eq!(
            scope(&[3, 1, 3], &[11, 10, 11]).check(&plan()),
            Ok(scope(&[1, 3], &[10, 11]))
        );
    }

    #[test]
    fn what_was_reported_stays_asked_about() {
        let plan = plan();
        assert_eq!(scope(&[], &[10]).keeps(&plan[..2]), Ok(()));
        let words =
            |scope: &CycleScope, reported: &[Scoped]| scope.keeps(reported).unwrap_err().detail;
        assert!(
            words(&scope(&[2], &[]), &plan[..2]).starts_with("1.1 has an update in this cycle")
        );
        assert!(words(&scope(&[4], &[]), &plan).starts_with("1.1, 1.2, 1.3 have updates"));
        assert!(
            words(&scope(&[9], &[]), &plan).starts_with("1.1, 1.2, 1.3 and 1 more have updates")
        );
    }

    #[test]
    fn a_successor_is_asked_in_its_stead() {
        let passed = scope(&[1], &[10, 11]).passed_on(agency(10), agency(11));
        assert_eq!(passed, scope(&[1], &[11]));
    }

    proptest! {
        /// To choose more never asks about less.
        #[test]
        fn choosing_more_asks_about_more(
            actions in proptest::collection::vec(1u128..6, 1..4),
            agencies in proptest::collection::vec(10u128..13, 0..3),
            more in 1u128..6,
        ) {
            let first = scope(&actions, &agencies);
            let second = scope(&[&actions[..], &[more]].concat(), &agencies);
            let second = covered(&second);
            prop_assert!(covered(&first).iter().all(|one| second.contains(one)));
        }
    }
}
