use chrono::NaiveDate;
use shared::updates::api::MyWork;

use crate::dates;

/// What is due, in one sentence, for the head of the page; nothing where nothing is.
///
/// It counts what the person can begin, what was begun and what came back.
pub fn sentence(work: &MyWork, today: NaiveDate) -> Option<String> {
    let begun = work.drafts.iter().chain(&work.returned);
    let owed = work.owed.iter().filter(|owed| owed.can_start);
    let days: Vec<NaiveDate> = begun
        .map(|update| update.due)
        .chain(owed.map(|owed| owed.due))
        .collect();
    let late = days.iter().filter(|day| **day < today).count();
    let soon = days.iter().filter(|day| **day >= today).min().map(|first| {
        let count = days.iter().filter(|day| *day == first).count();
        format!(
            "{} due by {}, {}",
            updates(count),
            dates::day(*first),
            distance(today, *first)
        )
    });
    let late = (late > 0).then(|| format!("{} overdue", updates(late)));
    let parts: Vec<String> = [late, soon].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join(". ")))
}

fn updates(count: usize) -> String {
    match count {
        1 => "1 update is".to_owned(),
        _ => format!("{count} updates are"),
    }
}

/// How far away a day is, for people who plan their week.
pub fn distance(today: NaiveDate, day: NaiveDate) -> String {
    match day.signed_duration_since(today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days if days > 0 => format!("in {days} days"),
        _ => dates::ago(day, today),
    }
}

#[cfg(test)]
mod tests {
    use shared::agencies::api::AgencyRef;
    use shared::plans::api::{ActionRef, PlanRef};
    use shared::updates::CycleState;
    use shared::updates::api::{CycleRef, Owed};
    use uuid::Uuid;

    use super::*;

    fn owed(due: &str, can_start: bool) -> Owed {
        let id = Uuid::from_u128(1);
        Owed {
            plan: PlanRef {
                id: id.into(),
                slug: "kent".into(),
                title: "Kent".into(),
            },
            action: ActionRef {
                id: id.into(),
                reference: "3.1".into(),
                title: "Crisis care".into(),
            },
            cycle: CycleRef {
                id: id.into(),
                name: "Autumn".into(),
            },
            cycle_state: CycleState::Open,
            agency: AgencyRef {
                id: id.into(),
                name: "Council".into(),
                abbreviation: None,
            },
            due: due.parse().unwrap(),
            last_brag: None,
            can_start,
        }
    }

    fn work(owed: Vec<Owed>) -> MyWork {
        MyWork {
            returned: Vec::new(),
            to_review: Vec::new(),
            unchanged: Vec::new(),
            to_endorse: Vec::new(),
            drafts: Vec::new(),
            owed,
            submitted: Vec::new(),
            upcoming: Vec::new(),
        }
    }

    #[test]
    fn what_is_late_comes_first_and_only_the_next_day_is_named() {
        let today = "2026-11-22".parse().unwrap();
        let words = |owed| sentence(&work(owed), today);
        assert_eq!(words(Vec::new()), None);
        assert_eq!(words(vec![owed("2026-11-30", false)]), None);
        assert_eq!(
            words(vec![
                owed("2026-12-15", true),
                owed("2026-11-30", true),
                owed("2026-11-30", true),
                owed("2026-11-01", true),
            ])
            .as_deref(),
            Some("1 update is overdue. 2 updates are due by 30 November 2026, in 8 days.")
        );
    }

    #[test]
    fn days_are_near_or_far() {
        let today = "2026-11-22".parse().unwrap();
        let words = |day: &str| distance(today, day.parse().unwrap());
        assert_eq!(words("2026-11-22"), "today");
        assert_eq!(words("2026-11-23"), "tomorrow");
        assert_eq!(words("2026-12-01"), "in 9 days");
        assert_eq!(words("2026-11-19"), "3 days ago");
    }
}
