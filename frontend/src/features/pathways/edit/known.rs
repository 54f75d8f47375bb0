//! What the form of a pathway can name: services, agencies, actions, outcomes and groups.

use std::collections::HashMap;

use client::{Client, Fault, Moment, ServiceFilter};
use shared::agencies::api::AgencySummary;
use shared::ids::{ActionId, ServiceId};
use shared::pathways::ServiceFacts;
use shared::pathways::api::PathwayView;
use shared::plans::api::{ActionRef, GroupView, OutcomeView};
use shared::services::folded;
use uuid::Uuid;

use crate::dates;
use crate::features::governance::read_actions;
use crate::listing::cursor_of;
use crate::ui::Choice;

/// Services asked for at a time.
const PAGE: u16 = 100;

/// What can be named.
#[derive(Clone)]
pub struct Known {
    pub services: Vec<ServiceFacts>,
    pub agencies: Vec<AgencySummary>,
    pub actions: Vec<ActionRef>,
    pub outcomes: Vec<OutcomeView>,
    pub groups: Vec<GroupView>,
    by_name: HashMap<String, ServiceId>,
}

impl Known {
    /// Asks for all of it.
    ///
    /// # Errors
    /// The first call's that failed.
    pub async fn ask(client: &Client, plan: &str) -> Result<Self, Fault> {
        let mut services: Vec<ServiceFacts> = Vec::new();
        let mut cursor = None;
        loop {
            let filter = ServiceFilter {
                cursor,
                limit: Some(PAGE),
                ..ServiceFilter::default()
            };
            let page = client.services(&filter).await?;
            services.extend(page.items.iter().map(ServiceFacts::from));
            cursor = page.next.as_deref().and_then(cursor_of);
            if cursor.is_none() {
                break;
            }
        }
        let view = client.plan(plan).await?;
        let register = client.register(plan, Moment::default()).await?;
        let by_name = services
            .iter()
            .map(|service| (folded(&service.name), service.id))
            .collect();
        Ok(Self {
            by_name,
            services,
            agencies: client.agencies().await?.items,
            actions: register
                .rows
                .into_iter()
                .map(|row| ActionRef {
                    id: row.id,
                    reference: row.reference,
                    title: row.title,
                })
                .collect(),
            outcomes: view.outcomes,
            groups: view.groups,
        })
    }

    /// The service with a name, however it is spelt in capitals.
    pub fn service(&self, name: &str) -> Option<ServiceId> {
        self.by_name.get(&folded(name)).copied()
    }

    /// The name of a service.
    pub fn name(&self, id: ServiceId) -> String {
        self.services
            .iter()
            .find(|service| service.id == id)
            .map(|service| service.name.clone())
            .unwrap_or_default()
    }

    /// The agencies of today, and those that are chosen.
    pub fn agency_choices(&self, chosen: &[Uuid]) -> Vec<Choice> {
        let today = dates::today();
        std::iter::once(Choice::new("", "Choose an agency"))
            .chain(
                self.agencies
                    .iter()
                    .filter(|agency| {
                        chosen.contains(&agency.id.0)
                            || agency.valid_to.is_none_or(|last| last >= today)
                    })
                    .map(|agency| Choice::new(agency.id.to_string(), agency.name.clone())),
            )
            .collect()
    }

    /// The names of everything, by id.
    pub fn names(&self, view: &PathwayView) -> HashMap<Uuid, String> {
        let mut names = crate::features::pathways::names::all(view);
        names.extend(self.services.iter().map(|it| (it.id.0, it.name.clone())));
        names.extend(self.agencies.iter().map(|it| (it.id.0, it.name.clone())));
        names.extend(self.outcomes.iter().map(|it| (it.id.0, it.name.clone())));
        names.extend(self.groups.iter().map(|it| (it.id.0, it.name.clone())));
        names.extend(
            self.actions
                .iter()
                .map(|it| (it.id.0, format!("{} {}", it.reference, it.title))),
        );
        names
    }
}

/// The actions that a list of references names. A reference that the pathway has already keeps the actions that it means
/// there, also where several actions print it.
///
/// # Errors
/// The first reference that names no action, or several.
pub fn actions(
    typed: &str,
    linked: &[ActionRef],
    known: &[ActionRef],
) -> Result<Vec<ActionId>, String> {
    let mut found: Vec<ActionId> = Vec::new();
    for word in typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        let kept: Vec<ActionId> = linked
            .iter()
            .filter(|action| action.reference == word)
            .map(|action| action.id)
            .collect();
        let named = if kept.is_empty() {
            read_actions(word, known)?
        } else {
            kept
        };
        for action in named {
            if !found.contains(&action) {
                found.push(action);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_keeps_what_it_meant() {
        let action = |number: u128, reference: &str| ActionRef {
            id: Uuid::from_u128(number).into(),
            reference: reference.to_owned(),
            title: String::new(),
        };
        let id = |number: u128| ActionId(Uuid::from_u128(number));
        let known = [action(1, "1.1"), action(2, "2.3"), action(3, "2.3")];
        assert_eq!(actions("1.1, 1.1", &[], &known), Ok(vec![id(1)]));
        assert!(actions("2.3", &[], &known).is_err());
        assert_eq!(actions("2.3", &[action(3, "2.3")], &known), Ok(vec![id(3)]));
        assert!(actions("9.9", &[action(3, "2.3")], &known).is_err());
    }
}
