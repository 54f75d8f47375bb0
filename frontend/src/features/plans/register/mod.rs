//! The register: every action of a plan, read by level of need, by outcome or by agency. It is loaded whole, once, and
//! narrowed in the browser; the address says how.

mod downloads;
mod panel;
pub mod query;
mod sections;
mod select;
mod sight;

use std::collections::HashSet;
use std::time::Duration;

use client::{ActionFilter, Client, Fault, Moment};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::ActionId;
use shared::plans::api::Register;
use shared::updates::api::CycleRef;

use super::moment::{AsAtBanner, MomentChooser};
use super::words::counted;
use crate::api;
use crate::live::{Changes, Unseen, touches_plan};
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{
    Announcer, Choice, EmptyState, Load, NavItem, PageHeading, SearchBox, Select, SelectedFilters,
    SubNavigation,
};
use downloads::Downloads;
use panel::{Panel, tags};
use query::{Filters, Reading, Sort};
use sections::Sections;
use select::{Index, Selection};
use sight::Arrangement;

/// How long a person pauses before the address says what they typed, and before the count is said.
const PAUSE: Duration = Duration::from_millis(600);

/// What the address chooses, and the way to choose otherwise.
#[derive(Clone, Copy)]
pub struct Chooser {
    plan: StoredValue<String>,
    filters: Memo<Filters>,
    go: Callback<(String, bool)>,
}

impl Chooser {
    fn new(plan: &str) -> Self {
        let (query, navigate) = (crate::routes::query(), use_navigate());
        Self {
            plan: StoredValue::new(plan.to_owned()),
            filters: Memo::new(move |_| query.with(|query| Filters::read(|key| query.get(key)))),
            go: Callback::new(move |(href, replace): (String, bool)| {
                let options = NavigateOptions {
                    scroll: false,
                    replace,
                    ..NavigateOptions::default()
                };
                navigate(&href, options);
            }),
        }
    }

    /// The register with a choice changed.
    pub fn href(self, edit: impl FnOnce(&mut Filters)) -> String {
        let mut filters = self.filters.get();
        edit(&mut filters);
        self.plan.with_value(|plan| filters.href(plan))
    }

    /// Changes a choice: a step that the browser's back button undoes.
    pub fn choose(self, edit: impl FnOnce(&mut Filters)) {
        let href = untrack(|| self.href(edit));
        self.go.run((href, false));
    }

    /// Changes a choice without a step of its own.
    fn refine(self, edit: impl FnOnce(&mut Filters)) {
        let href = untrack(|| self.href(edit));
        self.go.run((href, true));
    }

    /// What is chosen.
    pub fn filters(self) -> Memo<Filters> {
        self.filters
    }
}

/// The register, and which of its actions stand behind a figure of the board's page, where the address asks for those.
#[derive(Clone)]
struct Found {
    register: Register,
    asked: query::Behind,
    behind: Option<HashSet<ActionId>>,
}

async fn found(
    client: &Client,
    plan: &str,
    moment: Moment,
    behind: query::Behind,
) -> Result<HashSet<ActionId>, Fault> {
    let filter = ActionFilter {
        show: behind.show,
        from: behind.from,
        to: behind.to,
        ..ActionFilter::default()
    };
    let found = client.actions(plan, moment, &filter).await?;
    Ok(found.rows.into_iter().map(|row| row.id).collect())
}

