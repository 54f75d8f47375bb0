//! The board's page: what needs attention, how the plan stands and what has changed since the last time, in the order in
//! which a board asks. Every figure opens the list behind it. The same page is shown in a meeting a part at a time.

mod attention;
mod behind;
mod breakdown;
mod changes;
mod headline;
mod present;
mod silent;
mod since;
mod time;
mod trend;

use client::Moment;
use leptos::prelude::*;
use shared::plans::board::api::Board;
use shared::updates::api::CycleRef;

use super::moment::{self, AsAtBanner, MomentChooser};
use crate::api;
use crate::live::{Changes, Unseen, touches_plan};
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{EmptyState, Load, PageHeading};
use attention::AttentionList;
use behind::Behind;
use breakdown::Breakdowns;
use changes::ChangeList;
use headline::{Headline, Totals};
use present::{Presentation, Slide};
use silent::SilentList;
use since::{SinceForm, SinceNote};
use time::{BurnUpFigure, Milestones};
use trend::TrendTable;

/// The page.
#[component]
pub fn PlanBoardPage(plan: String) -> impl IntoView {
    let (moment, since) = (moment::here(), since::here());
    let board = api::load({
        let plan = plan.clone();
        move |client| {
            let (plan, moment, since) = (plan.clone(), moment.get(), since.get());
            async move { client.board(&plan, moment, since).await }
        }
    });
    let answer = Signal::derive(move || board.get().and_then(Result::ok));
    let unseen = Unseen::of(move |event| {
        answer.with_untracked(|shown| {
            shown.as_ref().is_some_and(|shown| {
                shown.as_at.is_none() && touches_plan(event, Some(shown.plan.id))
            })
        })
    });
    let cycles = super::cycles_of(&plan);
    let caption = Signal::derive(move || {
        answer.with(|answer| answer.as_ref().map(|answer| answer.plan.title.clone()))
    });
    let as_at = Signal::derive(move || {
        answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_at))
    });
    let shown = Signal::derive(move || {
        answer.with(|answer| {
            let cycle = answer.as_ref()?.cycle.as_ref()?;
            Some(CycleRef {
                id: cycle.id,
                name: cycle.name.clone(),
            })
        })
    });
    let empty = Empty::when(
        |board: &Board| board.totals.counts.total() == 0,
        || {
            view! {
                <EmptyState title="This plan has no actions to rate">
                    <p>"This page counts every action of the plan. Once it has some, they stand here."</p>
                </EmptyState>
            }
        },
    );
    let presenting = present::here();
    view! {
        <PageHeading title="Where the plan stands" caption />
        <AsAtBanner as_at />
        {move || {
            (!presenting.get())
                .then(|| {
                    view! {
                        <div class="tl-board__choices">
                            <MomentChooser cycles shown />
                            <SinceForm />
                        </div>
                    }
                })
        }}
        <Load
            resource=board
            empty
            children=move |board| {
                view! { <Standing board moment presenting /> }
            }
        />
        <Changes unseen show=Callback::new(move |()| board.refetch()) />
    }
}

#[component]
fn Standing(board: Board, moment: Memo<Moment>, presenting: Memo<bool>) -> impl IntoView {
    let behind = Behind {
        plan: board.plan.clone(),
        moment: moment.get_untracked(),
    };
    let without_cycle = board.cycle.is_none().then(|| {
        let href = Route::Cycles { plan: board.plan.slug.clone() }.href();
        view! {
            <p class="govuk-body">
                "This plan has no reporting cycle yet, so nothing has been rated. " <a href=href>"See the reporting cycles"</a>
            </p>
        }
    });
    let activity = Route::Activity {
        plan: board.plan.slug.clone(),
    }
    .href();
    let board = StoredValue::new(board);
    view! {
        <Headline totals=board.with_value(|board| board.totals.counts) cycle=board.with_value(|board| board.cycle.clone()) />
        {without_cycle}
        <SinceNote since=board.with_value(|board| board.since.clone()) />
        {move || {
            let slides = board.with_value(|board| slides(board, &behind));
            if presenting.get() {
                view! { <Presentation slides /> }.into_any()
            } else {
                view! { <present::Entrance /> {slides.into_iter().map(|slide| slide.part).collect_view()} }
                    .into_any()
            }
        }}
        {move || {
            let activity = activity.clone();
            (!presenting.get())
                .then(|| {
                    view! {
                        <p class="govuk-body">
                            <a href=activity>"What people did in this plan lately"</a>
                        </p>
                    }
                })
        }}
    }
}

/// The parts of the page in order; what is empty and says so by its absence is left out.
fn slides(board: &Board, behind: &Behind) -> Vec<Slide> {
    let attention = (!board.reasons.is_empty()).then(|| Slide {
        name: "Needs attention",
        part: view! { <AttentionList reasons=board.reasons.clone() items=board.attention.clone() behind=behind.clone() /> }
            .into_any(),
    });
    let totals = Slide {
        name: "All actions by rating",
        part: view! {
            <Totals totals=board.totals.clone() differing=board.differing.count behind=behind.clone() />
        }
        .into_any(),
    };
    let groups = breakdown::KINDS.map(|kind| Slide {
        name: kind.title(),
        part: view! { <Breakdowns kind groups=kind.of(board) behind=behind.clone() /> }.into_any(),
    });
    let silent = Slide {
        name: "Who has not reported",
        part: view! { <SilentList items=board.silent.items.clone() cycle=board.cycle.clone() behind=behind.clone() /> }
            .into_any(),
    };
    let changes = board
        .changes
        .clone()
        .zip(board.since.clone())
        .map(|(changes, since)| Slide {
            name: "What has changed",
            part: view! { <ChangeList changes since=since.day behind=behind.clone() /> }.into_any(),
        });
    let milestones = Slide {
        name: "Milestones",
        part: view! {
            <Milestones periods=board.milestones.clone() undated=board.milestones_without_date behind=behind.clone() />
        }
        .into_any(),
    };
    let burn_up = Slide {
        name: "Actions complete",
        part: view! { <BurnUpFigure burn_up=board.burn_up.clone() behind=behind.clone() /> }
            .into_any(),
    };
    let trend = Slide {
        name: "Every action",
        part: view! { <TrendTable trend=board.trend.clone() behind=behind.clone() /> }.into_any(),
    };
    attention
        .into_iter()
        .chain([totals])
        .chain(groups)
        .chain([silent])
        .chain(changes)
        .chain([milestones, burn_up, trend])
        .collect()
}
