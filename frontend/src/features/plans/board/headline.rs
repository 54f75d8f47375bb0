use leptos::prelude::*;
use shared::plans::board::api::Tally;
use shared::updates::api::{BragCounts, CycleView};
use shared::updates::brag_label;

use super::behind::{Behind, pick};
use crate::dates;
use crate::features::plans::register::query::FactsPick;
use crate::features::plans::words::{changed_by, counted};
use crate::features::rating::{RATINGS, segments, tone};
use crate::ui::{Legend, StackedBar, StatTile};

/// The state of the plan in one sentence, and of the cycle in another.
#[component]
pub fn Headline(totals: BragCounts, cycle: Option<CycleView>) -> impl IntoView {
    let asked = cycle
        .as_ref()
        .filter(|cycle| !cycle.scope.is_whole_plan())
        .map(|cycle| asked(cycle.owed, cycle.owed.saturating_sub(cycle.accepted)));
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
        {asked.map(|words| view! { <p class="govuk-body tl-measure">{words}</p> })}
    }
}

/// What a cycle that does not ask about the whole plan still misses.
fn asked(owed: u32, missing: u32) -> String {
    let owed = usize::try_from(owed).unwrap_or(usize::MAX);
    let missing = match missing {
        0 => "all of it has been reported".to_owned(),
        1 => "1 has not been reported".to_owned(),
        more => format!("{more} have not been reported"),
    };
    format!(
        "This cycle asks about {} of the plan: {missing}. Nothing is due on the others.",
        counted(owed, "action")
    )
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

/// The five figures with what has changed, each opening its list, and the whole as one bar.
#[component]
pub fn Totals(totals: Tally, differing: u32, behind: Behind) -> impl IntoView {
    let Tally { counts, before, .. } = totals;
    let tiles = RATINGS
        .into_iter()
        .map(|rating| {
            let href = behind.href(|filters| filters.rating = pick(rating));
            let change = before.map(|before| changed_by(before.of(rating), counts.of(rating)));
            view! {
                <li>
                    <StatTile
                        value=counts.of(rating).to_string()
                        label=brag_label(rating)
                        href
                        tone=tone(rating)
                        note=change
                    />
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="tl-overview__part" aria-labelledby="totals">
            <h2 class="govuk-heading-m" id="totals">
                "All actions by rating"
            </h2>
            <ul class="tl-stats tl-overview__stats">{tiles}</ul>
            <div class="tl-overview__bar">
                <StackedBar title="All actions by rating" segments=segments(&counts, |_| None) legend=Legend::Hidden />
            </div>
            <Differing count=differing behind />
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
    fn a_cycle_that_asks_about_some_says_what_it_misses() {
        assert_eq!(
            asked(1, 1),
            "This cycle asks about 1 action of the plan: 1 has not been reported. Nothing is due on the others."
        );
        assert!(asked(3, 2).contains("3 actions of the plan: 2 have not been reported"));
        assert!(asked(3, 0).contains("all of it has been reported"));
    }

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
