use chrono::{Datelike, NaiveDate};
use shared::calendar::month_in_words;

use crate::dates;

/// "1 July to 30 September 2026": what both days share is said once.
pub fn days(from: NaiveDate, to: NaiveDate) -> String {
    let same_year = from.year() == to.year();
    let start = match (same_year, same_year && from.month() == to.month()) {
        _ if from == to => return dates::day(from),
        (true, true) => from.day().to_string(),
        (true, false) => format!("{} {}", from.day(), month_in_words(from)),
        (false, _) => dates::day(from),
    };
    format!("{start} to {}", dates::day(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_say_what_is_shared_once() {
        let table = [
            ("2026-07-01", "2026-07-01", "1 July 2026"),
            ("2026-07-01", "2026-07-31", "1 to 31 July 2026"),
            ("2026-07-01", "2026-09-30", "1 July to 30 September 2026"),
            (
                "2026-10-01",
                "2027-01-31",
                "1 October 2026 to 31 January 2027",
            ),
        ];
        for (from, to, words) in table {
            assert_eq!(days(from.parse().unwrap(), to.parse().unwrap()), words);
        }
    }
}
