use leptos::prelude::*;
use shared::plans::api::GroupView;

use crate::features::plans::link::ActionLink;
use crate::ui::EmptyState;

/// The groups that the plan singles out, with the actions that speak of them.
#[component]
pub fn Groups(plan: String, groups: Vec<GroupView>) -> impl IntoView {
    if groups.is_empty() {
        return view! {
            <EmptyState title="No groups">
                <p>"The plan file singles none out."</p>
            </EmptyState>
        }
        .into_any();
    }
    let items = groups
        .into_iter()
        .map(|group| group_view(&plan, group))
        .collect_view();
    view! { <ul class="tl-entries">{items}</ul> }.into_any()
}

fn group_view(plan: &str, group: GroupView) -> impl IntoView + use<> {
    let actions = if group.actions.is_empty() {
        view! { <p class="tl-entry__note">"No action speaks of them."</p> }.into_any()
    } else {
        let links = group
            .actions
            .into_iter()
            .map(|action| {
                let plan = plan.to_owned();
                view! {
                    <li>
                        <ActionLink plan action />
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="tl-entry__list">{links}</ul> }.into_any()
    };
    view! {
        <li class="tl-entry">
            <div class="tl-entry__words">
                <h2 class="tl-entry__title">{group.name}</h2>
                <p class="tl-prose">{group.summary}</p>
                {actions}
            </div>
        </li>
    }
}
