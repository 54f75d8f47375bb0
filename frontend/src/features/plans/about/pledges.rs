use leptos::prelude::*;
use shared::plans::api::PledgeView;

use crate::ui::EmptyState;

/// What children and young people were promised.
#[component]
pub fn Pledges(pledges: Vec<PledgeView>) -> impl IntoView {
    if pledges.is_empty() {
        return view! {
            <EmptyState title="No pledges">
                <p>"The plan file names none."</p>
            </EmptyState>
        }
        .into_any();
    }
    let items = pledges
        .into_iter()
        .map(
            |PledgeView {
                 number,
                 title,
                 summary,
             }| {
                view! {
                    <li class="tl-entry">
                        <span class="tl-entry__number">{number}</span>
                        <div class="tl-entry__words">
                            <h2 class="tl-entry__title">{title}</h2>
                            <p class="tl-prose">{summary}</p>
                        </div>
                    </li>
                }
            },
        )
        .collect_view();
    view! { <ol class="tl-entries">{items}</ol> }.into_any()
}
