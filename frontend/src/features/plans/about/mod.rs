//! What a plan says around its actions, each part a page of its own.

mod dates;
mod evidence;
mod kept;
mod outcomes;
mod pledges;

use leptos::prelude::*;
use shared::plans::api::PlanView;

use super::words::counted;
use crate::api;
use crate::routes::{PlanPart, Route};
use crate::ui::{Load, NavItem, PageHeading, SubNavigation};
use dates::Dates;
use evidence::Evidence;
use kept::Kept;
use outcomes::Outcomes;
use pledges::Pledges;

/// The parts and the glossary, as the way from one to another.
#[component]
pub fn AboutNav(plan: String, current: Route) -> impl IntoView {
    let part = |part| Route::PlanAbout {
        plan: plan.clone(),
        part,
    };
    let mut items: Vec<NavItem> = Vec::new();
    for one in PlanPart::ALL {
        items.push(NavItem::new(label(one), part(one).href()));
        if one == PlanPart::Pledges {
            let (levels, groups) = (
                Route::Levels { plan: plan.clone() },
                Route::Groups { plan: plan.clone() },
            );
            items.push(NavItem::new("Levels of need", levels.href()));
            items.push(NavItem::new("Groups at risk", groups.href()));
        }
    }
    items.push(NavItem::new(
        "Glossary",
        Route::Glossary { plan: plan.clone() }.href(),
    ));
    let current = current.href();
    view! { <SubNavigation label="Parts of the plan" items current=Signal::stored(current) /> }
}

/// The name of a part on the screen.
const fn label(part: PlanPart) -> &'static str {
    match part {
        PlanPart::Outcomes => "Outcomes",
        PlanPart::Pledges => "Pledges",
        PlanPart::Evidence => "Evidence",
        PlanPart::Dates => "Key dates",
        PlanPart::Kept => "Also in the file",
    }
}

/// The page.
#[component]
pub fn AboutPage(plan: String, part: PlanPart) -> impl IntoView {
    let view = api::load({
        let plan = plan.clone();
        move |client| {
            let plan = plan.clone();
            async move { client.plan(&plan).await }
        }
    });
    let caption =
        Signal::derive(move || view.get().and_then(Result::ok).map(|view| view.plan.title));
    let current = Route::PlanAbout {
        plan: plan.clone(),
        part,
    };
    view! {
        <PageHeading title=label(part) caption />
        <AboutNav plan current />
        <Load resource=view children=move |view| view! { <Part view part /> } />
    }
}

#[component]
fn Part(view: PlanView, part: PlanPart) -> impl IntoView {
    let slug = view.plan.slug.clone();
    match part {
        PlanPart::Outcomes => view! {
            <Intro view=view.clone() />
            <Outcomes plan=slug outcomes=view.outcomes />
        }
        .into_any(),
        PlanPart::Pledges => view! { <Pledges pledges=view.pledges /> }.into_any(),
        PlanPart::Evidence => view! { <Evidence evidence=view.evidence /> }.into_any(),
        PlanPart::Dates => {
            view! { <Dates key_dates=view.key_dates milestones=view.milestones /> }.into_any()
        }
        PlanPart::Kept => view! { <Kept kept=view.kept /> }.into_any(),
    }
}

/// What the plan sets out to do, for whom, for how long and under whose eye.
#[component]
fn Intro(view: PlanView) -> impl IntoView {
    let period = match (&view.starts, &view.ends) {
        (Some(starts), Some(ends)) => Some(format!(
            "{} to {}",
            crate::dates::printed(starts),
            crate::dates::printed(ends)
        )),
        (Some(starts), None) => Some(format!(
            "From {}, with no end date",
            crate::dates::printed(starts)
        )),
        (None, Some(ends)) => Some(format!("To {}", crate::dates::printed(ends))),
        (None, None) => None,
    };
    let facts = [
        view.audience.clone(),
        period,
        view.owner_board
            .as_ref()
            .map(|board| format!("Owned by {}", board.name)),
    ]
    .into_iter()
    .flatten()
    .map(|fact| view! { <li>{fact}</li> })
    .collect_view();
    view! {
        <div class="tl-intro">
            <p class="govuk-body-l tl-measure tl-prose">{view.summary}</p>
            <ul class="tl-intro__facts">{facts}</ul>
            {view.period_note.map(|note| view! { <p class="govuk-body tl-muted">{note}</p> })}
        </div>
    }
}

/// A number of actions as a link to them; plain words for none.
fn actions_link(count: u32, href: String) -> AnyView {
    match usize::try_from(count).unwrap_or(usize::MAX) {
        0 => view! { <span class="tl-muted">"No actions"</span> }.into_any(),
        count => view! { <a href=href>{counted(count, "action")}</a> }.into_any(),
    }
}
