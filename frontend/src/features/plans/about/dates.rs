use leptos::prelude::*;
use shared::plans::api::{KeyDate, MilestoneView};

use crate::dates;
use crate::features::plans::action::MilestoneTable;
use crate::ui::{EmptyState, SummaryList, SummaryRow};

/// The story of the plan in dates, and the steps that belong to no single action.
#[component]
pub fn Dates(mut key_dates: Vec<KeyDate>, milestones: Vec<MilestoneView>) -> impl IntoView {
    if key_dates.is_empty() && milestones.is_empty() {
        return view! {
            <EmptyState title="No dates">
                <p>"The plan file names no dates besides those of its actions."</p>
            </EmptyState>
        }
        .into_any();
    }
    key_dates.sort_by(|a, b| a.date.cmp(&b.date));
    let story = (!key_dates.is_empty()).then(|| {
        let rows = key_dates
            .into_iter()
            .map(|KeyDate { date, what }| view! { <SummaryRow name=dates::printed(&date)>{what}</SummaryRow> })
            .collect_view();
        view! {
            <section>
                <h2 class="govuk-heading-m">"The story so far"</h2>
                <SummaryList>{rows}</SummaryList>
            </section>
        }
    });
    let steps = (!milestones.is_empty()).then(
        || view! { <MilestoneTable caption="Milestones of the plan as a whole" milestones /> },
    );
    view! {
        {story}
        {steps}
    }
    .into_any()
}
