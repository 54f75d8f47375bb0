use leptos::prelude::*;
use shared::pathways::PathwayFilter;
use shared::pathways::api::PathwaySummary;
use shared::services::HIGHEST_LEVEL;

use crate::listing::Choices;
use crate::ui::{Choice, FilterPanel, FilterTag, Select, SelectedFilters};

/// What narrows the list, as it stands in the address.
pub const KEYS: [&str; 6] = ["q", "level", "outcome", "group", "stages", "as_at"];
/// Pathways with stages, and without.
const WITH: &str = "with";
const WITHOUT: &str = "without";

/// What the address asks for. A value that cannot be read asks for nothing.
pub fn filter(choices: Choices) -> PathwayFilter {
    PathwayFilter {
        level: choices.get("level").parse().ok(),
        outcome: choices.get("outcome").parse().ok(),
        group: choices.get("group").parse().ok(),
        text: Some(choices.get("q")).filter(|words| !words.trim().is_empty()),
        staged: staged(&choices.get("stages")),
    }
}

fn staged(chosen: &str) -> Option<bool> {
    match chosen {
        WITH => Some(true),
        WITHOUT => Some(false),
        _ => None,
    }
}

fn with_first(first: &str, rest: impl IntoIterator<Item = Choice>) -> Signal<Vec<Choice>> {
    Signal::stored(
        std::iter::once(Choice::new("", first))
            .chain(rest)
            .collect(),
    )
}

/// Things by id and name, each once, by name.
fn offered(named: impl Iterator<Item = (String, String)>) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    for (id, name) in named {
        if found.iter().all(|choice| choice.value != id) {
            found.push(Choice::new(id, name));
        }
    }
    found.sort_by(|a, b| a.label.cmp(&b.label));
    found
}

fn outcomes(items: &[PathwaySummary]) -> Vec<Choice> {
    let named = items.iter().flat_map(|item| &item.outcomes);
    offered(named.map(|outcome| (outcome.id.to_string(), outcome.name.clone())))
}

fn groups(items: &[PathwaySummary]) -> Vec<Choice> {
    let named = items.iter().flat_map(|item| &item.groups);
    offered(named.map(|group| (group.id.to_string(), group.name.clone())))
}

/// The panel beside the list.
#[component]
pub fn Filters(choices: Choices, items: StoredValue<Vec<PathwaySummary>>) -> impl IntoView {
    let (level, on_level) = choices.select("level");
    let (outcome, on_outcome) = choices.select("outcome");
    let (group, on_group) = choices.select("group");
    let (stages, on_stages) = choices.select("stages");
    let levels =
        (1..=HIGHEST_LEVEL).map(|level| Choice::new(level.to_string(), format!("Level {level}")));
    let outcomes = items.with_value(|items| outcomes(items));
    let groups = items.with_value(|items| groups(items));
    let shown = [
        Choice::new(WITH, "With stages"),
        Choice::new(WITHOUT, "Without stages yet"),
    ];
    view! {
        <FilterPanel>
            <Select id="level" label="Level of need" value=level choices=with_first("Any level", levels) on_change=on_level />
            <Select
                id="outcome"
                label="Outcome"
                value=outcome
                choices=with_first("Any outcome", outcomes)
                on_change=on_outcome
            />
            {(!groups.is_empty())
                .then(|| {
                    view! {
                        <Select
                            id="group"
                            label="Group at risk"
                            value=group
                            choices=with_first("Any group", groups)
                            on_change=on_group
                        />
                    }
                })}
            <Select id="stages" label="Stages" value=stages choices=with_first("All pathways", shown) on_change=on_stages />
        </FilterPanel>
    }
}

/// What narrows the list now, each with the way to undo it.
#[component]
pub fn Chosen(choices: Choices, items: StoredValue<Vec<PathwaySummary>>) -> impl IntoView {
    let tags = Signal::derive(move || {
        let filled = |key: &str| Some(choices.get(key)).filter(|value| !value.is_empty());
        let named = |key: &str, of: fn(&[PathwaySummary]) -> Vec<Choice>| {
            let id = filled(key)?;
            let all = items.with_value(|items| of(items));
            all.into_iter()
                .find(|choice| choice.value == id)
                .map(|choice| choice.label)
        };
        let stages = staged(&choices.get("stages")).map(|with| {
            if with {
                "With stages"
            } else {
                "Without stages yet"
            }
            .to_owned()
        });
        [
            ("q", "Words", filled("q")),
            ("level", "Level", filled("level")),
            ("outcome", "Outcome", named("outcome", outcomes)),
            ("group", "Group at risk", named("group", groups)),
            ("stages", "Stages", stages),
        ]
        .into_iter()
        .filter_map(|(key, group, value)| {
            Some(FilterTag {
                group: group.to_owned(),
                value: value?,
                href: choices.href(&[(key, "")]),
            })
        })
        .collect()
    });
    view! { <SelectedFilters tags clear=Signal::derive(move || choices.cleared()) /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pathways_are_told_apart_by_their_stages_only_where_that_is_chosen() {
        assert_eq!(staged("with"), Some(true));
        assert_eq!(staged("without"), Some(false));
        assert_eq!(staged(""), None);
        assert_eq!(staged("nonsense"), None);
    }

    #[test]
    fn a_choice_is_offered_once() {
        let named = [("2", "B"), ("1", "A"), ("2", "B")];
        let named = named.map(|(id, name)| (id.to_owned(), name.to_owned()));
        assert_eq!(
            offered(named.into_iter()),
            vec![Choice::new("1", "A"), Choice::new("2", "B")]
        );
    }
}
