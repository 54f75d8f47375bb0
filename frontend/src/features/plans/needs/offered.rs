//! What both pages show of an offer: the records themselves, how many there are, and what is missing.

use leptos::prelude::*;
use shared::needs::Gap;
use shared::needs::api::{PathwayLink, ServiceLink};
use shared::plans::api::ActionRef;
use shared::services::Standing;

use crate::features::plans::link::ActionLink;
use crate::routes::Route;
use crate::ui::{Tag, TagColour};

/// How many there are, as a way to them; a word where there are none.
#[component]
pub fn Count(
    count: usize,
    href: String,
    /// What is counted, for those who hear the link alone: " open services at level 2".
    of: String,
) -> AnyView {
    if count == 0 {
        return view! { <span class="tl-muted">"None"</span> }.into_any();
    }
    // An address on this page is the browser's own affair.
    let rel = href.starts_with('#').then_some("external");
    view! {
        <a href=href rel=rel>
            {count}
            <span class="govuk-visually-hidden">{of}</span>
        </a>
    }
    .into_any()
}

/// What is missing, each with what it means.
#[component]
pub fn Gaps(gaps: Vec<Gap>) -> impl IntoView {
    (!gaps.is_empty()).then(|| {
        let items = gaps
            .into_iter()
            .map(|gap| {
                view! {
                    <li>
                        <GapTag gap />
                        " "
                        {gap.sentence()}
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="tl-needs__gaps">{items}</ul> }
    })
}

/// A gap in a word or two.
#[component]
pub fn GapTag(gap: Gap) -> impl IntoView {
    let colour = if gap == Gap::Nothing {
        TagColour::Red
    } else {
        TagColour::Amber
    };
    view! { <Tag colour word=gap.label() /> }
}

/// A list under its heading, where figures lead to.
#[component]
pub fn Listed(
    /// What the address of a figure names.
    id: String,
    title: String,
    /// What is said where the list is empty.
    none: &'static str,
    items: Vec<AnyView>,
) -> impl IntoView {
    let content = if items.is_empty() {
        view! { <p class="tl-entry__note">{none}</p> }.into_any()
    } else {
        let items = items
            .into_iter()
            .map(|item| view! { <li>{item}</li> })
            .collect_view();
        view! { <ul class="tl-entry__list">{items}</ul> }.into_any()
    };
    view! {
        <div id=id tabindex="-1">
            <h3 class="tl-entry__subtitle">{title}</h3>
            {content}
        </div>
    }
}

/// Actions as the items of a list.
pub fn actions(plan: &str, actions: Vec<ActionRef>) -> Vec<AnyView> {
    actions
        .into_iter()
        .map(|action| {
            let plan = plan.to_owned();
            view! { <ActionLink plan action /> }.into_any()
        })
        .collect()
}

/// A pathway, with a word where nobody can see yet how one moves along it.
pub fn pathway(plan: &str, pathway: &PathwayLink) -> AnyView {
    let route = Route::Pathway {
        plan: plan.to_owned(),
        pathway: pathway.id,
    };
    let bare = (pathway.stages == 0)
        .then(|| view! { <span class="tl-entry__note">"No stages yet"</span> });
    view! {
        <a href=route.href()>{pathway.name.clone()}</a>
        {bare}
    }
    .into_any()
}

/// A service, with how it stands where it cannot be used.
pub fn service(service: &ServiceLink) -> AnyView {
    let href = Route::Service {
        service: service.id,
    }
    .href();
    let tag = match service.standing {
        Standing::Open => None,
        Standing::Planned => Some(TagColour::Teal),
        Standing::Closed => Some(TagColour::Grey),
    }
    .map(|colour| view! { " " <Tag colour word=service.standing.label() /> });
    view! {
        <a href=href>{service.name.clone()}</a>
        {tag}
    }
    .into_any()
}
