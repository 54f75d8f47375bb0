//! Dates that were promised and have moved.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::plans::api::{Commitment, DateMove};
use shared::plans::moved_in_all;

use crate::dates;
use crate::features::plans::words::counted;

/// What has moved, how often and how far, with each move. Nothing where every date stands as it was promised; at an earlier
/// day, what came later is left out.
#[component]
pub fn Commitments(items: Vec<Commitment>, as_at: Option<NaiveDate>) -> impl IntoView {
    let items: Vec<Commitment> = items
        .into_iter()
        .filter_map(|item| until(item, as_at))
        .collect();
    (!items.is_empty()).then(|| {
        let items = items.into_iter().map(item_view).collect_view();
        view! {
            <section class="tl-commitments" aria-labelledby="commitments">
                <h3 class="govuk-heading-s" id="commitments">
                    "Dates that have moved"
                </h3>
                <ul class="tl-plain-list">{items}</ul>
            </section>
        }
    })
}

/// The commitment as it stood on a day; none where nothing had moved by then.
fn until(item: Commitment, as_at: Option<NaiveDate>) -> Option<Commitment> {
    let moves: Vec<DateMove> = item
        .moves
        .into_iter()
        .filter(|one| as_at.is_none_or(|day| dates::civil(one.at) <= day))
        .collect();
    let (times, days) = moved_in_all(moves.iter().map(|one| (one.from.as_ref(), one.to.as_ref())));
    (times > 0).then_some(Commitment {
        times,
        days,
        moves,
        ..item
    })
}

fn item_view(item: Commitment) -> impl IntoView {
    let moves = item
        .moves
        .into_iter()
        .map(|one| {
            let by = one.by.map(|by| format!(", agreed by {by}"));
            view! {
                <li>
                    {change(&one.from, &one.to)}
                    <span class="tl-muted">{format!(" on {}", dates::day_of(one.at))} {by}</span>
                    {one.reason.map(|reason| view! { <span class="tl-prose tl-words__reason">{reason}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <li>
            <strong>{item.what}</strong>
            " "
            {summary(item.times, item.days)}
            <ul class="govuk-list govuk-list--bullet">{moves}</ul>
        </li>
    }
}

fn change(
    from: &Option<shared::calendar::PartialDate>,
    to: &Option<shared::calendar::PartialDate>,
) -> String {
    let words = |date: &Option<shared::calendar::PartialDate>| {
        date.as_ref()
            .map_or_else(|| "no date".to_owned(), dates::printed)
    };
    format!("From {} to {}", words(from), words(to))
}

/// "moved twice, by 45 days in all".
fn summary(times: u32, days: i64) -> String {
    let often = match times {
        1 => "moved once".to_owned(),
        2 => "moved twice".to_owned(),
        times => format!("moved {times} times"),
    };
    let far = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
    let far = match (days, times) {
        (0, _) => return often,
        (1.., 1) => format!("{} later", counted(far, "day")),
        (1.., _) => format!("{} later in all", counted(far, "day")),
        (_, 1) => format!("{} earlier", counted(far, "day")),
        (_, _) => format!("{} earlier in all", counted(far, "day")),
    };
    format!("{often}, {far}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_often_and_how_far_reads_as_words() {
        assert_eq!(summary(1, 30), "moved once, 30 days later");
        assert_eq!(summary(2, 1), "moved twice, 1 day later in all");
        assert_eq!(summary(3, -5), "moved 3 times, 5 days earlier in all");
        assert_eq!(summary(2, 0), "moved twice");
    }
}
