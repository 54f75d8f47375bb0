//! Where a plan stands: how its actions are rated, what needs a board's attention, who has not reported. Every figure
//! opens the list behind it.

mod attention;
mod breakdown;
mod silent;

use client::Moment;
use leptos::prelude::*;
use shared::plans::api::PlanRef;
use shared::updates::api::{BragCounts, CycleRef, CycleView, Overview};
use shared::updates::{Brag, brag_label};

use super::moment::{self, AsAtBanner, MomentChooser};
use super::register::query::{FactsPick, Filters, Pick};
use super::words::counted;
use crate::features::rating::{RATINGS, segments, tone};
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{EmptyState, Legend, Load, PageHeading, StackedBar, StatTile};
use crate::{api, dates};
use attention::AttentionList;
use breakdown::Breakdowns;
use silent::SilentList;

/// The lists behind the figures: the register at the moment that the overview shows.
#[derive(Clone)]
struct Behind {
    plan: PlanRef,
    moment: Moment,
}

impl Behind {
    fn href(&self, edit: impl FnOnce(&mut Filters)) -> String {
        let mut filters = Filters {
            moment: self.moment,
            ..Filters::default()
        };
        edit(&mut filters);
        filters.href(&self.plan.slug)
    }

    fn action(&self, action: &shared::plans::api::ActionRef) -> String {
        moment::href(
            &super::register::action_href(&self.plan.slug, None, action.id),
            self.moment,
        )
    }
}

/// A rating as the register's filter.
const fn pick(rating: Option<Brag>) -> Pick<Brag> {
    match rating {
        Some(brag) => Pick::Only(brag),
        None => Pick::Without,
    }
}

