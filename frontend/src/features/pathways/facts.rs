//! What stands around a pathway: what it serves, who answers for it, which actions build it, and whom it leaves out.

use leptos::prelude::*;
use shared::pathways::api::{PathwayService, PathwayView, UnservedGroup};

use super::steps::ServiceLink;
use super::words::{joined, levels};
use crate::features::plans::link::ActionLink;
use crate::routes::Route;
use crate::ui::{SummaryList, SummaryRow};

/// The facts.
#[component]
pub fn Facts(view: PathwayView) -> impl IntoView {
    let inferred = view.levels_inferred.then_some(
        "No paper prints these levels. They were read out of what the papers say, and nobody has confirmed them yet.",
    );
    let levels = levels(view.level_from, view.level_to);
    let outcomes = view
        .outcomes
        .into_iter()
        .map(|outcome| match outcome.number {
            Some(number) => format!("{number}. {}", outcome.name),
            None => outcome.name,
        })
        .collect();
    let groups = view.groups.into_iter().map(|group| group.name).collect();
    let agencies = view
        .agencies
        .into_iter()
        .map(|agency| {
            view! {
                <li>
                    <a href=Route::Agency { agency: agency.id }.href()>{agency.name}</a>
                </li>
            }
        })
        .collect_view();
    let lines = |text: Option<String>| -> Vec<String> {
        text.unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect()
    };
    view! {
        <h2 class="govuk-heading-m">"About the pathway"</h2>
        <SummaryList>
            <SummaryRow name="Levels of need">
                {levels.unwrap_or_else(|| "Not stated".to_owned())}
                {inferred.map(|words| view! { <span class="tl-under">{words}</span> })}
            </SummaryRow>
            <Lines name="Outcomes" lines=outcomes />
            <Lines name="Groups at risk" lines=groups />
            {(!agencies.is_empty())
                .then(|| {
                    view! {
                        <SummaryRow name="Who answers for it">
                            <ul class="tl-lines">{agencies}</ul>
                        </SummaryRow>
                    }
                })}
            <Lines name="Who else has a part" lines=view.other_parties />
            <Lines name="Status as printed" lines=lines(view.status_printed) />
            <Lines name="Note" lines=lines(view.note) />
            <Lines name="Where this was read" lines=lines(view.source) />
        </SummaryList>
    }
}

/// Lines under one name; nothing where there are none.
#[component]
fn Lines(name: &'static str, lines: Vec<String>) -> impl IntoView {
    let lines = lines
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    (!lines.is_empty()).then(|| {
        view! {
            <SummaryRow name>
                <ul class="tl-lines">{lines}</ul>
            </SummaryRow>
        }
    })
}

/// The actions of the plan that build the pathway.
#[component]
pub fn Actions(plan: String, view: PathwayView) -> impl IntoView {
    let none = view.actions.is_empty();
    let items = view
        .actions
        .into_iter()
        .map(|action| view! { <li><ActionLink plan=plan.clone() action /></li> })
        .collect_view();
    view! {
        <section aria-labelledby="actions">
            <h2 class="govuk-heading-m" id="actions">
                "Actions that build it"
            </h2>
            {if none {
                view! { <p class="govuk-body">"No action of the plan is linked to this pathway."</p> }.into_any()
            } else {
                view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }.into_any()
            }}
        </section>
    }
}

/// The stages that a service holds, in words.
fn holds(view: &PathwayView, service: &PathwayService) -> String {
    let stages: Vec<String> = view
        .graph
        .stages
        .iter()
        .filter(|stage| stage.services.contains(&service.id))
        .map(|stage| stage.name.clone())
        .collect();
    let takes_over = view
        .graph
        .exits
        .iter()
        .any(|exit| exit.service == Some(service.id));
    match (stages.is_empty(), takes_over) {
        (false, true) => format!("Holds {}, and takes over at a way out", joined(&stages)),
        (false, false) => format!("Holds {}", joined(&stages)),
        (true, true) => "Takes over at a way out".to_owned(),
        (true, false) => "Holds no stage yet".to_owned(),
    }
}

/// The services of the pathway, and what each holds.
#[component]
pub fn Services(view: PathwayView) -> impl IntoView {
    let items = view
        .services
        .iter()
        .map(|service| {
            view! {
                <li>
                    <ServiceLink service=service.clone() />
                    <span class="tl-under">{holds(&view, service)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="services">
            <h2 class="govuk-heading-m" id="services" tabindex="-1">
                "Services on it"
            </h2>
            {if view.services.is_empty() {
                view! { <p class="govuk-body">"No service of the directory is on this pathway yet."</p> }.into_any()
            } else {
                view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }.into_any()
            }}
        </section>
    }
}

/// The groups that the pathway serves in name and leaves without a service.
#[component]
pub fn Unserved(view: PathwayView) -> impl IntoView {
    let items = view
        .unserved
        .into_iter()
        .map(|UnservedGroup { group, levels }| {
            let levels: Vec<String> = levels.iter().map(ToString::to_string).collect();
            let lack = match levels.as_slice() {
                [] => "no service at all".to_owned(),
                [one] => format!("no service at level {one}"),
                many => format!("no service at levels {}", joined(many)),
            };
            view! { <li><strong>{group.name}</strong> ": " {lack}</li> }
        })
        .collect_view();
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby="unserved">
                <h2 class="govuk-heading-m" id="unserved">
                    "Groups without a service"
                </h2>
                <p class="govuk-body">"The pathway is for them, and here no service that is open holds a stage for them:"</p>
                <ul class="govuk-list govuk-list--bullet">{items}</ul>
            </section>
        }
    })
}
