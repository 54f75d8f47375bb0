use client::ServiceFilter;
use leptos::prelude::*;
use shared::services::api::{ServiceChoices, ServiceList};
use shared::services::{HIGHEST_LEVEL, ServiceKind, Standing, WayIn};

use crate::api::load;
use crate::listing::Choices;
use crate::ui::{Choice, FilterPanel, FilterTag, Load, Select, SelectedFilters};

/// What narrows the directory, as it stands in the address.
pub const KEYS: [&str; 9] = [
    "q", "level", "age", "area", "provider", "kind", "way", "show", "cursor",
];
/// The choice that shows services however they stand. Without a choice those of today are shown.
const ALL: &str = "all";
/// The ages that can be chosen, in years.
const AGES: std::ops::RangeInclusive<i32> = 0..=25;

/// What the address asks for. A value that cannot be read asks for nothing.
pub fn filter(choices: Choices) -> ServiceFilter {
    let filled = |key: &str| Some(choices.get(key)).filter(|value| !value.is_empty());
    ServiceFilter {
        q: filled("q"),
        level: choices.get("level").parse().ok(),
        age: choices.get("age").parse().ok(),
        area: filled("area"),
        provider: choices.get("provider").parse().ok(),
        kind: ServiceKind::from_code(&choices.get("kind")),
        way_in: WayIn::from_code(&choices.get("way")),
        standing: standing(&choices.get("show")),
        cursor: filled("cursor"),
        limit: None,
        count: true,
        choices: false,
    }
}

fn standing(shown: &str) -> Option<Standing> {
    if shown == ALL {
        None
    } else {
        Some(Standing::from_code(shown).unwrap_or(Standing::Open))
    }
}

fn with_first(first: &str, rest: impl Iterator<Item = Choice>) -> Signal<Vec<Choice>> {
    Signal::stored(
        std::iter::once(Choice::new("", first))
            .chain(rest)
            .collect(),
    )
}

/// The panel beside the list.
#[component]
pub fn Filters(choices: Choices) -> impl IntoView {
    let offered = load(|client| async move {
        let filter = ServiceFilter {
            limit: Some(1),
            choices: true,
            ..ServiceFilter::default()
        };
        client.services(&filter).await
    });
    let (level, on_level) = choices.select("level");
    let (age, on_age) = choices.select("age");
    let (way, on_way) = choices.select("way");
    let (kind, on_kind) = choices.select("kind");
    let (show, on_show) = choices.select("show");
    let levels =
        (1..=HIGHEST_LEVEL).map(|level| Choice::new(level.to_string(), format!("Level {level}")));
    let ages = AGES.map(|age| Choice::new(age.to_string(), age.to_string()));
    let ways = WayIn::ALL
        .iter()
        .map(|way| Choice::new(way.code(), way.label()));
    let kinds = kinds().into_iter();
    let shown = [
        Choice::new(Standing::Planned.code(), "Planned"),
        Choice::new(Standing::Closed.code(), "Closed"),
        Choice::new(ALL, "All, whenever they are open"),
    ];
    view! {
        <FilterPanel>
            <Select id="level" label="Level of need" value=level choices=with_first("Any level", levels) on_change=on_level />
            <Select id="age" label="Age" value=age choices=with_first("Any age", ages) on_change=on_age />
            <Select id="way" label="Who can ask for it" value=way choices=with_first("Anybody", ways) on_change=on_way />
            <Load resource=offered children=move |list: ServiceList| view! { <Offered offered=list.choices choices /> } />
            <Select id="kind" label="Kind" value=kind choices=with_first("Any kind", kinds) on_change=on_kind />
            <Select
                id="show"
                label="Show"
                value=show
                choices=with_first("Open today", shown.into_iter())
                on_change=on_show
            />
        </FilterPanel>
    }
}

/// Every kind as a choice, by its words.
pub fn kinds() -> Vec<Choice> {
    let mut kinds: Vec<Choice> = ServiceKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind.label()))
        .collect();
    kinds.sort_by(|a, b| a.label.cmp(&b.label));
    kinds
}

#[component]
fn Offered(offered: Option<ServiceChoices>, choices: Choices) -> impl IntoView {
    let offered = offered.unwrap_or(ServiceChoices {
        providers: Vec::new(),
        areas: Vec::new(),
    });
    let (provider, on_provider) = choices.select("provider");
    let (area, on_area) = choices.select("area");
    let providers = offered
        .providers
        .into_iter()
        .map(|agency| Choice::new(agency.id.to_string(), agency.name));
    let several = !offered.areas.is_empty();
    let areas = offered
        .areas
        .into_iter()
        .map(|area| Choice::new(area.clone(), area));
    let areas = with_first("Anywhere", areas);
    view! {
        <Select
            id="provider"
            label="Provider"
            value=provider
            choices=with_first("Any provider", providers)
            on_change=on_provider
        />
        {several.then(|| view! { <Select id="area" label="Area" value=area choices=areas on_change=on_area /> })}
    }
}

/// What narrows the list now, each with the way to undo it.
#[component]
pub fn Chosen(choices: Choices) -> impl IntoView {
    let tags = Signal::derive(move || {
        let filled = |key: &str| Some(choices.get(key)).filter(|value| !value.is_empty());
        let shown = filled("show").map(|shown| match standing(&shown) {
            Some(standing) => standing.label().to_owned(),
            None => "all".to_owned(),
        });
        let kind = ServiceKind::from_code(&choices.get("kind")).map(|kind| kind.label().to_owned());
        let way = WayIn::from_code(&choices.get("way")).map(|way| way.label().to_owned());
        [
            ("q", "Words", filled("q")),
            ("level", "Level", filled("level")),
            ("age", "Age", filled("age")),
            ("way", "Asked for by", way),
            (
                "provider",
                "Provider",
                filled("provider").map(|_| "one agency".to_owned()),
            ),
            ("area", "Area", filled("area")),
            ("kind", "Kind", kind),
            ("show", "Show", shown),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_of_today_are_shown_unless_something_else_is_chosen() {
        assert_eq!(standing(""), Some(Standing::Open));
        assert_eq!(standing("closed"), Some(Standing::Closed));
        assert_eq!(standing("all"), None);
        assert_eq!(standing("nonsense"), Some(Standing::Open));
    }
}
