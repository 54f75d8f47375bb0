use client::Search;
use leptos::prelude::*;
use shared::search::api::{SearchAnswer, SearchGroup};
use shared::search::{SearchKind, Unsearchable, Wanted};

use super::hit::Hit;
use crate::api::load;
use crate::features::plans::counted;
use crate::listing::{Choices, cursor_of};
use crate::routes::Route;
use crate::ui::{Announcer, EmptyState, InsetText, Load, PageHeading, Pagination};

const KEYS: [&str; 4] = ["q", "kind", "plan", "cursor"];

/// How many of each kind stand on the page that shows all kinds.
const FEW: u16 = 5;
/// How many stand on a page of one kind.
const MANY: u16 = 25;

/// What was found, by kind.
#[component]
pub fn SearchPage() -> impl IntoView {
    let choices = Choices::of(Route::Search.href(), &KEYS);
    let words = Memo::new(move |_| choices.get("q"));
    let title = Signal::derive(move || {
        words.with(|words| match words.trim() {
            "" => "Search".to_owned(),
            words => format!("Search for {words}"),
        })
    });
    view! {
        <PageHeading title />
        {move || match words.with(|words| Wanted::read(words)) {
            Err(fault) => view! { <Nothing fault /> }.into_any(),
            Ok(_) => view! { <Answer choices /> }.into_any(),
        }}
    }
}

/// Why these words cannot be looked for.
#[component]
fn Nothing(fault: Unsearchable) -> impl IntoView {
    view! {
        <p class="govuk-body">{fault.sentence()}</p>
        <p class="govuk-body">"The box is at the top of the page."</p>
    }
}

#[component]
fn Answer(choices: Choices) -> impl IntoView {
    let answer = load(move |client| {
        let search = asked(choices);
        async move { client.search(&search).await }
    });
    view! {
        <Load resource=answer children=move |answer: SearchAnswer| view! { <Groups answer choices /> } />
    }
}

/// What the address asks for. A value that cannot be read asks for nothing.
fn asked(choices: Choices) -> Search {
    let filled = |key: &str| Some(choices.get(key)).filter(|value| !value.is_empty());
    let kind = SearchKind::from_code(&choices.get("kind"));
    Search {
        q: choices.get("q"),
        kind,
        plan: filled("plan"),
        limit: Some(if kind.is_some() { MANY } else { FEW }),
        cursor: filled("cursor").filter(|_| kind.is_some()),
    }
}

#[component]
fn Groups(answer: SearchAnswer, choices: Choices) -> impl IntoView {
    let SearchAnswer {
        looked_for,
        left_out,
        groups,
    } = answer;
    let found: u64 = groups.iter().map(|group| group.count).sum();
    let said = match found {
        0 => "Nothing was found".to_owned(),
        found => format!(
            "{} found",
            counted(usize::try_from(found).unwrap_or(usize::MAX), "record")
        ),
    };
    if let Some(announcer) = use_context::<Announcer>() {
        announcer.announce(said.clone());
    }
    let narrowed = untrack(|| !choices.get("kind").is_empty());
    let groups = groups
        .into_iter()
        .filter(|group| group.count > 0)
        .map(|group| view! { <Group group choices narrowed /> })
        .collect_view();
    view! {
        {narrowed
            .then(|| {
                view! {
                    <p class="govuk-body">
                        <a href=move || choices.href(&[("kind", ""), ("cursor", "")])>"Results of every kind"</a>
                    </p>
                }
            })}
        {(!left_out.is_empty() && !looked_for.is_empty())
            .then(|| {
                view! {
                    <InsetText>
                        {format!("Left out because they stand nearly everywhere: {}. Put quotation marks around words that belong together.", left_out.join(", "))}
                    </InsetText>
                }
            })}
        {if found == 0 {
            view! { <NothingFound common=looked_for.is_empty() && !left_out.is_empty() /> }.into_any()
        } else {
            view! {
                <p class="govuk-body tl-muted">{said}</p>
                {groups}
            }
                .into_any()
        }}
    }
}

#[component]
fn NothingFound(common: bool) -> impl IntoView {
    let words = if common {
        "These words stand in nearly every text. Add one that says more."
    } else {
        "Every word has to be found in the same record. Try fewer words, or another one for the same thing. Earlier names and earlier states are not searched."
    };
    view! {
        <EmptyState title="Nothing was found">
            <p>{words}</p>
        </EmptyState>
    }
}

/// One kind of record: the best of them, and the way to the rest.
#[component]
fn Group(group: SearchGroup, choices: Choices, narrowed: bool) -> impl IntoView {
    let SearchGroup {
        kind,
        count,
        items,
        next,
    } = group;
    let shown = items.len() as u64;
    let hits = items
        .into_iter()
        .map(|hit| view! { <Hit hit kind /> })
        .collect_view();
    let id = format!("found-{}", kind.code());
    let heading = id.clone();
    let previous = Signal::stored(None::<String>);
    let next = next.as_deref().and_then(cursor_of);
    let next = Signal::derive(move || {
        next.as_deref()
            .filter(|_| narrowed)
            .map(|cursor| choices.href(&[("cursor", cursor)]))
    });
    view! {
        <section class="tl-found" aria-labelledby=id>
            <h2 class="govuk-heading-m" id=heading>
                {kind.label()} " " <span class="tl-muted">{count}</span>
            </h2>
            <ol class="tl-found__list">{hits}</ol>
            {(!narrowed && shown < count)
                .then(|| {
                    view! {
                        <p class="govuk-body">
                            <a href=move || {
                                choices.href(&[("kind", kind.code())])
                            }>{format!("All {count} {}", kind.label().to_lowercase())}</a>
                        </p>
                    }
                })}
            <Pagination previous next />
        </section>
    }
}
