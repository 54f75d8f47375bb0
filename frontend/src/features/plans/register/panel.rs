//! The filters beside the register, and the tags that say what is chosen.

use leptos::prelude::*;
use shared::plans::api::RegisterRow;
use shared::updates::{Brag, brag_label};

use super::Chooser;
use super::query::{Behind, FactsPick, Filters, Findings, Pick, StatePick};
use super::select::Index;
use crate::ui::{Choice, FilterPanel, FilterTag, Select};

/// The filters.
#[component]
pub fn Panel(index: StoredValue<Index>, chooser: Chooser) -> impl IntoView {
    let choices = index.with_value(Choices::of);
    let read = move |text: &'static str, of: fn(&Filters) -> String| {
        (text, Memo::new(move |_| of(&chooser.filters().read())))
    };
    let (level, level_now) = read("level", |f| f.level.text(|id| id.to_string()));
    let (outcome, outcome_now) = read("outcome", |f| f.outcome.text(|id| id.to_string()));
    let (agency, agency_now) = read("agency", |f| f.agency.text(|id| id.to_string()));
    let (involving, involving_now) = read("involving", |f| f.involving.text(|id| id.to_string()));
    let (rating, rating_now) = read("rating", |f| f.rating.text(|brag| brag.code().to_owned()));
    let (state, state_now) = read("state", |f| f.state.key().to_owned());
    let (facts, facts_now) = read("facts", |f| f.facts.key().to_owned());
    let (findings, findings_now) = read("findings", |f| f.findings.key().to_owned());
    view! {
        <FilterPanel>
            <Filter id=level label="Level of need" now=level_now choices=choices.levels chooser />
            <Filter id=outcome label="Outcome" now=outcome_now choices=choices.outcomes chooser />
            <Filter id=agency label="Led by" now=agency_now choices=choices.leading chooser />
            <Filter id=involving label="Involving" now=involving_now choices=choices.agencies chooser />
            <Filter id=rating label="Rating" now=rating_now choices=choices.ratings chooser />
            <Filter id=state label="State" now=state_now choices=choices.states chooser />
            <Filter id=facts label="Dates and rating" now=facts_now choices=choices.facts chooser />
            <Filter id=findings label="Findings" now=findings_now choices=choices.findings chooser />
        </FilterPanel>
    }
}

/// One filter. Choosing changes its key in the address and reads the whole of it again.
#[component]
fn Filter(
    id: &'static str,
    label: &'static str,
    now: Memo<String>,
    choices: Vec<Choice>,
    chooser: Chooser,
) -> impl IntoView {
    let value = RwSignal::new(now.get_untracked());
    Effect::new(move |_| value.set(now.get()));
    let on_change = Callback::new(move |chosen: String| {
        chooser.choose(|filters| {
            let read = Filters::read(|key| (key == id).then(|| chosen.clone()));
            match id {
                "level" => filters.level = read.level,
                "outcome" => filters.outcome = read.outcome,
                "agency" => filters.agency = read.agency,
                "involving" => filters.involving = read.involving,
                "rating" => filters.rating = read.rating,
                "state" => filters.state = read.state,
                "facts" => filters.facts = read.facts,
                _ => filters.findings = read.findings,
            }
        });
    });
    view! { <Select id label value choices=Signal::stored(choices) on_change /> }
}

/// What each filter offers.
struct Choices {
    levels: Vec<Choice>,
    outcomes: Vec<Choice>,
    leading: Vec<Choice>,
    agencies: Vec<Choice>,
    ratings: Vec<Choice>,
    states: Vec<Choice>,
    facts: Vec<Choice>,
    findings: Vec<Choice>,
}

