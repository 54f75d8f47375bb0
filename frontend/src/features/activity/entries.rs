use leptos::prelude::*;
use shared::events::api::ActivityEntry;
use shared::ids::{AgencyId, UpdateId};

use crate::dates;
use crate::routes::Route;
use crate::ui::{Timeline, TimelineItem};

/// What happened, latest first.
#[component]
pub fn Entries(
    entries: Vec<ActivityEntry>,
    /// The plan's slug, where all of it happened in one.
    #[prop(optional, into)]
    plan: Option<String>,
) -> impl IntoView {
    let items = entries
        .into_iter()
        .map(|entry| {
            let slug = plan
                .clone()
                .or_else(|| entry.plan.as_ref().map(|plan| plan.slug.clone()));
            view! { <Entry entry plan=slug /> }
        })
        .collect_view();
    view! { <Timeline>{items}</Timeline> }
}

#[component]
fn Entry(entry: ActivityEntry, plan: Option<String>) -> impl IntoView {
    let by = match (&entry.by, &entry.agency) {
        (Some(person), Some(agency)) => format!("{person}, {agency}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => "The service".to_owned(),
    };
    let name = entry
        .subject
        .clone()
        .unwrap_or_else(|| "The record".to_owned());
    let subject = match page_of(&entry, plan) {
        Some(route) => view! { <a href=route.href()>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let elsewhere = entry.plan.map(|plan| format!(" in {}", plan.title));
    view! {
        <TimelineItem title=entry.act by when=dates::instant(entry.at) instant=entry.at.to_rfc3339()>
            <p class="govuk-body">{subject} {elsewhere}</p>
        </TimelineItem>
    }
}

/// The page of the record, where it has one.
fn page_of(entry: &ActivityEntry, plan: Option<String>) -> Option<Route> {
    let id = entry.data.id;
    Some(match (entry.data.kind.as_str(), plan) {
        ("update", _) => Route::Update {
            update: UpdateId(id),
        },
        ("agency", _) => Route::Agency {
            agency: AgencyId(id),
        },
        ("action", Some(plan)) => Route::Action {
            plan,
            action: id.to_string(),
        },
        ("cycle", Some(plan)) => Route::Cycles { plan },
        ("finding", Some(plan)) => Route::Findings { plan },
        ("plan", Some(plan)) => Route::Overview { plan },
        _ => return None,
    })
}
