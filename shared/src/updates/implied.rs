//! The rating that the facts imply, and why.
//!
//! It is computed, never set, and stands beside the owner's rating. The worst of its reasons
//! counts. Where there is neither a date nor a milestone to go by it says so, and claims nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::PartialDate,
    ids::MilestoneId,
    plans::{ActionState, api::MilestoneState},
};

use super::{
    Brag, DeliveryStatus,
    api::{MilestoneReport, UpdateContent},
};

/// A report that is older than this many days says nothing any more about today.
pub const SILENT_DAYS: u32 = 120;
/// A milestone that is late by more than this many days puts its action off track.
pub const LATE_DAYS: u32 = 30;
/// A milestone whose date has moved this often puts its action at risk until it is done.
pub const MOVES: i32 = 2;

/// What is known of a milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MilestoneFact {
    /// Which.
    pub id: MilestoneId,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<PartialDate>,
    /// Where it stands.
    pub state: MilestoneState,
    /// How often its date has moved.
    pub moves: i32,
}

/// What is known of an action, whatever its owner says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facts {
    /// Where it stands.
    pub state: ActionState,
    /// When it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<PartialDate>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<PartialDate>,
    /// The day on which the last report was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_report: Option<NaiveDate>,
    /// Its milestones.
    pub milestones: Vec<MilestoneFact>,
}

/// One reason for the implied rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ImpliedReason {
    /// It is complete.
    Complete,
    /// It is said to be complete while milestones are not done.
    Undone {
        /// How many.
        count: u32,
    },
    /// Its end has passed.
    PastEnd {
        /// By how many days.
        days: u32,
    },
    /// Its start has passed and work has not begun.
    NotBegun {
        /// By how many days.
        days: u32,
    },
    /// Milestones are past their date and not done.
    MilestonesPast {
        /// How many.
        count: u32,
        /// By how many days the latest of them is late.
        days: u32,
    },
    /// Milestones that are still to come have moved again and again.
    MilestonesMoved {
        /// How many.
        count: u32,
        /// How often in all.
        times: u32,
    },
    /// The last report is old.
    Silent {
        /// How many days old.
        days: u32,
    },
    /// It is paused or deferred.
    OnHold,
    /// Its dates are kept so far.
    Kept,
    /// It has no dates and no milestones, or it is not agreed or has been stopped.
    NothingToGoBy,
}

impl ImpliedReason {
    /// The rating that it would imply alone.
    pub const fn brag(self) -> Option<Brag> {
        match self {
            Self::Complete => Some(Brag::Blue),
            Self::PastEnd { .. } => Some(Brag::Red),
            Self::MilestonesPast { days, .. } if days > LATE_DAYS => Some(Brag::Red),
            Self::MilestonesPast { .. }
            | Self::Undone { .. }
            | Self::NotBegun { .. }
            | Self::MilestonesMoved { .. }
            | Self::Silent { .. }
            | Self::OnHold => Some(Brag::Amber),
            Self::Kept => Some(Brag::Green),
            Self::NothingToGoBy => None,
        }
    }

    /// The reason as a sentence without its full stop.
    pub fn in_words(self) -> String {
        let days = |days: u32| counted(days, "day");
        let milestones = |count: u32| counted(count, "milestone");
        match self {
            Self::Complete => "The action is complete".to_owned(),
            Self::Undone { count: 1 } => "A milestone is not done".to_owned(),
            Self::Undone { count } => format!("{} are not done", milestones(count)),
            Self::PastEnd { days: late } => format!("Its end date passed {} ago", days(late)),
            Self::NotBegun { days: late } => format!(
                "It was to start {} ago and is not reported as begun",
                days(late)
            ),
            Self::MilestonesPast {
                count: 1,
                days: late,
            } => format!("A milestone is not done and is {} late", days(late)),
            Self::MilestonesPast { count, days: late } => format!(
                "{} are not done and late, the longest by {}",
                milestones(count),
                days(late)
            ),
            Self::MilestonesMoved { count: 1, times } => {
                format!("The date of a milestone has moved {times} times")
            }
            Self::MilestonesMoved { count, times } => format!(
                "The dates of {} have moved {times} times in all",
                milestones(count)
            ),
            Self::Silent { days: old } => format!("The last report is {} old", days(old)),
            Self::OnHold => "The action is on hold".to_owned(),
            Self::Kept => "No date has been missed".to_owned(),
            Self::NothingToGoBy => "There is no date and no milestone to go by".to_owned(),
        }
    }
}

