//! What a cycle asks about: the whole plan, or chosen agencies and actions.

use std::collections::HashSet;

use leptos::prelude::*;
use shared::ids::AgencyId;
use shared::plans::api::Register;
use shared::policy::RefusalCode;
use shared::updates::CycleScope;

use crate::features::plans::words::counted;
use crate::ui::{Checkboxes, Choice, FormError, LabelSize, Radios};

/// The word for the whole plan.
const PLAN: &str = "plan";
/// The word for what is chosen.
const CHOSEN: &str = "chosen";

/// The fields of what a cycle asks about.
#[derive(Clone, Copy)]
pub struct ScopeFields {
    reach: RwSignal<String>,
    agencies: RwSignal<Vec<String>>,
    actions: RwSignal<Vec<String>>,
}

impl ScopeFields {
    /// Those of a scope that there is.
    pub fn of(scope: &CycleScope) -> Self {
        let reach = if scope.is_whole_plan() { PLAN } else { CHOSEN };
        Self {
            reach: RwSignal::new(reach.to_owned()),
            agencies: RwSignal::new(scope.agencies.iter().map(ToString::to_string).collect()),
            actions: RwSignal::new(scope.actions.iter().map(ToString::to_string).collect()),
        }
    }

    /// What was chosen, in the order in which it is kept.
    ///
    /// # Errors
    /// Where neither the whole plan nor anything of it was chosen.
    pub fn read(self) -> Result<CycleScope, FormError> {
        if self.reach.get_untracked() == PLAN {
            return Ok(CycleScope::default());
        }
        let mut scope = CycleScope {
            actions: ids(self.actions),
            agencies: ids(self.agencies),
        };
        scope.actions.sort_unstable();
        scope.agencies.sort_unstable();
        if scope.is_whole_plan() {
            return Err(FormError::field(
                "scope",
                "Select at least one agency or action, or the whole plan",
            ));
        }
        Ok(scope)
    }
}

fn ids<T: std::str::FromStr>(values: RwSignal<Vec<String>>) -> Vec<T> {
    values.with_untracked(|values| values.iter().filter_map(|one| one.parse().ok()).collect())
}

/// What a cycle asks about, in a few words; nothing where that is the whole plan.
pub fn words(scope: &CycleScope) -> Option<String> {
    let (agencies, actions) = (scope.agencies.len(), scope.actions.len());
    match (agencies, actions) {
        (0, 0) => None,
        (0, _) => Some(format!("Asks about {} only", counted(actions, "action"))),
        (1, 0) => Some("Asks one agency only".to_owned()),
        (_, 0) => Some(format!("Asks {agencies} agencies only")),
        (1, _) => Some(format!(
            "Asks one agency, and about {} of others",
            counted(actions, "action")
        )),
        _ => Some(format!(
            "Asks {agencies} agencies, and about {} of others",
            counted(actions, "action")
        )),
    }
}

/// Where it is chosen.
#[component]
pub fn ScopeFieldset(fields: ScopeFields, register: Register) -> impl IntoView {
    let choices = StoredValue::new((agencies(&register), actions(&register, fields)));
    let chosen = Memo::new(move |_| fields.reach.with(|reach| reach == CHOSEN));
    view! {
        <Radios
            id="scope"
            legend="What does this cycle ask about?"
            size=LabelSize::Strong
            value=fields.reach
            choices=vec![
                Choice::new(PLAN, "Every action of the plan"),
                Choice::new(CHOSEN, "Some agencies or actions")
                    .explained("The others owe nothing in this cycle, and nobody is reminded of them"),
            ]
        />
        {move || {
            chosen
                .get()
                .then(|| {
                    let (agencies, actions) = choices.get_value();
                    view! {
                        <div class="tl-cycle__choices">
                            <Checkboxes
                                id="scope-agencies"
                                legend="Agencies that are asked"
                                hint="About every action for which they answer"
                                size=LabelSize::Strong
                                values=fields.agencies
                                choices=agencies
                            />
                        </div>
                        <div class="tl-cycle__choices">
                            <Checkboxes
                                id="scope-actions"
                                legend="Actions that are asked about"
                                hint="Whoever leads them"
                                size=LabelSize::Strong
                                values=fields.actions
                                choices=actions
                            />
                        </div>
                    }
                })
        }}
    }
}

/// The agencies that answer for actions, by name.
fn agencies(register: &Register) -> Vec<Choice> {
    let answering: HashSet<AgencyId> = register
        .rows
        .iter()
        .flat_map(shared::plans::api::RegisterRow::answering)
        .collect();
    register
        .agencies
        .iter()
        .filter(|agency| answering.contains(&agency.id))
        .map(|agency| Choice::new(agency.id.to_string(), agency.name.clone()))
        .collect()
}

/// The actions that have not ended, and those that are chosen, in printed order.
fn actions(register: &Register, fields: ScopeFields) -> Vec<Choice> {
    let chosen = fields.actions.get_untracked();
    register
        .rows
        .iter()
        .filter(|row| {
            row.state.can_be_reported() != Err(RefusalCode::ActionEnded)
                || chosen.contains(&row.id.to_string())
        })
        .map(|row| {
            Choice::new(
                row.id.to_string(),
                format!("{} {}", row.reference, row.title),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_scope_is_said_in_a_few_words() {
        let said = |agencies: u128, actions: u128| {
            words(&CycleScope {
                agencies: (0..agencies).map(|n| Uuid::from_u128(n).into()).collect(),
                actions: (0..actions).map(|n| Uuid::from_u128(n).into()).collect(),
            })
        };
        assert_eq!(said(0, 0), None);
        assert_eq!(said(0, 1).unwrap(), "Asks about 1 action only");
        assert_eq!(said(0, 3).unwrap(), "Asks about 3 actions only");
        assert_eq!(said(1, 0).unwrap(), "Asks one agency only");
        assert_eq!(said(2, 0).unwrap(), "Asks 2 agencies only");
        assert_eq!(
            said(2, 1).unwrap(),
            "Asks 2 agencies, and about 1 action of others"
        );
    }
}
