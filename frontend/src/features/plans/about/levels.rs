use leptos::prelude::*;
use shared::plans::api::LevelView;

use super::actions_link;
use crate::features::plans::register::query::{Filters, Pick};
use crate::ui::EmptyState;

/// The levels of need, from universal to very complex.
#[component]
pub fn Levels(plan: String, levels: Vec<LevelView>) -> impl IntoView {
    if levels.is_empty() {
        return view! {
            <EmptyState title="No levels of need">
                <p>"The plan file names none."</p>
            </EmptyState>
        }
        .into_any();
    }
    let items = levels
        .into_iter()
        .map(|level| level_view(&plan, level))
        .collect_view();
    view! { <ol class="tl-entries">{items}</ol> }.into_any()
}

fn level_view(plan: &str, level: LevelView) -> impl IntoView + use<> {
    let LevelView {
        id,
        number,
        name,
        description,
        share,
        difficulties,
        delivered_by,
        relies_on,
        actions,
    } = level;
    let href = Filters {
        level: Pick::Only(id),
        ..Filters::default()
    }
    .href(plan);
    view! {
        <li class="tl-entry">
            <span class="tl-entry__number">{number}</span>
            <div class="tl-entry__words">
                <h2 class="tl-entry__title">{name}</h2>
                <p class="tl-prose">{description}</p>
                {share.map(|share| view! { <p class="tl-entry__note">{share}</p> })}
                <div class="tl-columns tl-entry__lists">
                    <Lines title="What children meet" items=difficulties />
                    <Lines title="Who helps" items=delivered_by />
                    <Lines title="What good looks like" items=relies_on />
                </div>
            </div>
            <div class="tl-entry__end">{actions_link(actions, href)}</div>
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
