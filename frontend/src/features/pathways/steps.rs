//! The pathway as a list: ways in, stages with where each leads, ways out.

use leptos::prelude::*;
use shared::ids::ServiceId;
use shared::pathways::api::{Exit, PathwayService, PathwayView, Stage};

use super::names;
use super::words::{WAYS_IN, exit_id, joined, leads, leaves, opens, stage_id};
use crate::routes::Route;
use crate::ui::{Tag, TagColour};

/// The list.
#[component]
pub fn Steps(view: PathwayView) -> impl IntoView {
    let view = StoredValue::new(view);
    let stages = view.with_value(|it| it.graph.stages.clone());
    let items = stages
        .into_iter()
        .enumerate()
        .map(|(at, stage)| view! { <StageItem view at stage /> })
        .collect_view();
    view! {
        <section aria-labelledby="steps">
            <h2 class="govuk-heading-m" id="steps">
                "Step by step"
            </h2>
            <WaysIn view />
            <h3 class="govuk-heading-s">"Stages"</h3>
            <ol class="tl-stages">{items}</ol>
            <WaysOut view />
        </section>
    }
}

/// A link to a stage further up or down the page.
#[component]
fn StageLink(view: StoredValue<PathwayView>, key: String) -> impl IntoView {
    let name = view.with_value(|it| names::stage(&it.graph, &key).to_owned());
    let href = format!("#{}", stage_id(&key));
    view! {
        <a href=href rel="external">
            {name}
        </a>
    }
}

/// A service's name, leading to its page in the directory.
#[component]
pub fn ServiceLink(service: PathwayService) -> impl IntoView {
    let standing = match service.standing {
        shared::services::Standing::Open => None,
        shared::services::Standing::Planned => {
            Some(view! { " " <Tag colour=TagColour::Teal word="Planned" /> })
        }
        shared::services::Standing::Closed => {
            Some(view! { " " <Tag colour=TagColour::Grey word="Closed" /> })
        }
    };
    view! {
        <a href=Route::Service { service: service.id }.href()>{service.name}</a>
        {standing}
    }
}

#[component]
fn WaysIn(view: StoredValue<PathwayView>) -> impl IntoView {
    let routes = view.with_value(|it| it.graph.entry_routes.clone());
    let lines = routes
        .iter()
        .map(|route| {
            let to = match &route.to {
                Some(key) => view! { ", to " <StageLink view key=key.clone() /> }.into_any(),
                None => view! { <span class="tl-muted">", nobody has said to which stage"</span> }
                    .into_any(),
            };
            view! { <li>{opens(route)} {to}</li> }
        })
        .collect_view();
    view! {
        <h3 class="govuk-heading-s" id=WAYS_IN tabindex="-1">
            "Ways in"
        </h3>
        {if routes.is_empty() {
            view! { <p class="govuk-body">"Nobody has said yet who can ask for help here."</p> }.into_any()
        } else {
            view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }.into_any()
        }}
    }
}

#[component]
fn StageItem(view: StoredValue<PathwayView>, at: usize, stage: Stage) -> impl IntoView {
    let Stage {
        key,
        name,
        level,
        services,
        what,
        groups,
    } = stage;
    let only: Vec<String> = view.with_value(|it| {
        it.groups
            .iter()
            .filter(|group| groups.contains(&group.id))
            .map(|group| group.name.clone())
            .collect()
    });
    let id = stage_id(&key);
    let standards: Vec<String> = view.with_value(|it| {
        let own = it.standards.iter();
        own.filter(|standard| standard.stage.as_deref() == Some(key.as_str()))
            .map(|standard| standard.text.clone())
            .collect()
    });
    let standards = standards
        .into_iter()
        .map(|text| view! { <li>{text}</li> })
        .collect_view();
    let standards = (!standards.is_empty()).then(|| {
        view! {
            <p class="tl-stage__label">"Standards"</p>
            <ul class="tl-lines">{standards}</ul>
        }
    });
    view! {
        <li class="tl-stage" id=id tabindex="-1">
            <h4 class="tl-stage__name">
                <span class="tl-stage__number">{at + 1}</span>
                " "
                {name}
            </h4>
            <p class="tl-stage__level">{format!("Level {level}")}</p>
            {(!what.is_empty()).then(|| view! { <p class="tl-prose">{what}</p> })}
            {(!only.is_empty()).then(|| view! { <p>{format!("Only for {}", joined(&only))}</p> })}
            <p class="tl-stage__label">"Held by"</p>
            <Holders view services />
            {standards}
            <p class="tl-stage__label">"From here"</p>
            <FromHere view key />
        </li>
    }
}

