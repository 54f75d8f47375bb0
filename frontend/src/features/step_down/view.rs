use client::step_down::{step_down_summary, step_down_summary_pdf};
use leptos::prelude::*;
use shared::ids::StepDownId;
use shared::step_down::api::StepDownView;

use super::course::{Duties, Reviews};
use super::status::{Acts, Missing, Promised, Status, WayBack};
use super::versions::{Shown, Versions};
use super::words::happened;
use crate::api::load;
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, ErrorSummary, FormErrors, Load, NavItem, PageHeading, Timeline, TimelineItem,
};

/// One step-down plan: how it stands, what waits, what it says, and how it came to be.
#[component]
pub fn StepDownPage(plan: StepDownId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.step_down(plan).await });
    // The reference stands on the page alone, never in its title or address.
    let caption = Signal::derive(move || Some(format!("Case {}", resource.get()?.ok()?.reference)));
    let again = Callback::new(move |()| resource.refetch());
    view! {
        <Breadcrumbs items=vec![NavItem::new("Cases", Route::Cases.href())] />
        <ErrorSummary errors />
        <PageHeading title="Step-down plan" caption />
        <Load resource children=move |view: StepDownView| view! { <Plan view errors again /> } />
    }
}

#[component]
fn Plan(view: StepDownView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let names = StoredValue::new(super::names(&view));
    let case = Route::Case { case: view.case }.href();
    view! {
        <Status view=view.clone() />
        <p class="govuk-body">
            <a href=case>"Go to the case"</a>
        </p>
        <Promised view=view.clone() />
        <WayBack view=view.clone() />
        <Acts view=view.clone() errors again />
        <Missing view=view.clone() />
        <Reviews view=view.clone() />
        <Duties view=view.clone() />
        <Shown view=view.clone() names />
        <Summary view=view.clone() />
        <Versions view=view.clone() names />
        <Happened view />
    }
}

/// What a family can be handed.
#[component]
fn Summary(view: StepDownView) -> impl IntoView {
    let plan = view.id;
    view.in_force.is_some().then(|| {
        view! {
            <section class="tl-handover" aria-labelledby="summary">
                <h2 class="govuk-heading-m" id="summary">
                    "For the young person and the family"
                </h2>
                <p>
                    "The version in force in plain words, to print or to hand over. Nothing in it tells who it is about."
                </p>
                <ul class="tl-lines">
                    <li>
                        <a href=step_down_summary(plan) rel="external noopener" target="_blank">
                            "Open the summary (opens in a new tab)"
                        </a>
                    </li>
                    <li>
                        <a href=step_down_summary_pdf(plan) rel="external" download="">
                            "Download it as PDF"
                        </a>
                    </li>
                </ul>
            </section>
        }
    })
}

/// What happened to the plan, the newest first.
#[component]
fn Happened(view: StepDownView) -> impl IntoView {
    (!view.events.is_empty()).then(|| {
        let items = view
            .events
            .into_iter()
            .map(|one| {
                let by = one.agency.map_or_else(String::new, |agency| agency.name);
                let words = one
                    .words
                    .map(|words| view! { <p class="tl-prose">{words}</p> });
                view! {
                    <TimelineItem
                        title=happened(&one.event)
                        by
                        when=dates::instant(one.at)
                        instant=one.at.to_rfc3339()
                    >
                        {words}
                    </TimelineItem>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="happened">
                <h2 class="govuk-heading-m" id="happened">
                    "What happened"
                </h2>
                <Timeline>{items}</Timeline>
            </section>
        }
    })
}
