//! Commitments: dates that were promised, and how often and how far they have moved since.

use crate::calendar::PartialDate;

/// By how many days a date moves, counted between the last days that the two can mean: later is
/// more than nothing, earlier is less.
pub fn days_moved(from: &PartialDate, to: &PartialDate) -> i64 {
    to.end().signed_duration_since(from.end()).num_days()
}

/// Whether a change of a date breaks or keeps a promise: there was a date, and it became another
/// one or was taken away. A first date is a promise made, not moved.
pub fn is_move(from: Option<&PartialDate>, to: Option<&PartialDate>) -> bool {
    from.is_some() && from != to
}

/// How often dates have moved, and by how many days in all.
pub fn moved_in_all<'m>(
    moves: impl IntoIterator<Item = (Option<&'m PartialDate>, Option<&'m PartialDate>)>,
) -> (u32, i64) {
    moves
        .into_iter()
        .filter(|(from, to)| is_move(*from, *to))
        .fold((0, 0), |(times, days), (from, to)| {
            let moved = from.zip(to).map_or(0, |(from, to)| days_moved(from, to));
            (times + 1, days + moved)
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn moves_are_told_apart_from_first_dates() {
        let (one, two) = (date("2026-03"), date("2026-04-10"));
        assert!(!is_move(None, Some(&one)));
        assert!(!is_move(Some(&one), Some(&one)));
        assert!(is_move(Some(&one), Some(&two)));
        assert!(is_move(Some(&one), None));
        assert_eq!(days_moved(&one, &two), 10);
        assert_eq!(days_moved(&two, &one), -10);
        assert_eq!(
            moved_in_all([
                (None, Some(&one)),
                (Some(&one), Some(&two)),
                (Some(&two), None),
                (None, Some(&two)),
            ]),
            (2, 10)
        );
    }

    proptest! {
        /// However a date goes to and fro, the days in all are those between its first and its last.
        #[test]
        fn days_add_up(days in prop::collection::vec(0i64..2000, 2..12)) {
            let base: chrono::NaiveDate = "2026-01-01".parse().unwrap();
            let dates: Vec<PartialDate> = days
                .iter()
                .map(|days| PartialDate::day(base + chrono::Duration::days(*days)).unwrap())
                .collect();
            let pairs = dates.windows(2).map(|pair| (Some(&pair[0]), Some(&pair[1])));
            let (times, moved) = moved_in_all(pairs);
            prop_assert_eq!(moved, days[days.len() - 1] - days[0]);
            prop_assert!(usize::try_from(times).unwrap() < days.len());
        }
    }
}