/// The page.
#[component]
pub fn RegisterPage(plan: String) -> impl IntoView {
    let chooser = Chooser::new(&plan);
    // What the server finds; the rest is narrowed here.
    let asked = Memo::new(move |_| {
        chooser
            .filters
            .with(|filters| (filters.moment, filters.behind))
    });
    let register = api::load({
        let plan = plan.clone();
        move |client| {
            let (plan, (moment, behind)) = (plan.clone(), asked.get());
            async move {
                let register = client.register(&plan, moment).await?;
                let asked = behind;
                let behind = match asked.show {
                    None => None,
                    Some(_) => Some(found(&client, &plan, moment, asked).await?),
                };
                Ok(Found {
                    register,
                    asked,
                    behind,
                })
            }
        }
    });
    let answer = Signal::derive(move || register.get().and_then(Result::ok));
    let unseen = Unseen::of(move |event| {
        answer.with_untracked(|shown| {
            shown.as_ref().is_some_and(|shown| {
                shown.register.as_at.is_none() && touches_plan(event, Some(shown.register.plan.id))
            })
        })
    });
    let cycles = super::cycles_of(&plan);
    let empty = Empty::when(
        |found: &Found| found.register.rows.is_empty(),
        || {
            view! {
                <EmptyState title="This plan has no actions">
                    <p>"Actions come with the plan when it is imported. Ask the plan's coordinator which file was loaded."</p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading
            title="Actions"
            caption=Signal::derive(move || answer.with(|answer| answer.as_ref().map(|found| found.register.plan.title.clone())))
        />
        <AsAtBanner as_at=Signal::derive(move || answer.with(|answer| answer.as_ref().and_then(|found| found.register.as_at))) />
        <ReadingNav chooser />
        <Load resource=register empty children=move |found| view! { <Actions found chooser cycles /> } />
        <Changes unseen show=Callback::new(move |()| register.refetch()) />
    }
}

/// The three readings of the same actions.
#[component]
fn ReadingNav(chooser: Chooser) -> impl IntoView {
    move || {
        let items = Reading::ALL
            .into_iter()
            .map(|reading| {
                NavItem::new(
                    reading.label(),
                    chooser.href(|filters| filters.reading = reading),
                )
            })
            .collect();
        view! { <SubNavigation label="Ways to read the actions" items current=chooser.href(|_| {}) /> }
    }
}

#[component]
fn Actions(found: Found, chooser: Chooser, cycles: Signal<Vec<CycleRef>>) -> impl IntoView {
    let Found {
        register,
        asked,
        behind,
    } = found;
    let (all, cycle) = (register.rows.len(), register.cycle.clone());
    let plan = register.plan.clone();
    let index = StoredValue::new(Index::new(register, behind));
    let typed = typed_words(chooser);
    let selection = Memo::new(move |earlier: Option<&Selection>| {
        let filters = Filters {
            words: typed.get(),
            ..chooser.filters.get()
        };
        match earlier {
            // Other actions are on their way; until they are here, nothing is claimed of them.
            Some(earlier) if filters.behind != asked => earlier.clone(),
            _ => index.with_value(|index| index.select(&filters)),
        }
    });
    let way = Memo::new(move |_| {
        chooser
            .filters
            .with(|filters| (filters.reading, filters.sort))
    });
    let arranged = Memo::new(move |_| {
        let (reading, sort) = way.get();
        Arrangement {
            reading,
            sections: index.with_value(|index| index.arrange(reading, sort)),
        }
    });
    say_count(selection, all);
    let on_search = Callback::new(move |words| chooser.choose(|filters| filters.words = words));
    let tags = Signal::derive(move || index.with_value(|index| tags(index, chooser)));
    let cleared = Signal::derive(move || chooser.href(|filters| *filters = filters.cleared()));
    view! {
        <div class="tl-filtered">
            <div>
                <Panel index chooser />
                <MomentChooser cycles shown=Signal::stored(cycle) />
            </div>
            <div class="tl-register">
                <div class="tl-register__tools">
                    <SearchBox id="q" label="Search by reference, title or agency" value=typed on_search />
                    <SortSelect chooser />
                </div>
                <SelectedFilters tags clear=cleared />
                <p class="tl-register__count">{move || count_words(&selection.read(), all)}</p>
                <Downloads plan filters=chooser.filters />
                <Sections index arranged selection chooser />
                {move || (selection.read().shown == 0).then(|| view! { <NothingFound cleared /> })}
            </div>
        </div>
    }
}

#[component]
fn NothingFound(cleared: Signal<String>) -> impl IntoView {
    view! {
        <EmptyState title="No action fits">
            <p>
                "No action of the plan has everything that you chose. Take a filter away, or "
                <a href=move || cleared.get() data-noscroll="">
                    "show all actions"
                </a> "."
            </p>
        </EmptyState>
    }
}

#[component]
fn SortSelect(chooser: Chooser) -> impl IntoView {
    let value = RwSignal::new(String::new());
    Effect::new(move |_| value.set(chooser.filters.read().sort.key().to_owned()));
    let choices = Sort::ALL
        .into_iter()
        .map(|sort| Choice::new(sort.key(), sort.label()))
        .collect::<Vec<_>>();
    let on_change = Callback::new(move |key: String| {
        let sort = Sort::ALL
            .into_iter()
            .find(|sort| sort.key() == key)
            .unwrap_or_default();
        chooser.choose(|filters| filters.sort = sort);
    });
    view! { <Select id="sort" label="Sort by" value choices=Signal::stored(choices) on_change /> }
}

/// The words in the search box. The list follows them at once, the address after a pause; an address that changes by
/// itself, as with the back button, changes the box.
fn typed_words(chooser: Chooser) -> RwSignal<String> {
    let typed = RwSignal::new(chooser.filters.read_untracked().words.clone());
    let written = StoredValue::new(typed.get_untracked());
    let mut write = debounce(PAUSE, move |words: String| {
        written.set_value(words.clone());
        chooser.refine(|filters| filters.words = words);
    });
    Effect::new(move |earlier: Option<()>| {
        let words = typed.get();
        if earlier.is_some() && words != chooser.filters.read_untracked().words {
            write(words);
        }
    });
    Effect::new(move |_| {
        let words = chooser.filters.read().words.clone();
        if words != written.get_value() {
            written.set_value(words.clone());
            typed.set(words);
        }
    });
    typed
}

/// Says how many actions are shown, once the person has paused.
fn say_count(selection: Memo<Selection>, all: usize) {
    let announcer = use_context::<Announcer>();
    let mut say = debounce(PAUSE, move |words: String| {
        if let Some(announcer) = announcer {
            announcer.announce(words);
        }
    });
    Effect::new(move |earlier: Option<()>| {
        let words = count_words(&selection.read(), all);
        if earlier.is_some() {
            say(words);
        }
    });
}

fn count_words(selection: &Selection, all: usize) -> String {
    if selection.shown == all {
        format!("Showing {}", counted(all, "action"))
    } else {
        format!("Showing {} of {}", selection.shown, counted(all, "action"))
    }
}

/// The address of an action: by its reference where that is settled, else by its id.
pub fn action_href(plan: &str, reference: Option<&str>, id: shared::ids::ActionId) -> String {
    Route::Action {
        plan: plan.to_owned(),
        action: reference.map_or_else(|| id.to_string(), str::to_owned),
    }
    .href()
}
