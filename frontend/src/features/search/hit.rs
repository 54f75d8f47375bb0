use leptos::prelude::*;
use shared::ids::{AgencyId, UpdateId};
use shared::search::SearchKind;
use shared::search::api::{FoundUpdate, SearchHit, Segment};

use crate::features::updates::StateTag;
use crate::routes::{PlanPart, Route};

/// A record that was found: its name as the way to it, where it belongs, and a passage.
#[component]
pub fn Hit(hit: SearchHit, kind: SearchKind) -> impl IntoView {
    let href = page_of(&hit, kind).href();
    let SearchHit {
        title,
        excerpt,
        plan,
        update,
        ..
    } = hit;
    view! {
        <li class="tl-found__hit">
            <p class="tl-found__title">
                <a href=href>
                    <Marked segments=title />
                </a>
            </p>
            {update.map(|update| view! { <Report update /> })}
            {(!excerpt.is_empty())
                .then(|| {
                    view! {
                        <p class="tl-found__excerpt">
                            <Marked segments=excerpt />
                        </p>
                    }
                })}
            {plan.map(|plan| view! { <p class="tl-found__place">{plan.title}</p> })}
        </li>
    }
}

/// Whose report an update is, on what, and where it stands.
#[component]
fn Report(update: FoundUpdate) -> impl IntoView {
    view! {
        <p class="tl-found__report">
            {format!("{}, {}", update.agency, update.cycle.name)} " " <StateTag state=update.state />
        </p>
    }
}

/// A text with what was looked for marked.
#[component]
fn Marked(segments: Vec<Segment>) -> impl IntoView {
    segments
        .into_iter()
        .map(|piece| {
            if piece.found {
                view! { <mark>{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        })
        .collect_view()
}

/// The page on which the record can be read.
fn page_of(hit: &SearchHit, kind: SearchKind) -> Route {
    let plan = hit.plan.as_ref().map(|plan| plan.slug.clone());
    match (kind, plan) {
        (SearchKind::Action, Some(plan)) => Route::Action {
            plan,
            action: hit.id.to_string(),
        },
        (SearchKind::Evidence, Some(plan)) => Route::PlanAbout {
            plan,
            part: PlanPart::Evidence,
        },
        (SearchKind::Update, _) => Route::Update {
            update: UpdateId(hit.id),
        },
        (SearchKind::Agency, _) => Route::Agency {
            agency: AgencyId(hit.id),
        },
        (SearchKind::Action | SearchKind::Evidence, None) => Route::NotFound,
    }
}