impl Choices {
    fn of(index: &Index) -> Self {
        let register = &index.register;
        let leading: std::collections::HashSet<_> = register
            .rows
            .iter()
            .flat_map(RegisterRow::answering)
            .collect();
        let agency = |agency: &shared::agencies::api::AgencyRef| {
            Choice::new(agency.id.to_string(), agency.name.clone())
        };
        let ratings = crate::features::rating::RATINGS
            .into_iter()
            .map(|rating| Choice::new(rating.map_or("none", Brag::code), brag_label(rating)));
        Self {
            levels: offered(
                "Any level",
                register.levels.iter().map(|level| {
                    Choice::new(
                        level.id.to_string(),
                        format!("{}. {}", level.number, level.name),
                    )
                }),
                register
                    .rows
                    .iter()
                    .any(|row| row.level.is_none())
                    .then_some("No level of need"),
            ),
            outcomes: offered(
                "Any outcome",
                register
                    .outcomes
                    .iter()
                    .map(|outcome| Choice::new(outcome.id.to_string(), outcome.name.clone())),
                register
                    .rows
                    .iter()
                    .any(|row| row.outcomes.is_empty())
                    .then_some("No outcome"),
            ),
            leading: offered(
                "Any agency",
                register
                    .agencies
                    .iter()
                    .filter(|one| leading.contains(&one.id))
                    .map(agency),
                register
                    .rows
                    .iter()
                    .any(|row| row.answering().next().is_none())
                    .then_some("Nobody"),
            ),
            agencies: offered("Any agency", register.agencies.iter().map(agency), None),
            ratings: offered("Any rating", ratings, None),
            states: StatePick::all()
                .into_iter()
                .map(|pick| Choice::new(pick.key(), pick.label()))
                .collect(),
            facts: vec![
                Choice::new(FactsPick::Any.key(), "The same or not"),
                Choice::new(FactsPick::Differ.key(), "Rated otherwise"),
            ],
            findings: vec![
                Choice::new(Findings::Any.key(), "With or without"),
                Choice::new(Findings::Open.key(), "With findings to decide"),
            ],
        }
    }
}

fn offered(any: &str, choices: impl Iterator<Item = Choice>, none: Option<&str>) -> Vec<Choice> {
    std::iter::once(Choice::new("", any))
        .chain(choices)
        .chain(none.map(|words| Choice::new("none", words)))
        .collect()
}

/// What is chosen, each with the address without it.
pub fn tags(index: &Index, chooser: Chooser) -> Vec<FilterTag> {
    let filters = chooser.filters().get();
    let without = |edit: fn(&mut Filters)| chooser.href(edit);
    let register = &index.register;
    let level = picked(filters.level, "None", |id| {
        let level = register.levels.iter().find(|level| level.id == id)?;
        Some(level.name.clone())
    });
    let outcome = picked(filters.outcome, "None", |id| {
        let outcome = register.outcomes.iter().find(|outcome| outcome.id == id)?;
        Some(outcome.name.clone())
    });
    let name = |id| index.agency(id).map(|agency| agency.name.clone());
    let rating = picked(filters.rating, brag_label(None), |brag| {
        Some(brag.label().to_owned())
    });
    let state = (filters.state != StatePick::Any).then(|| filters.state.label().to_owned());
    let findings = (filters.findings == Findings::Open).then(|| "To decide".to_owned());
    let facts = (filters.facts == FactsPick::Differ).then(|| "Rated otherwise".to_owned());
    let words = (!filters.words.is_empty()).then(|| filters.words.clone());
    [
        ("Level of need", level, without(|f| f.level = Pick::Any)),
        ("Outcome", outcome, without(|f| f.outcome = Pick::Any)),
        (
            "Led by",
            picked(filters.agency, "Nobody", name),
            without(|f| f.agency = Pick::Any),
        ),
        (
            "Involving",
            picked(filters.involving, "Nobody", name),
            without(|f| f.involving = Pick::Any),
        ),
        ("Rating", rating, without(|f| f.rating = Pick::Any)),
        ("State", state, without(|f| f.state = StatePick::Any)),
        (
            "Dates and rating",
            facts,
            without(|f| f.facts = FactsPick::Any),
        ),
        (
            "Findings",
            findings,
            without(|f| f.findings = Findings::Any),
        ),
        (
            "Board's page",
            filters.behind.words(),
            without(|f| f.behind = Behind::default()),
        ),
        ("Words", words, without(|f| f.words.clear())),
    ]
    .into_iter()
    .filter_map(|(group, value, href)| {
        Some(FilterTag {
            group: group.to_owned(),
            value: value?,
            href,
        })
    })
    .collect()
}

/// The words for a choice; none where nothing is chosen. What the plan no longer has is said to be unknown.
fn picked<T>(pick: Pick<T>, none: &str, name: impl Fn(T) -> Option<String>) -> Option<String> {
    match pick {
        Pick::Any => None,
        Pick::Without => Some(none.to_owned()),
        Pick::Only(one) => Some(name(one).unwrap_or_else(|| "Not in this plan".to_owned())),
    }
}
