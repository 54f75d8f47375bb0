use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::updates::CycleState;

/// How many cycles the grid shows: the latest that have opened.
pub const GRID_CYCLES: usize = 6;

/// What is known of one action in one cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether the action owes an update in the cycle.
    pub owes: bool,
    /// Whether an update on it was accepted.
    pub accepted: bool,
    /// The day on which one was first sent for review.
    pub sent: Option<NaiveDate>,
    /// Whether one waits for its review.
    pub waits: bool,
}

/// The reports of one agency in one cycle, as numbers of actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Those that owe an update, and those that have had one accepted.
    pub owed: u32,
    /// Those with an accepted update.
    pub accepted: u32,
    /// Of those, how many were first sent after the due date.
    pub late: u32,
    /// Those without an accepted update.
    pub not_reported: u32,
    /// Of those, how many wait for a review.
    pub submitted: u32,
}

impl Tally {
    /// Counts one action in a cycle that is due on `due`.
    pub fn add(&mut self, report: Report, due: NaiveDate) {
        if report.accepted {
            self.owed += 1;
            self.accepted += 1;
            self.late += u32::from(report.sent.is_some_and(|sent| sent > due));
        } else if report.owes {
            self.owed += 1;
            self.not_reported += 1;
            self.submitted += u32::from(report.waits);
        }
    }

    /// What the numbers say while the cycle stands at `cycle`.
    pub const fn standing(&self, cycle: CycleState) -> Standing {
        let running = matches!(cycle, CycleState::Scheduled | CycleState::Open);
        match (self.owed, self.not_reported, self.late, self.accepted) {
            (0, ..) => Standing::NothingOwed,
            (_, 0, 0, _) => Standing::AllReported,
            (_, 0, ..) => Standing::ReportedLate,
            _ if running => Standing::StillDue,
            (.., 0) => Standing::Silent,
            _ => Standing::PartlyReported,
        }
    }
}

/// How an agency stands in a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It owed nothing.
    NothingOwed,
    /// Everything was sent by the due date and accepted.
    AllReported,
    /// Everything was accepted, and some of it was sent after the due date.
    ReportedLate,
    /// Something is missing, and the due date has not passed.
    StillDue,
    /// The due date has passed, and something is missing.
    PartlyReported,
    /// The due date has passed, and nothing was reported.
    Silent,
}

impl Standing {
    /// Every standing.
    pub const ALL: &'static [Self] = &[
        Self::NothingOwed,
        Self::AllReported,
        Self::ReportedLate,
        Self::StillDue,
        Self::PartlyReported,
        Self::Silent,
    ];

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NothingOwed => "Nothing owed",
            Self::AllReported => "All reported",
            Self::ReportedLate => "Reported late",
            Self::StillDue => "Still due",
            Self::PartlyReported => "Partly reported",
            Self::Silent => "None reported",
        }
    }
}

/// The whole days since `last`; none for what was never reported, or is yet to come.
pub fn days_silent(last: Option<NaiveDate>, today: NaiveDate) -> Option<u32> {
    u32::try_from(today.signed_duration_since(last?).num_days()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const NOTHING: Report = Report {
        owes: true,
        accepted: false,
        sent: None,
        waits: false,
    };

    fn accepted(sent: &str) -> Report {
        Report {
            accepted: true,
            sent: Some(day(sent)),
            ..NOTHING
        }
    }

    fn tally(reports: &[Report]) -> Tally {
        let mut tally = Tally::default();
        for report in reports {
            tally.add(*report, day("2026-10-14"));
        }
        tally
    }

    #[test]
    fn an_agency_stands_as_its_reports_say() {
        use CycleState::{Closed, Grace, Open};
        let in_time = accepted("2026-10-14");
        let late = accepted("2026-10-15");
        let stopped = Report {
            owes: false,
            ..NOTHING
        };
        let table: [(&[Report], CycleState, Standing); 11] = [
            (&[], Open, Standing::NothingOwed),
            (&[stopped], Closed, Standing::NothingOwed),
            (&[in_time], Open, Standing::AllReported),
            (&[in_time, stopped], Closed, Standing::AllReported),
            (&[in_time, late], Closed, Standing::ReportedLate),
            (&[NOTHING], Open, Standing::StillDue),
            (&[in_time, NOTHING], Open, Standing::StillDue),
            (&[in_time, NOTHING], Grace, Standing::PartlyReported),
            (&[late, NOTHING], Closed, Standing::PartlyReported),
            (&[NOTHING], Grace, Standing::Silent),
            (&[NOTHING, NOTHING], Closed, Standing::Silent),
        ];
        for (reports, cycle, standing) in table {
            assert_eq!(
                tally(reports).standing(cycle),
                standing,
                "{reports:?} {cycle:?}"
            );
        }
    }

    #[test]
    fn what_was_accepted_counts_though_the_action_has_stopped_since() {
        let stopped = Report {
            owes: false,
            ..accepted("2026-10-20")
        };
        assert_eq!(
            tally(&[stopped]),
            Tally {
                owed: 1,
                accepted: 1,
                late: 1,
                ..Tally::default()
            }
        );
    }

    #[test]
    fn silence_is_counted_in_days() {
        let today = day("2026-11-02");
        // The clocks went back on 25 October, which makes no day longer here.
        assert_eq!(days_silent(Some(day("2026-10-20")), today), Some(13));
        assert_eq!(days_silent(Some(today), today), Some(0));
        assert_eq!(days_silent(Some(day("2026-11-03")), today), None);
        assert_eq!(days_silent(None, today), None);
    }

    prop_compose! {
        fn any_report()(owes: bool, accepted: bool, waits: bool, sent in proptest::option::of(0i64..40)) -> Report {
            Report { owes, accepted, waits, sent: sent.map(|days| day("2026-10-01") + chrono::Duration::days(days)) }
        }
    }

    proptest! {
        /// Every action that is counted is either reported or not, and the smaller numbers are parts of the larger.
        #[test]
        fn the_numbers_add_up(reports in proptest::collection::vec(any_report(), 0..20)) {
            let tally = tally(&reports);
            prop_assert_eq!(tally.owed, tally.accepted + tally.not_reported);
            prop_assert!(tally.late <= tally.accepted && tally.submitted <= tally.not_reported);
        }
    }
}
