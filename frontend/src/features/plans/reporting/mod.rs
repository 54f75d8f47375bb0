//! Who has reported: agencies by cycle, with the age of their silence. Every cell opens the actions behind it.

mod grid;

use leptos::prelude::*;
use shared::chasing::api::ReportingGrid;

use crate::api;
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{EmptyState, Load, PageHeading};
use grid::Grid;

/// The page.
#[component]
pub fn ReportingPage(plan: String) -> impl IntoView {
    let asked = plan.clone();
    let grid = api::load(move |client| {
        let plan = asked.clone();
        async move { client.reporting(&plan).await }
    });
    let caption = Signal::derive(move || {
        grid.with(|answer| match answer {
            Some(Ok(grid)) => Some(grid.plan.title.clone()),
            _ => None,
        })
    });
    let cycles = Route::Cycles { plan }.href();
    let empty = Empty::when(
        |grid: &ReportingGrid| grid.cycles.is_empty() || grid.agencies.is_empty(),
        move || {
            let cycles = cycles.clone();
            view! {
                <EmptyState title="Nobody owes a report yet">
                    <p class="govuk-body">
                        "Agencies stand here once a reporting cycle has opened and an action that they answer for is agreed. "
                        <a href=cycles>"See the reporting cycles"</a>
                    </p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Who has reported" caption />
        <p class="govuk-body tl-measure">
            "For each agency and cycle: how many of its actions have an accepted report. An action that several agencies lead counts for each of them. Those silent for longest come first."
        </p>
        <Load resource=grid empty let:grid>
            <Grid grid />
        </Load>
    }
}
