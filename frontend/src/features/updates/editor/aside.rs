use leptos::prelude::*;
use shared::plans::api::MilestoneView;
use shared::updates::api::PreviousUpdate;

use super::{CHANGED, DONE, HELP, NEXT};
use crate::dates;
use crate::features::rating::RatingMark;
use crate::features::updates::read::{BackOnTrack, MilestoneReports};

/// Narrower than this, the words before stay closed until asked for.
const WIDE: f64 = 1024.0;

/// What was accepted for the cycle before, to be read beside the form. It is never copied into it: an update says what is
/// new.
#[component]
pub fn PreviousWords(
    previous: Option<PreviousUpdate>,
    milestones: Vec<MilestoneView>,
) -> impl IntoView {
    let wide = window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .is_none_or(|width| width >= WIDE);
    let body = match previous {
        None => view! {
            <p class="tl-muted">"Nothing has been accepted for this action before. This is its first report."</p>
        }
        .into_any(),
        Some(PreviousUpdate { cycle, content, accepted_at }) => {
            let passages = [(DONE, content.done), (CHANGED, content.changed), (NEXT, content.next), (HELP, content.help)]
                .into_iter()
                .filter(|(_, words)| !words.is_empty())
                .map(|(name, words)| {
                    view! {
                        <h2 class="tl-previous__name">{name}</h2>
                        <p class="tl-prose">{words}</p>
                    }
                })
                .collect_view();
            view! {
                <p class="tl-previous__source">
                    <strong>{cycle.name}</strong>
                    {format!(", accepted {}", dates::day_of(accepted_at))}
                </p>
                <RatingMark rating=content.brag />
                {content.no_change.then(|| view! { <p>"It said that nothing had changed."</p> })}
                {passages}
                <BackOnTrack cause=content.cause recovery=content.recovery />
                <MilestoneReports reports=content.milestones milestones />
            }
            .into_any()
        }
    };
    view! {
        <aside class="tl-previous" aria-label="Last report">
            <details open=wide>
                <summary class="tl-previous__summary">"Last report"</summary>
                <div class="tl-previous__body">{body}</div>
            </details>
        </aside>
    }
}
