use leptos::prelude::*;
use shared::plans::api::MilestoneView;
use shared::updates::DeliveryStatus;
use shared::updates::api::{MilestoneReport, UpdateContent};

use crate::dates;
use crate::features::rating::RatingMark;
use crate::features::updates::editor::{CHANGED, DONE, HELP, NEXT};

/// What an update says, as it is read.
#[component]
pub fn Words(content: UpdateContent, milestones: Vec<MilestoneView>) -> impl IntoView {
    let status = content
        .delivery_status
        .map_or("Not said yet", DeliveryStatus::label);
    let passages = [
        (DONE, content.done),
        (CHANGED, content.changed),
        (NEXT, content.next),
        (HELP, content.help),
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
            <RatingMark rating=content.brag />
            <span>{status}</span>
        </p>
        {passages}
        {(!reports.is_empty())
            .then(|| {
                view! {
                    <h2 class="govuk-heading-s tl-words__name">"Milestones"</h2>
                    <MilestoneReports reports milestones />
                }
            })}
    }
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