fn counted(number: u32, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

/// The rating that the facts imply, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Implied {
    /// The rating; absent where there is nothing to go by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brag: Option<Brag>,
    /// Why, the worst first.
    pub reasons: Vec<ImpliedReason>,
}

impl Implied {
    /// Whether `owner` rates the action otherwise than the facts do.
    pub fn differs_from(&self, owner: Option<Brag>) -> bool {
        owner.zip(self.brag).is_some_and(|(own, ours)| own != ours)
    }

    /// Whether the end has passed.
    pub fn is_delayed(&self) -> bool {
        self.reasons
            .iter()
            .any(|reason| matches!(reason, ImpliedReason::PastEnd { .. }))
    }
}

/// How bad a rating is, from complete to off track.
pub(super) const fn severity(brag: Option<Brag>) -> u8 {
    match brag {
        None => 0,
        Some(Brag::Blue) => 1,
        Some(Brag::Green) => 2,
        Some(Brag::Amber) => 3,
        Some(Brag::Red) => 4,
    }
}

fn days_after(today: NaiveDate, day: NaiveDate) -> Option<u32> {
    let days = today.signed_duration_since(day).num_days();
    u32::try_from(days).ok().filter(|days| *days > 0)
}

/// The rating that `facts` imply on `today`.
pub fn implied(facts: &Facts, today: NaiveDate) -> Implied {
    let mut reasons = reasons(facts, today);
    reasons.sort_by_key(|reason| std::cmp::Reverse(severity(reason.brag())));
    Implied {
        brag: reasons.first().and_then(|reason| reason.brag()),
        reasons,
    }
}

fn reasons(facts: &Facts, today: NaiveDate) -> Vec<ImpliedReason> {
    let planned = || {
        facts
            .milestones
            .iter()
            .filter(|milestone| milestone.state == MilestoneState::Planned)
    };
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    match facts.state {
        ActionState::Proposed | ActionState::Stopped => return vec![ImpliedReason::NothingToGoBy],
        ActionState::Paused | ActionState::Deferred => return vec![ImpliedReason::OnHold],
        ActionState::Complete | ActionState::Embedded => {
            let undone = planned().count();
            return if undone > 0 {
                vec![ImpliedReason::Undone {
                    count: count(undone),
                }]
            } else {
                vec![ImpliedReason::Complete]
            };
        }
        ActionState::Agreed | ActionState::InProgress => {}
    }
    let late = |date: Option<&PartialDate>| days_after(today, date?.end());
    let mut found = Vec::new();
    if let Some(days) = late(facts.ends.as_ref()) {
        found.push(ImpliedReason::PastEnd { days });
    }
    if facts.state == ActionState::Agreed
        && let Some(days) = late(facts.starts.as_ref())
    {
        found.push(ImpliedReason::NotBegun { days });
    }
    let past: Vec<u32> = planned()
        .filter_map(|milestone| late(milestone.due.as_ref()))
        .collect();
    if let Some(days) = past.iter().max() {
        found.push(ImpliedReason::MilestonesPast {
            count: count(past.len()),
            days: *days,
        });
    }
    let moved: Vec<u32> = planned()
        .filter(|milestone| milestone.moves >= MOVES)
        .filter_map(|milestone| u32::try_from(milestone.moves).ok())
        .collect();
    if !moved.is_empty() {
        found.push(ImpliedReason::MilestonesMoved {
            count: count(moved.len()),
            times: moved
                .iter()
                .fold(0, |sum, moves| sum.saturating_add(*moves)),
        });
    }
    if let Some(days) = facts.last_report.and_then(|day| days_after(today, day))
        && days > SILENT_DAYS
    {
        found.push(ImpliedReason::Silent { days });
    }
    if found.is_empty() {
        let dated = facts.starts.is_some()
            || facts.ends.is_some()
            || facts.milestones.iter().any(|one| one.due.is_some());
        found.push(if dated {
            ImpliedReason::Kept
        } else {
            ImpliedReason::NothingToGoBy
        });
    }
    found
}

