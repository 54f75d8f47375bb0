//! The guide to the levels of need: who helps, what good looks like, how many children, and what stands at each.

use leptos::prelude::*;
use shared::needs::api::{LevelGuide, LevelsGuide, ServicesFound};
use shared::plans::api::ActionRef;

use super::figures::Figures;
use super::offered::{Count, Gaps, Listed, actions, pathway, service};
use crate::api;
use crate::features::plans::about::AboutNav;
use crate::features::plans::register::query::{Filters, Pick};
use crate::routes::{Route, with_query};
use crate::ui::load::Empty;
use crate::ui::table::Caption;
use crate::ui::{Cell, Column, EmptyState, Load, PageHeading, RowHeader, Table};

static LEVEL: Column = Column::words("level", "Level");
static CHILDREN: Column = Column::words("children", "How many children");
static ACTIONS: Column = Column::figures("actions", "Actions");
static PATHWAYS: Column = Column::figures("pathways", "Pathways");
static SERVICES: Column = Column::figures("services", "Services open today");
static COLUMNS: [Column; 5] = [LEVEL, CHILDREN, ACTIONS, PATHWAYS, SERVICES];

/// The page.
#[component]
pub fn LevelsPage(plan: String) -> impl IntoView {
    let guide = api::load({
        let plan = plan.clone();
        move |client| {
            let plan = plan.clone();
            async move { client.levels(&plan).await }
        }
    });
    let caption = Signal::derive(move || {
        guide
            .get()
            .and_then(Result::ok)
            .map(|guide| guide.plan.title)
    });
    let current = Route::Levels { plan: plan.clone() };
    let empty = Empty::when(
        |guide: &LevelsGuide| guide.levels.is_empty(),
        || {
            view! {
                <EmptyState title="No levels of need">
                    <p>"The plan file names none."</p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Levels of need" caption />
        <AboutNav plan current />
        <Load resource=guide empty children=|guide| view! { <Guide guide /> } />
    }
}

#[component]
fn Guide(guide: LevelsGuide) -> impl IntoView {
    let LevelsGuide {
        plan,
        levels,
        figures,
        unplaced_actions,
        unplaced_services,
    } = guide;
    let rows = levels
        .iter()
        .map(|level| view! { <LevelRow plan=plan.slug.clone() level=level.clone() /> })
        .collect_view();
    let sections = levels
        .into_iter()
        .map(|level| view! { <Level plan=plan.slug.clone() level /> })
        .collect_view();
    view! {
        <p class="govuk-body tl-measure">
            "Who helps at each level, what good help looks like, and what the plan and the directory have there. How many children is told as the papers print it."
        </p>
        <Table caption="The levels of need" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
        <ol class="tl-entries tl-needs">{sections}</ol>
        {(!figures.is_empty())
            .then(|| {
                view! {
                    <section aria-labelledby="figures-title">
                        <h2 class="govuk-heading-m" id="figures-title">
                            "Children in general, as the papers print it"
                        </h2>
                        <Figures figures />
                    </section>
                }
            })}
        <Unplaced plan=plan.slug actions=unplaced_actions services=unplaced_services />
    }
}

fn anchor(number: i32, part: &str) -> String {
    format!("level-{number}-{part}")
}

/// The actions of a level in the register.
fn register(plan: &str, level: &LevelGuide) -> String {
    Filters {
        level: Pick::Only(level.id),
        ..Filters::default()
    }
    .href(plan)
}

/// The services of a level in the directory, which shows those of today.
fn directory(number: i32) -> String {
    with_query(
        &Route::Services.href(),
        [("level", number.to_string().as_str())],
    )
}

/// The pathways that pass through a level, in the list of all.
fn list(plan: &str, number: i32) -> String {
    let route = Route::Pathways {
        plan: plan.to_owned(),
    };
    with_query(&route.href(), [("level", number.to_string().as_str())])
}

#[component]
fn LevelRow(plan: String, level: LevelGuide) -> impl IntoView {
    let number = level.number;
    let of = |what: &str| format!(" {what} at level {number}");
    let name = format!("Level {number}: {}", level.name);
    let (guide, all) = (format!("#{}", anchor(number, "guide")), list(&plan, number));
    let recommended =
        view! { <Count count=level.actions.len() href=register(&plan, &level) of=of("actions") /> };
    let passing = view! { <Count count=level.pathways.len() href=all of=of("pathways") /> };
    let open = usize::try_from(level.services.open).unwrap_or(usize::MAX);
    let services =
        view! { <Count count=open href=directory(number) of=of("services open today") /> };
    let children = level.share.unwrap_or_else(|| "Not stated".to_owned());
    view! {
        <tr role="row">
            <RowHeader of=&LEVEL>
                <a href=guide rel="external">
                    {name}
                </a>
            </RowHeader>
            <Cell of=&CHILDREN>{children}</Cell>
            <Cell of=&ACTIONS>{recommended}</Cell>
            <Cell of=&PATHWAYS>{passing}</Cell>
            <Cell of=&SERVICES>{services}</Cell>
        </tr>
    }
}

#[component]
fn Level(plan: String, level: LevelGuide) -> impl IntoView {
    let LevelGuide {
        number,
        name,
        description,
        share,
        difficulties,
        delivered_by,
        relies_on,
        actions: recommended,
        pathways: passing,
        services,
        gaps,
        ..
    } = level;
    let passing = passing.iter().map(|one| pathway(&plan, one)).collect();
    let services = told(&services, &directory(number));
    view! {
        <li class="tl-entry" id=anchor(number, "guide") tabindex="-1">
            <span class="tl-entry__number" aria-hidden="true">
                {number}
            </span>
            <div class="tl-entry__words">
                <h2 class="tl-entry__title">
                    <span class="govuk-visually-hidden">{format!("Level {number}: ")}</span>
                    {name}
                </h2>
                <p class="tl-prose">{description}</p>
                {share.map(|share| view! { <p class="tl-entry__note">"How many children: " {share}</p> })}
                <Gaps gaps />
                <div class="tl-columns tl-entry__lists">
                    <Lines title="What children meet" items=difficulties />
                    <Lines title="Who helps" items=delivered_by />
                    <Lines title="What good looks like" items=relies_on />
                </div>
                <div class="tl-columns tl-entry__lists">
                    <Listed
                        id=anchor(number, "actions")
                        title="Actions of the plan".to_owned()
                        none="No action of the plan belongs to this level."
                        items=actions(&plan, recommended)
                    />
                    <Listed
                        id=anchor(number, "pathways")
                        title="Pathways".to_owned()
                        none="No pathway of the plan passes through this level."
                        items=passing
                    />
                    <Listed
                        id=anchor(number, "services")
                        title="Services".to_owned()
                        none="No service of the directory states this level."
                        items=services
                    />
                </div>
            </div>
        </li>
    }
}

#[component]
fn Lines(title: &'static str, items: Vec<String>) -> impl IntoView {
    (!items.is_empty()).then(|| {
        let items = items
            .into_iter()
            .map(|item| view! { <li>{item}</li> })
            .collect_view();
        view! {
            <div>
                <h3 class="tl-entry__subtitle">{title}</h3>
                <ul class="tl-entry__list">{items}</ul>
            </div>
        }
    })
}

/// Services as the items of a list, with the way to the rest of them.
fn told(services: &ServicesFound, rest: &str) -> Vec<AnyView> {
    let more = usize::try_from(services.total)
        .unwrap_or(usize::MAX)
        .saturating_sub(services.items.len());
    let mut items: Vec<AnyView> = services.items.iter().map(service).collect();
    if more > 0 {
        let href = rest.to_owned();
        items.push(view! { <a href=href>{format!("{more} more in the directory")}</a> }.into_any());
    }
    items
}

/// What no level shows, so that nobody takes the guide for the whole.
#[component]
fn Unplaced(plan: String, actions: Vec<ActionRef>, services: ServicesFound) -> impl IntoView {
    (!actions.is_empty() || services.total > 0).then(|| {
        let stating = told(&services, &Route::Services.href());
        view! {
            <section aria-labelledby="unplaced-title">
                <h2 class="govuk-heading-m" id="unplaced-title">
                    "At no level"
                </h2>
                <div class="tl-columns">
                    <Listed
                        id="unplaced-actions".to_owned()
                        title="Actions that belong to no level".to_owned()
                        none="Every action belongs to a level."
                        items=super::offered::actions(&plan, actions)
                    />
                    <Listed
                        id="unplaced-services".to_owned()
                        title="Services that state no level".to_owned()
                        none="Every service states its levels."
                        items=stating
                    />
                </div>
            </section>
        }
    })
}
