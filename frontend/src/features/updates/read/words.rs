use leptos::prelude::*;
use shared::plans::api::MilestoneView;
use shared::updates::api::{MilestoneReport, RecoveryStep, UpdateContent};
use shared::updates::{Brag, DeliveryStatus, Direction, Implied, VarianceCause};

use crate::dates;
use crate::features::rating::{RatingMark, implied_view};
use crate::features::updates::editor::{CHANGED, DIFFERENCE, DONE, HELP, NEXT, STEP};
use crate::ui::{InsetText, SummaryList, SummaryRow, Tag, TagColour};

/// What an update says, as it is read, and what the facts imply beside it.
#[component]
pub fn Words(
    content: UpdateContent,
    milestones: Vec<MilestoneView>,
    implied: Option<Implied>,
) -> impl IntoView {
    let (forecast, unchanged) = (content.forecast, content.no_change);
    let differs = implied
        .as_ref()
        .is_some_and(|implied| implied.differs_from(content.brag));
    let (cause, recovery, risk, rating) =
        (content.cause, content.recovery, content.risk, content.brag);
    let status = content
        .delivery_status
        .map_or("Not said yet", DeliveryStatus::label);
    let passages = [
        (DONE, content.done),
        (CHANGED, content.changed),
        (NEXT, content.next),
        (HELP, content.help),
        (DIFFERENCE, content.difference),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(name, words)| {
        view! {
            <h2 class="govuk-heading-s tl-words__name">{name}</h2>
            <p class="govuk-body tl-prose">{words}</p>
        }
    })
    .collect_view();
    let reports = content.milestones;
    view! {
        <p class="tl-words__standing">
            <span class="govuk-visually-hidden">"The owner's rating: "</span>
            <RatingMark rating />
            <span>{status}</span>
            {risk.then(|| view! { <Tag colour=TagColour::Amber word="Risk" /> })}
        </p>
        {implied.map(|implied| view! { <Beside implied differs forecast /> })}
        {unchanged.then(|| view! { <InsetText>"Nothing has changed since the last report."</InsetText> })}
        {passages}
        <BackOnTrack cause recovery />
        {(!reports.is_empty())
            .then(|| {
                view! {
                    <h2 class="govuk-heading-s tl-words__name">"Milestones"</h2>
                    <MilestoneReports reports milestones />
                }
            })}
    }
}

/// The rating that the facts imply, the forecast, and whether the owner's differs.
#[component]
fn Beside(implied: Implied, differs: bool, forecast: Option<Brag>) -> impl IntoView {
    view! {
        <section class="tl-implied" aria-label="What its dates say">
            <p class="tl-implied__head">
                {if differs {
                    "Its dates and milestones say otherwise"
                } else {
                    "What its dates and milestones say"
                }}
            </p>
            {implied_view(&implied)}
            {forecast
                .map(|forecast| {
                    view! {
                        <p class="tl-implied__forecast">
                            "Forecast at the end date: " <RatingMark rating=Some(forecast) />
                        </p>
                    }
                })}
        </section>
    }
}

/// What keeps the action back and how it gets back on track. Nothing where neither is said.
#[component]
pub fn BackOnTrack(cause: Option<VarianceCause>, recovery: RecoveryStep) -> impl IntoView {
    let cause = cause.map(|cause| {
        let name = match cause.direction() {
            Direction::Behind => "Cause",
            Direction::Ahead => "Why it is ahead",
        };
        view! { <SummaryRow name=name>{cause.label()}</SummaryRow> }
    });
    let RecoveryStep { step, owner, by } = recovery;
    if cause.is_none() && step.is_empty() {
        return ().into_any();
    }
    view! {
        <h2 class="govuk-heading-s tl-words__name">{STEP}</h2>
        {(!step.is_empty()).then(|| view! { <p class="govuk-body tl-prose">{step}</p> })}
        <SummaryList>
            {(!owner.is_empty()).then(|| view! { <SummaryRow name="Who">{owner}</SummaryRow> })}
            {by.map(|by| view! { <SummaryRow name="By">{dates::day(by)}</SummaryRow> })}
            {cause}
        </SummaryList>
    }
    .into_any()
}

/// What an update says of milestones. Nothing where it says nothing.
#[component]
pub fn MilestoneReports(
    reports: Vec<MilestoneReport>,
    milestones: Vec<MilestoneView>,
) -> impl IntoView {
    (!reports.is_empty()).then(|| {
        let items = reports
            .into_iter()
            .map(|report| {
                let milestone = milestones.iter().find(|milestone| milestone.id == report.milestone());
                let title = milestone.map_or_else(|| "A milestone".to_owned(), |milestone| milestone.title.clone());
                let said = said(&report);
                let reason = match report {
                    MilestoneReport::Moved { reason, .. } => Some(reason),
                    MilestoneReport::Done { .. } => None,
                };
                view! {
                    <li>
                        <strong>{title}</strong>
                        ": "
                        {said}
                        {reason.map(|reason| view! { <span class="tl-prose tl-words__reason">{reason}</span> })}
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="govuk-list tl-words__milestones">{items}</ul> }
    })
}

fn said(report: &MilestoneReport) -> String {
    match report {
        MilestoneReport::Done { on, .. } => format!("done on {}", dates::day(*on)),
        MilestoneReport::Moved { to, .. } => format!("moved to {}", dates::day(*to)),
    }
}
