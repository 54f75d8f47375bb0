use leptos::prelude::*;
use shared::audit::{acts_by_kind, label_of, label_of_kind};
use shared::auth::api::PersonList;

use crate::api::load;
use crate::listing::Choices;
use crate::session::Session;
use crate::ui::{Choice, FilterPanel, FilterTag, Load, Select, SelectedFilters};

/// The panel beside the log.
#[component]
pub fn Filters(choices: Choices) -> impl IntoView {
    let people = load(|client| async move { client.people().await });
    let (act, on_act) = choices.select("act");
    let (plan, on_plan) = choices.select("plan");
    let plans = plans();
    let several = plans.len() > 1;
    view! {
        <FilterPanel>
            <Select id="act" label="What was done" value=act choices=Signal::stored(acts()) on_change=on_act />
            <Load resource=people children=move |people: PersonList| view! { <ActorSelect people choices /> } />
            {several
                .then(|| {
                    view! { <Select id="plan" label="Plan" value=plan choices=Signal::stored(plans) on_change=on_plan /> }
                })}
        </FilterPanel>
    }
}

#[component]
fn ActorSelect(people: PersonList, choices: Choices) -> impl IntoView {
    let (actor, on_actor) = choices.select("actor");
    let people: Vec<Choice> = std::iter::once(Choice::new("", "Anybody"))
        .chain(
            people
                .items
                .into_iter()
                .map(|person| Choice::new(person.id.to_string(), person.name)),
        )
        .collect();
    view! { <Select id="actor" label="By whom" value=actor choices=Signal::stored(people) on_change=on_actor /> }
}

/// Every act under its kind; a kind stands for all of its acts.
fn acts() -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "Anything")];
    for (kind, label, acts) in acts_by_kind() {
        choices.push(Choice::new(kind, format!("{label}: all")));
        choices.extend(
            acts.into_iter()
                .map(|(act, label)| Choice::new(act, format!("\u{2003}{label}"))),
        );
    }
    choices
}

fn plans() -> Vec<Choice> {
    let view = untrack(|| Session::here().view());
    let plans = view
        .into_iter()
        .flat_map(|view| view.plans)
        .map(|plan| Choice::new(plan.id.to_string(), plan.title));
    std::iter::once(Choice::new("", "Any plan"))
        .chain(plans)
        .collect()
}

/// What narrows the log now, each with the way to undo it.
#[component]
pub fn Chosen(choices: Choices) -> impl IntoView {
    let tags = Signal::derive(move || {
        let act = choices.get("act");
        let act = label_of(&act)
            .or_else(|| label_of_kind(&act))
            .map(str::to_owned)
            .or((!act.is_empty()).then_some(act));
        let chosen =
            |key: &str, words: &str| (!choices.get(key).is_empty()).then(|| words.to_owned());
        [
            ("act", "What", act),
            ("actor", "By", chosen("actor", "one person")),
            ("plan", "Plan", chosen("plan", "one plan")),
            ("subject", "On", chosen("subject", "one record")),
        ]
        .into_iter()
        .filter_map(|(key, group, value)| {
            Some(FilterTag {
                group: group.to_owned(),
                value: value?,
                href: choices.href(&[(key, ""), ("cursor", "")]),
            })
        })
        .collect()
    });
    view! { <SelectedFilters tags clear=Signal::derive(move || choices.cleared()) /> }
}
