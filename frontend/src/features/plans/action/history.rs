use chrono::NaiveDate;
use leptos::prelude::*;
use shared::ids::ActionId;
use shared::plans::api::{FieldChange, Timeline as Happenings, TimelineEntry, TimelineUpdate};

use super::commitments::Commitments;
use crate::features::rating::tone;
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{EmptyState, Load, Timeline, TimelineItem};
use crate::{api, dates};

/// Everything that happened to the action, latest first. At an earlier day, what came later is left out.
#[component]
pub fn History(plan: String, action: ActionId, as_at: Option<NaiveDate>) -> impl IntoView {
    let timeline = api::load(move |client| {
        let plan = plan.clone();
        async move { client.timeline(&plan, &action.to_string()).await }
    });
    let empty = Empty::when(
        |timeline: &Happenings| timeline.items.is_empty(),
        || {
            view! {
                <EmptyState title="Nothing has happened yet">
                    <p>"Changes to this action and the reports accepted on it will stand here."</p>
                </EmptyState>
            }
        },
    );
    view! {
        <section aria-labelledby="history">
            <h2 class="govuk-heading-m" id="history">
                "Reports and changes"
            </h2>
            <Load
                resource=timeline
                empty
                children=move |timeline| {
                    let commitments = timeline.commitments;
                    let items = timeline
                        .items
                        .into_iter()
                        .filter(|entry| as_at.is_none_or(|day| dates::civil(entry.at) <= day))
                        .map(entry_view)
                        .collect_view();
                    view! {
                        <Commitments items=commitments as_at />
                        <Timeline>{items}</Timeline>
                    }
                }
            />
        </section>
    }
}

fn entry_view(entry: TimelineEntry) -> impl IntoView {
    let TimelineEntry {
        at,
        by,
        agency,
        title,
        changes,
        update,
    } = entry;
    let by = match (by, agency) {
        (Some(person), Some(agency)) => format!("{person}, {agency}"),
        (Some(person), None) => person,
        (None, Some(agency)) => agency,
        (None, None) => "Import".to_owned(),
    };
    let (when, machine) = (dates::instant(at), at.to_rfc3339());
    let changes = view! { <Changes changes /> };
    match update {
        Some(update) => {
            let href = Route::Update { update: update.id }.href();
            let title = match update.edition {
                1 => format!(
                    "{}: {}",
                    update.cycle.name,
                    update.brag.label().to_lowercase()
                ),
                edition => format!(
                    "{}: {} (correction {})",
                    update.cycle.name,
                    update.brag.label().to_lowercase(),
                    edition - 1
                ),
            };
            view! {
                <TimelineItem title by when instant=machine href tone=tone(Some(update.brag))>
                    <Report update />
                    {changes}
                </TimelineItem>
            }
            .into_any()
        }
        None => view! {
            <TimelineItem title by when instant=machine>
                {changes}
            </TimelineItem>
        }
        .into_any(),
    }
}

/// The words of an accepted report.
#[component]
fn Report(update: TimelineUpdate) -> impl IntoView {
    let rows = [
        ("Done", Some(update.done)),
        ("Next", Some(update.next)),
        ("Help needed", update.help),
    ]
    .into_iter()
    .filter_map(|(name, words)| Some((name, words.filter(|words| !words.is_empty())?)))
    .map(|(name, words)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="tl-prose">{words}</dd>
            </div>
        }
    })
    .collect_view();
    view! { <dl class="tl-said">{rows}</dl> }
}

/// What changed, each field with what it was and what it became.
#[component]
pub fn Changes(changes: Vec<FieldChange>) -> impl IntoView {
    if changes.is_empty() {
        return ().into_any();
    }
    let rows = changes
        .into_iter()
        .map(|FieldChange { field, from, to }| {
            let was = from.filter(|text| !text.is_empty());
            let is = to.filter(|text| !text.is_empty());
            view! {
                <div>
                    <dt>{field}</dt>
                    <dd>
                        {was
                            .map(|was| {
                                view! {
                                    <del class="tl-diff__was">
                                        <span class="govuk-visually-hidden">"was "</span>
                                        {was}
                                    </del>
                                }
                            })} " "
                        {match is {
                            Some(is) => {
                                view! {
                                    <ins class="tl-diff__is">
                                        <span class="govuk-visually-hidden">"now "</span>
                                        {is}
                                    </ins>
                                }
                                    .into_any()
                            }
                            None => view! { <span class="tl-muted">"removed"</span> }.into_any(),
                        }}
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="tl-diff">{rows}</dl> }.into_any()
}