/// The page.
#[component]
pub fn OverviewPage(plan: String) -> impl IntoView {
    let moment = moment::here();
    let overview = api::load({
        let plan = plan.clone();
        move |client| {
            let (plan, moment) = (plan.clone(), moment.get());
            async move { client.overview(&plan, moment).await }
        }
    });
    let answer = Signal::derive(move || overview.get().and_then(Result::ok));
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
        |overview: &Overview| overview.totals.total() == 0,
        || {
            view! {
                <EmptyState title="This plan has no actions to rate">
                    <p>"The overview counts every action of the plan. Once it has some, they stand here."</p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Where the plan stands" caption />
        <AsAtBanner as_at />
        <MomentChooser cycles shown />
        <Load resource=overview empty children=move |overview| view! { <Standing overview moment /> } />
    }
}

#[component]
fn Standing(overview: Overview, moment: Memo<Moment>) -> impl IntoView {
    let behind = Behind {
        plan: overview.plan.clone(),
        moment: moment.get_untracked(),
    };
    let cycle = overview.cycle.clone();
    let without_cycle = cycle.is_none().then(|| {
        let href = Route::Cycles { plan: overview.plan.slug.clone() }.href();
        view! {
            <p class="govuk-body">
                "This plan has no reporting cycle yet, so nothing has been rated. " <a href=href>"See the reporting cycles"</a>
            </p>
        }
    });
    let (silent_behind, breakdown_behind, attention_behind) =
        (behind.clone(), behind.clone(), behind.clone());
    let (attention, silent) = (overview.attention.clone(), overview.silent.clone());
    let totals = overview.totals;
    view! {
        <Headline totals cycle=cycle.clone() />
        {without_cycle}
        <Totals totals behind=behind.clone() />
        <Differing count=overview.differing behind />
        <AttentionList items=attention behind=attention_behind />
        <Breakdowns overview behind=breakdown_behind />
        <SilentList items=silent cycle behind=silent_behind />
    }
}

/// The state of the plan in one sentence, and of the cycle in another.
#[component]
fn Headline(totals: BragCounts, cycle: Option<CycleView>) -> impl IntoView {
    let period = cycle.map(|cycle| {
        let due = if cycle.due < dates::today() {
            "were due by"
        } else {
            "are due by"
        };
        format!(
            "{}: reports on {} to {} {due} {}.",
            cycle.name,
            dates::day(cycle.observes_from),
            dates::day(cycle.observes_to),
            dates::day(cycle.due),
        )
    });
    view! {
        <p class="govuk-body-l tl-measure">{sentence(&totals)}</p>
        {period.map(|words| view! { <p class="govuk-body tl-muted">{words}</p> })}
    }
}

/// "Of 22 actions, 2 are off track and 4 at risk. 9 are on track, 1 is complete, and 6 have not been reported."
fn sentence(totals: &BragCounts) -> String {
    let all = usize::try_from(totals.total()).unwrap_or(usize::MAX);
    if totals.grey == totals.total() {
        return match all {
            1 => "The plan's only action has not been reported in this cycle.".to_owned(),
            _ => format!(
                "None of the {} has been reported in this cycle.",
                counted(all, "action")
            ),
        };
    }
    let number = |count: u32| match count {
        0 => "None".to_owned(),
        _ => count.to_string(),
    };
    let be = |count: u32| if count == 1 { "is" } else { "are" };
    let have = |count: u32| if count == 1 { "has" } else { "have" };
    let worry = match (totals.red, totals.amber) {
        (0, 0) => "none is off track or at risk".to_owned(),
        (0, amber) => format!("none is off track and {amber} {} at risk", be(amber)),
        (red, 0) => format!("{red} {} off track and none is at risk", be(red)),
        (red, amber) => format!("{red} {} off track and {amber} at risk", be(red)),
    };
    let rest = format!(
        "{} {} on track, {} complete, and {} {} not been reported.",
        number(totals.green),
        be(totals.green),
        number(totals.blue).to_lowercase(),
        number(totals.grey).to_lowercase(),
        have(totals.grey),
    );
    format!("Of {}, {worry}. {rest}", counted(all, "action"))
}

/// The five figures, each opening its list, and the whole as one bar.
#[component]
fn Totals(totals: BragCounts, behind: Behind) -> impl IntoView {
    let tiles = RATINGS
        .into_iter()
        .map(|rating| {
            let href = behind.href(|filters| filters.rating = pick(rating));
            view! {
                <li>
                    <StatTile value=totals.of(rating).to_string() label=brag_label(rating) href tone=tone(rating) />
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="totals">
            <h2 class="govuk-visually-hidden" id="totals">
                "All actions by rating"
            </h2>
            <ul class="tl-stats tl-overview__stats">{tiles}</ul>
            <div class="tl-overview__bar">
                <StackedBar title="All actions by rating" segments=segments(&totals, |_| None) legend=Legend::Hidden />
            </div>
        </section>
    }
}

/// How many owners rate otherwise than their dates say, with the list of them.
#[component]
fn Differing(count: u32, behind: Behind) -> impl IntoView {
    (count > 0).then(|| {
        let href = behind.href(|filters| filters.facts = FactsPick::Differ);
        let words = match count {
            1 => "1 action is rated otherwise than its dates and milestones say".to_owned(),
            _ => format!("{count} actions are rated otherwise than their dates and milestones say"),
        };
        view! {
            <p class="govuk-body">
                <a href=href>{words}</a>
            </p>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_reads_as_a_sentence() {
        let mut totals = BragCounts {
            blue: 1,
            red: 2,
            amber: 4,
            green: 9,
            grey: 6,
        };
        assert_eq!(
            sentence(&totals),
            "Of 22 actions, 2 are off track and 4 at risk. 9 are on track, 1 complete, and 6 have not been reported."
        );
        totals = BragCounts {
            red: 1,
            grey: 1,
            ..BragCounts::default()
        };
        assert_eq!(
            sentence(&totals),
            "Of 2 actions, 1 is off track and none is at risk. None are on track, none complete, and 1 has not been reported."
        );
        totals = BragCounts {
            grey: 22,
            ..BragCounts::default()
        };
        assert_eq!(
            sentence(&totals),
            "None of the 22 actions has been reported in this cycle."
        );
    }
}
