use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::PartialDate,
    plans::ActionState,
    updates::{Brag, CycleState},
};

use super::Show;

/// Why an action needs a board's attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is reported as off track.
    Red,
    /// It is rated worse than in the cycle before.
    Falling,
    /// A date that was promised has passed.
    Overdue,
    /// An agency with a part in it does not agree with the report.
    Disputed,
    /// The report was due and has not come.
    Silent,
}

impl Reason {
    /// Every reason, the gravest first.
    pub const ALL: &'static [Self] = &[
        Self::Red,
        Self::Falling,
        Self::Overdue,
        Self::Disputed,
        Self::Silent,
    ];

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Red => "Off track",
            Self::Falling => "Falling",
            Self::Overdue => "Overdue",
            Self::Disputed => "Disputed",
            Self::Silent => "Silent",
        }
    }

    /// What the word means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Red => "The latest report says that it is off track",
            Self::Falling => "It is rated worse than in the reporting cycle before",
            Self::Overdue => "Its end date, or the date of one of its milestones, has passed",
            Self::Disputed => "An agency with a part in it does not agree with the report",
            Self::Silent => "A report was due and has not been accepted",
        }
    }

    /// The list of the actions that it concerns.
    pub const fn show(self) -> Show {
        match self {
            Self::Red => Show::Red,
            Self::Falling => Show::Falling,
            Self::Overdue => Show::Overdue,
            Self::Disputed => Show::Disputed,
            Self::Silent => Show::Silent,
        }
    }
}

/// Whether a rating is worse than the one before. What is not reported on either side is silence,
/// not a fall.
pub fn has_fallen(before: Option<Brag>, now: Option<Brag>) -> bool {
    before
        .zip(now)
        .is_some_and(|(before, now)| severity(now) > severity(before))
}

const fn severity(brag: Brag) -> u8 {
    match brag {
        Brag::Blue => 0,
        Brag::Green => 1,
        Brag::Amber => 2,
        Brag::Red => 3,
    }
}

/// The first date of an action that has passed on `day` without its being met: its own end, or
/// one of `milestones`, those that are still planned. Only work that is under way is late; a date
/// has passed when every day that it can mean has.
pub fn overdue_since<'d>(
    state: ActionState,
    ends: Option<&'d PartialDate>,
    milestones: impl IntoIterator<Item = &'d PartialDate>,
    day: NaiveDate,
) -> Option<NaiveDate> {
    if !state.owes_updates() {
        return None;
    }
    ends.into_iter()
        .chain(milestones)
        .map(PartialDate::end)
        .filter(|end| *end < day)
        .min()
}

/// What can be seen of an action on a day.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Where it stands.
    pub state: ActionState,
    /// The cycle that is looked at.
    pub cycle: Option<CycleState>,
    /// The rating in that cycle.
    pub brag: Option<Brag>,
    /// The rating in the cycle before.
    pub before: Option<Brag>,
    /// Whether that cycle asks about it.
    pub asked: bool,
    /// Whether a report of that cycle has been accepted.
    pub reported: bool,
    /// Since when a date of it has passed.
    pub overdue: Option<NaiveDate>,
    /// Whether an agency with a part in it disputes the report.
    pub disputed: bool,
}

impl Signs {
    /// Why the action needs attention, the gravest reason first. Silence counts from the day after
    /// reports were due.
    pub fn reasons(&self) -> Vec<Reason> {
        let late = match self.cycle {
            Some(CycleState::Grace | CycleState::Closed | CycleState::Locked) => true,
            Some(CycleState::Scheduled | CycleState::Open) | None => false,
        };
        Reason::ALL
            .iter()
            .copied()
            .filter(|reason| match reason {
                Reason::Red => self.brag == Some(Brag::Red),
                Reason::Falling => has_fallen(self.before, self.brag),
                Reason::Overdue => self.overdue.is_some(),
                Reason::Disputed => self.disputed,
                Reason::Silent => late && self.asked && !self.reported && self.state.owes_updates(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    const QUIET: Signs = Signs {
        state: ActionState::InProgress,
        cycle: Some(CycleState::Open),
        brag: None,
        before: None,
        asked: true,
        reported: false,
        overdue: None,
        disputed: false,
    };

    #[test]
    fn a_fall_is_from_a_better_rating_to_a_worse_one() {
        let order = [Brag::Blue, Brag::Green, Brag::Amber, Brag::Red];
        for (i, before) in order.into_iter().enumerate() {
            for (j, now) in order.into_iter().enumerate() {
                assert_eq!(has_fallen(Some(before), Some(now)), j > i);
            }
            assert!(!has_fallen(Some(before), None) && !has_fallen(None, Some(before)));
        }
    }

    #[test]
    fn a_date_is_late_when_all_of_it_has_passed() {
        let ends = date("2026-03");
        let late = |state, text: &str| overdue_since(state, Some(&ends), [], day(text));
        assert_eq!(late(ActionState::Agreed, "2026-03-31"), None);
        assert_eq!(
            late(ActionState::Agreed, "2026-04-01"),
            Some(day("2026-03-31"))
        );
        for state in ActionState::ALL.iter().copied() {
            assert_eq!(
                late(state, "2026-04-01").is_some(),
                state.owes_updates(),
                "{state:?}"
            );
        }
        let step = date("2026-01-15");
        assert_eq!(
            overdue_since(ActionState::Agreed, Some(&ends), [&step], day("2026-04-01")),
            Some(day("2026-01-15")),
            "the first date that has passed"
        );
    }

    #[test]
    fn silence_counts_once_reports_were_due() {
        for (cycle, counts) in [
            (None, false),
            (Some(CycleState::Scheduled), false),
            (Some(CycleState::Open), false),
            (Some(CycleState::Grace), true),
            (Some(CycleState::Closed), true),
            (Some(CycleState::Locked), true),
        ] {
            let signs = Signs { cycle, ..QUIET };
            assert_eq!(signs.reasons().contains(&Reason::Silent), counts);
            let reported = Signs {
                reported: true,
                ..signs
            };
            assert!(reported.reasons().is_empty());
            let not_asked = Signs {
                asked: false,
                ..signs
            };
            assert!(not_asked.reasons().is_empty());
            let paused = Signs {
                state: ActionState::Paused,
                ..signs
            };
            assert!(paused.reasons().is_empty());
        }
    }

    #[test]
    fn every_reason_is_given_the_gravest_first() {
        let signs = Signs {
            brag: Some(Brag::Red),
            before: Some(Brag::Green),
            reported: true,
            overdue: Some(day("2026-01-01")),
            disputed: true,
            ..QUIET
        };
        assert_eq!(
            signs.reasons(),
            [
                Reason::Red,
                Reason::Falling,
                Reason::Overdue,
                Reason::Disputed
            ]
        );
        assert!(QUIET.reasons().is_empty());
    }
}
