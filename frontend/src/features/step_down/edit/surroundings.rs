//! What the form of a plan can name: services of the directory, and the agencies that take part.

use shared::agencies::api::AgencyRef;
use shared::cases::Known;
use shared::ids::AgencyId;
use shared::step_down::ServiceFacts;
use shared::step_down::api::{ServiceChoice, StepDownView};

use crate::dates;
use crate::ui::Choice;

/// All of it.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The services as the rules ask about them.
    pub services: Vec<ServiceFacts>,
    /// The agencies that take part.
    pub agencies: Vec<AgencyId>,
    /// What is known of the case.
    pub known: Known,
    choices: Vec<ServiceChoice>,
    parties: Vec<AgencyRef>,
}

impl Surroundings {
    /// What stands around a plan.
    pub fn of(view: &StepDownView) -> Self {
        Self {
            services: view.services.iter().map(ServiceChoice::facts).collect(),
            agencies: view.agencies.iter().map(|agency| agency.id).collect(),
            known: super::super::send::known(view),
            choices: view.services.clone(),
            parties: view.agencies.clone(),
        }
    }

    /// The services to choose from: those of today and of days to come, and the one that is chosen.
    pub fn service_choices(&self, chosen: &str) -> Vec<Choice> {
        let today = dates::today();
        self.choices
            .iter()
            .filter(|one| {
                one.closes.is_none_or(|last| last >= today) || one.id.to_string() == chosen
            })
            .map(|one| {
                let levels = one.levels().map(|(lowest, highest)| {
                    if lowest == highest {
                        lowest.in_words()
                    } else {
                        format!("Levels {} to {}", lowest.number(), highest.number())
                    }
                });
                let closed = one
                    .closes
                    .filter(|last| *last < today)
                    .map(|_| "closed".to_owned());
                let notes: Vec<String> = levels.into_iter().chain(closed).collect();
                let words = if notes.is_empty() {
                    one.name.clone()
                } else {
                    format!("{} ({})", one.name, notes.join(", "))
                };
                Choice::new(one.id.to_string(), words)
            })
            .collect()
    }

    /// The agencies to choose from. One that is chosen and takes no part any more stays until another one is chosen.
    pub fn agency_choices(&self, chosen: &str) -> Vec<Choice> {
        let gone = (!chosen.is_empty()
            && self
                .parties
                .iter()
                .all(|agency| agency.id.to_string() != chosen))
        .then(|| Choice::new(chosen, "An agency that takes no part any more"));
        self.parties
            .iter()
            .map(|agency| Choice::new(agency.id.to_string(), agency.name.clone()))
            .chain(gone)
            .collect()
    }
}