#[component]
fn Holders(view: StoredValue<PathwayView>, services: Vec<ServiceId>) -> impl IntoView {
    let known: Vec<PathwayService> = view.with_value(|it| {
        services
            .iter()
            .filter_map(|id| names::service(&it.services, *id).cloned())
            .collect()
    });
    if known.is_empty() {
        return view! {
            <p>
                <Tag colour=TagColour::Amber word="No service" />
            </p>
        }
        .into_any();
    }
    let lines = known
        .into_iter()
        .map(|service| view! { <li><ServiceLink service /></li> })
        .collect_view();
    view! { <ul class="tl-lines">{lines}</ul> }.into_any()
}

/// Where a stage leads: to other stages, and out.
#[component]
fn FromHere(view: StoredValue<PathwayView>, key: String) -> impl IntoView {
    let (moves, exits) = view.with_value(|it| {
        let moves: Vec<_> = it
            .graph
            .moves
            .iter()
            .filter(|step| step.from == key)
            .cloned()
            .collect();
        let exits: Vec<(usize, Exit)> = it
            .graph
            .exits
            .iter()
            .cloned()
            .enumerate()
            .filter(|(_, exit)| exit.from == key)
            .collect();
        (moves, exits)
    });
    if moves.is_empty() && exits.is_empty() {
        return view! { <p>"Nowhere: nothing leads on from this stage."</p> }.into_any();
    }
    let moves = moves
        .into_iter()
        .map(|step| {
            let when = step.when.map(|when| format!(": {when}"));
            view! {
                <li>
                    {leads(step.kind)} " " <StageLink view key=step.to /> {when}
                </li>
            }
        })
        .collect_view();
    let exits = exits
        .into_iter()
        .map(|(at, exit)| {
            let href = format!("#{}", exit_id(at));
            view! {
                <li>
                    "Out: "
                    <a href=href rel="external">
                        {leaves(exit.kind)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tl-lines">{moves} {exits}</ul> }.into_any()
}

#[component]
fn WaysOut(view: StoredValue<PathwayView>) -> impl IntoView {
    let exits = view.with_value(|it| it.graph.exits.clone());
    let lines = exits
        .iter()
        .enumerate()
        .map(|(at, exit)| {
            let service = exit
                .service
                .and_then(|id| view.with_value(|it| names::service(&it.services, id).cloned()));
            let words = (!exit.words.is_empty()).then(|| format!(": {}", exit.words));
            let back = exit
                .way_back
                .clone()
                .map(|back| view! { <span class="tl-under">"Way back: " {back}</span> });
            view! {
                <li id=exit_id(at) tabindex="-1">
                    {leaves(exit.kind)} {words}
                    {service.map(|service| view! { ", to " <ServiceLink service /> })} " (from "
                    <StageLink view key=exit.from.clone() /> ")" {back}
                </li>
            }
        })
        .collect_view();
    view! {
        <h3 class="govuk-heading-s">"Ways out"</h3>
        {if exits.is_empty() {
            view! { <p class="govuk-body">"Nobody has said yet how this pathway ends."</p> }.into_any()
        } else {
            view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }.into_any()
        }}
    }
}
