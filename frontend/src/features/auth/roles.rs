use leptos::prelude::*;
use shared::auth::api::GrantView;

use crate::routes::Route;

/// The roles that somebody holds, each with where it is held.
#[component]
pub fn RoleLines(grants: Vec<GrantView>) -> impl IntoView {
    let lines = grants
        .into_iter()
        .map(|GrantView { role, agency, plan }| {
            let place = match (agency, plan) {
                (Some(agency), _) => Some((Route::Agency { agency: agency.id }.href(), agency.name)),
                (None, Some(plan)) => Some((Route::Overview { plan: plan.slug }.href(), plan.title)),
                (None, None) => None,
            };
            view! {
                <li>
                    {role.label()} {place.map(|(href, name)| view! { ", " <a href=href>{name}</a> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tl-lines">{lines}</ul> }
}

/// The same, short and without links, for a row of a table.
#[component]
pub fn RoleWords(grants: Vec<GrantView>) -> impl IntoView {
    if grants.is_empty() {
        return view! { <span class="tl-muted">"None"</span> }.into_any();
    }
    let lines = grants
        .into_iter()
        .map(|GrantView { role, agency, plan }| {
            let place = agency
                .map(|agency| agency.short().to_owned())
                .or(plan.map(|plan| plan.title));
            view! {
                <li>{role.label()} {place.map(|place| view! { <span class="tl-muted">", " {place}</span> })}</li>
            }
        })
        .collect_view();
    view! { <ul class="tl-lines">{lines}</ul> }.into_any()
}
