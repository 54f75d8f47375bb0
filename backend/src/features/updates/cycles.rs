//! Reporting cycles: which one is current.

use chrono::NaiveDate;
use shared::updates::CycleState;

use super::records::dates;

/// The cycle whose ratings are shown on `today` when nobody asks for another one: of those that
/// take updates the one that opened last, else the one that closed last.
pub fn current(
    cycles: &[entities::cycle::Model],
    today: NaiveDate,
) -> Option<&entities::cycle::Model> {
    let state = |cycle: &entities::cycle::Model| dates(cycle).state_on(today);
    cycles
        .iter()
        .filter(|cycle| state(cycle).takes_updates().is_ok())
        .max_by_key(|cycle| (cycle.opens, cycle.id))
        .or_else(|| {
            cycles
                .iter()
                .filter(|cycle| state(cycle) == CycleState::Closed)
                .max_by_key(|cycle| (cycle.closes, cycle.opens, cycle.id))
        })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn cycle(number: u128, opens: &str, due: &str, closes: &str) -> entities::cycle::Model {
        let day = |text: &str| text.parse().unwrap();
        entities::cycle::Model {
            id: Uuid::from_u128(number),
            plan_id: Uuid::from_u128(0),
            name: number.to_string(),
            observes_from: day("2026-01-01"),
            observes_to: day("2026-03-31"),
            opens: day(opens),
            due: day(due),
            closes: day(closes),
            instructions: String::new(),
            version: 1,
        }
    }

    #[test]
    fn the_current_cycle_takes_updates_or_did_last() {
        let cycles = [
            cycle(1, "2026-01-01", "2026-01-10", "2026-01-20"),
            cycle(2, "2026-04-01", "2026-04-10", "2026-04-20"),
            cycle(3, "2026-04-15", "2026-04-25", "2026-04-30"),
        ];
        let on = |day: &str| current(&cycles, day.parse().unwrap()).map(|cycle| cycle.id.as_u128());
        assert_eq!(on("2025-12-31"), None);
        assert_eq!(on("2026-01-01"), Some(1));
        assert_eq!(on("2026-02-01"), Some(1));
        assert_eq!(on("2026-04-12"), Some(2));
        assert_eq!(on("2026-04-16"), Some(3));
        assert_eq!(on("2026-12-01"), Some(3));
    }
}
