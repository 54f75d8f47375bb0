//! Words, marks and names that the pages of a step-down plan share.

use std::collections::HashMap;

use leptos::prelude::*;
use shared::ids::{AgencyId, ServiceId};
use shared::step_down::{ReviewFinding, StepDownState, VersionStage};

use crate::ui::{Tag, TagColour, Tone};

/// What the services and agencies that a plan names are called.
#[derive(Clone, Debug, Default)]
pub struct Names {
    services: HashMap<ServiceId, String>,
    agencies: HashMap<AgencyId, String>,
}

impl Names {
    /// Those that are known.
    pub fn of(
        services: impl IntoIterator<Item = (ServiceId, String)>,
        agencies: impl IntoIterator<Item = (AgencyId, String)>,
    ) -> Self {
        Self {
            services: services.into_iter().collect(),
            agencies: agencies.into_iter().collect(),
        }
    }

    /// What a service is called.
    pub fn service(&self, id: ServiceId) -> String {
        self.services
            .get(&id)
            .cloned()
            .unwrap_or_else(|| "A service that is no longer in the directory".to_owned())
    }

    /// What an agency is called.
    pub fn agency(&self, id: AgencyId) -> String {
        self.agencies
            .get(&id)
            .cloned()
            .unwrap_or_else(|| "An agency that takes no part any more".to_owned())
    }
}

/// How a plan stands.
#[component]
pub fn StateTag(state: StepDownState) -> impl IntoView {
    let colour = match state {
        StepDownState::Draft | StepDownState::Stopped => TagColour::Grey,
        StepDownState::Proposed | StepDownState::ReEntered => TagColour::Amber,
        StepDownState::Agreed | StepDownState::SteppingDown => TagColour::Teal,
        StepDownState::Sustained => TagColour::Green,
        StepDownState::Closed => TagColour::Blue,
    };
    view! { <Tag colour word=state.label() /> }
}

/// How a version stands.
#[component]
pub fn StageTag(stage: VersionStage) -> impl IntoView {
    let colour = match stage {
        VersionStage::Draft | VersionStage::Superseded | VersionStage::Dropped => TagColour::Grey,
        VersionStage::Proposed => TagColour::Amber,
        VersionStage::InForce => TagColour::Green,
    };
    view! { <Tag colour word=stage.label() /> }
}

/// The shape and colour of what a review found.
pub const fn tone(finding: ReviewFinding) -> Tone {
    match finding {
        ReviewFinding::Holding => Tone::Good,
        ReviewFinding::Wobbling => Tone::Watch,
        ReviewFinding::Struggling => Tone::Bad,
    }
}

/// What happened to a plan, by the word of its event.
pub fn happened(event: &str) -> &'static str {
    match event {
        "begin" => "The plan was begun",
        "save" => "The plan was written",
        "revise" => "A new version was begun",
        "drop" => "The new version was given up",
        "propose" => "It was proposed",
        "ask_for_change" => "A change was asked for",
        "accept" => "It was accepted",
        "parties_changed" => "Who takes part has changed",
        "step_down" => "Support began to be reduced",
        "duty" => "Something that was owed was done",
        "review" => "A review was held",
        "miss_review" => "A review was not held",
        "sustain" => "What was reached has held",
        "close" => "The plan was closed",
        "re_enter" => "The young person came back in",
        "stop" => "The plan was stopped",
        _ => "Something else happened",
    }
}

/// Names in a row: "a, b and c".
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn names_read_as_a_sentence() {
        let names = |many: &[&str]| {
            let owned: Vec<String> = many.iter().map(|name| (*name).to_owned()).collect();
            listed(&owned)
        };
        assert_eq!(names(&[]), "");
        assert_eq!(names(&["A"]), "A");
        assert_eq!(names(&["A", "B"]), "A and B");
        assert_eq!(names(&["A", "B", "C"]), "A, B and C");
    }
}