impl Facts {
    /// The facts once an update with this `content` is accepted on `today`.
    #[must_use]
    pub fn after(&self, content: &UpdateContent, today: NaiveDate) -> Self {
        let report = |id| {
            content
                .milestones
                .iter()
                .find(|report| report.milestone() == id)
        };
        let state = match (self.state, content.delivery_status) {
            (ActionState::Agreed, Some(DeliveryStatus::InProgress)) => ActionState::InProgress,
            (ActionState::Agreed | ActionState::InProgress, Some(DeliveryStatus::Complete)) => {
                ActionState::Complete
            }
            (state, _) => state,
        };
        let milestones = self
            .milestones
            .iter()
            .map(|milestone| match report(milestone.id) {
                Some(MilestoneReport::Done { .. }) => MilestoneFact {
                    state: MilestoneState::Done,
                    ..milestone.clone()
                },
                Some(MilestoneReport::Moved { to, .. }) => MilestoneFact {
                    state: MilestoneState::Planned,
                    due: PartialDate::day(*to).ok(),
                    moves: milestone.moves.saturating_add(1),
                    ..milestone.clone()
                },
                None => milestone.clone(),
            })
            .collect();
        Self {
            state,
            last_report: Some(today),
            milestones,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts() -> Facts {
        Facts {
            state: ActionState::InProgress,
            starts: None,
            ends: Some("2027".parse().unwrap()),
            last_report: None,
            milestones: Vec::new(),
        }
    }

    fn milestone(due: &str, moves: i32) -> MilestoneFact {
        MilestoneFact {
            id: Uuid::from_u128(1).into(),
            due: Some(due.parse().unwrap()),
            state: MilestoneState::Planned,
            moves,
        }
    }

    #[test]
    fn the_facts_as_a_table() {
        use ImpliedReason as R;
        let with = |milestone| Facts {
            milestones: vec![milestone],
            ..facts()
        };
        let table = [
            (facts(), Some(Brag::Green), vec![R::Kept]),
            (
                Facts {
                    ends: None,
                    ..facts()
                },
                None,
                vec![R::NothingToGoBy],
            ),
            (
                Facts {
                    ends: Some("2026-09".parse().unwrap()),
                    ..facts()
                },
                Some(Brag::Red),
                vec![R::PastEnd { days: 10 }],
            ),
            // A date that names a month or a season has passed only with its last day.
            (
                Facts {
                    ends: Some("2026-10".parse().unwrap()),
                    ..facts()
                },
                Some(Brag::Green),
                vec![R::Kept],
            ),
            (
                Facts {
                    state: ActionState::Agreed,
                    starts: Some("2026-10-09".parse().unwrap()),
                    ..facts()
                },
                Some(Brag::Amber),
                vec![R::NotBegun { days: 1 }],
            ),
            (
                Facts {
                    starts: Some("2026-10-09".parse().unwrap()),
                    ..facts()
                },
                Some(Brag::Green),
                vec![R::Kept],
            ),
            (
                with(milestone("2026-10-10", 1)),
                Some(Brag::Green),
                vec![R::Kept],
            ),
            (
                with(milestone("2026-09-10", 0)),
                Some(Brag::Amber),
                vec![R::MilestonesPast { count: 1, days: 30 }],
            ),
            (
                with(milestone("2026-09-09", 0)),
                Some(Brag::Red),
                vec![R::MilestonesPast { count: 1, days: 31 }],
            ),
            (
                with(milestone("2027-01-01", 2)),
                Some(Brag::Amber),
                vec![R::MilestonesMoved { count: 1, times: 2 }],
            ),
            (
                with(MilestoneFact {
                    state: MilestoneState::Done,
                    ..milestone("2026-01-01", 3)
                }),
                Some(Brag::Green),
                vec![R::Kept],
            ),
            (
                Facts {
                    last_report: Some(day("2026-06-12")),
                    ..facts()
                },
                Some(Brag::Green),
                vec![R::Kept],
            ),
            (
                Facts {
                    last_report: Some(day("2026-06-11")),
                    ..facts()
                },
                Some(Brag::Amber),
                vec![R::Silent { days: 121 }],
            ),
            (
                Facts {
                    state: ActionState::Complete,
                    ..facts()
                },
                Some(Brag::Blue),
                vec![R::Complete],
            ),
            (
                Facts {
                    state: ActionState::Embedded,
                    ..with(milestone("2027-01-01", 0))
                },
                Some(Brag::Amber),
                vec![R::Undone { count: 1 }],
            ),
            (
                Facts {
                    state: ActionState::Paused,
                    ends: Some("2020".parse().unwrap()),
                    ..facts()
                },
                Some(Brag::Amber),
                vec![R::OnHold],
            ),
            (
                Facts {
                    state: ActionState::Stopped,
                    ..facts()
                },
                None,
                vec![R::NothingToGoBy],
            ),
        ];
        for (facts, brag, reasons) in table {
            assert_eq!(
                implied(&facts, day("2026-10-10")),
                Implied { brag, reasons },
                "{facts:?}"
            );
        }
    }

    #[test]
    fn an_update_changes_the_facts_that_it_reports() {
        let today = day("2026-10-10");
        let late = Facts {
            milestones: vec![milestone("2026-09-01", 1)],
            last_report: Some(day("2025-01-01")),
            ..facts()
        };
        assert_eq!(implied(&late, today).brag, Some(Brag::Red));
        let saying = |report| {
            let content = UpdateContent {
                milestones: vec![report],
                ..UpdateContent::default()
            };
            implied(&late.after(&content, today), today)
        };
        let id = Uuid::from_u128(1).into();
        let done = saying(MilestoneReport::Done {
            milestone: id,
            on: today,
        });
        assert_eq!(done.brag, Some(Brag::Green));
        let moved = saying(MilestoneReport::Moved {
            milestone: id,
            to: day("2027-01-01"),
            reason: String::new(),
        });
        assert_eq!(
            moved.reasons,
            [ImpliedReason::MilestonesMoved { count: 1, times: 2 }]
        );
        let complete = UpdateContent {
            delivery_status: Some(DeliveryStatus::Complete),
            ..UpdateContent::default()
        };
        assert_eq!(
            implied(&late.after(&complete, today), today).reasons,
            [ImpliedReason::Undone { count: 1 }]
        );
    }

    #[test]
    fn reasons_read_as_sentences() {
        let words = |reason: ImpliedReason| reason.in_words();
        assert_eq!(
            words(ImpliedReason::PastEnd { days: 1 }),
            "Its end date passed 1 day ago"
        );
        assert_eq!(
            words(ImpliedReason::MilestonesPast { count: 2, days: 40 }),
            "2 milestones are not done and late, the longest by 40 days"
        );
    }

    proptest! {
        /// As days go by and nothing is reported, the facts of work that is under way never look
        /// better, and there is always a reason.
        #[test]
        fn time_alone_never_improves(
            ends in prop::option::of(2026i32..2029),
            due in prop::option::of(0i64..600),
            moves in 0i32..4,
            last in prop::option::of(0i64..400),
            begun in any::<bool>(),
            a in 0i64..900,
            b in 0i64..900,
        ) {
            let base = day("2026-01-01");
            let facts = Facts {
                state: if begun { ActionState::InProgress } else { ActionState::Agreed },
                starts: None,
                ends: ends.map(|year| year.to_string().parse().unwrap()),
                last_report: last.map(|days| base - chrono::Duration::days(days)),
                milestones: due
                    .map(|days| MilestoneFact {
                        id: Uuid::from_u128(1).into(),
                        due: PartialDate::day(base + chrono::Duration::days(days)).ok(),
                        state: MilestoneState::Planned,
                        moves,
                    })
                    .into_iter()
                    .collect(),
            };
            let on = |days: i64| implied(&facts, base + chrono::Duration::days(days));
            let (first, second) = (on(a.min(b)), on(a.max(b)));
            prop_assert!(severity(first.brag) <= severity(second.brag));
            prop_assert!(!second.reasons.is_empty());
        }
    }
}
