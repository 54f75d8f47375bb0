//! The one way back into a cycle that has closed: an exception for one action, one agency and one
//! person, with a reason and an end.

use chrono::{Days, NaiveDate};

use crate::{
    ids::{ActionId, AgencyId, PersonId},
    policy::{Actor, RefusalCode},
    problem::{FieldCode, FieldError},
    text::{PASSAGE_MAX, passage},
};

use super::CycleState;

/// Longest time for which an exception reopens a cycle, in days.
pub const EXCEPTION_DAYS: u64 = 31;

/// What an exception opens, as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The action.
    pub action: ActionId,
    /// The agency for which its person may act.
    pub agency: AgencyId,
    /// Who may act.
    pub person: PersonId,
    /// The last day on which it holds.
    pub until: NaiveDate,
    /// Whether somebody has ended it before that day.
    pub ended: bool,
}

impl Exception {
    /// Whether it opens anything on `today`.
    pub fn holds_on(&self, today: NaiveDate) -> bool {
        !self.ended && today <= self.until
    }
}

impl CycleState {
    /// Whether nothing new is taken any more, so that an exception has something to open.
    ///
    /// # Errors
    /// `CycleStillOpen`.
    pub const fn can_be_reopened(self) -> Result<(), RefusalCode> {
        match self {
            Self::Closed | Self::Locked => Ok(()),
            Self::Scheduled | Self::Open | Self::Grace => Err(RefusalCode::CycleStillOpen),
        }
    }

    /// Whether it can be locked.
    ///
    /// # Errors
    /// `CycleStillOpen`, or `NotNow` where it is locked.
    pub const fn can_be_locked(self) -> Result<(), RefusalCode> {
        match self {
            Self::Closed => Ok(()),
            Self::Locked => Err(RefusalCode::NotNow),
            Self::Scheduled | Self::Open | Self::Grace => Err(RefusalCode::CycleStillOpen),
        }
    }

    /// Where the cycle stands for those who write on `action`: a closed one takes what is late
    /// from whom an exception names.
    #[must_use]
    pub fn for_writer(
        self,
        exceptions: &[Exception],
        action: ActionId,
        actor: &Actor,
        today: NaiveDate,
    ) -> Self {
        let agencies = actor.agencies();
        let named = exceptions.iter().any(|one| {
            one.action == action
                && one.person == actor.person
                && agencies.contains(&one.agency)
                && one.holds_on(today)
        });
        if named && self.can_be_reopened().is_ok() {
            Self::Grace
        } else {
            self
        }
    }

    /// Where the cycle stands for those who review what was written on `action`: a locked one is
    /// closed to them, and closed only, while an exception lets somebody write.
    #[must_use]
    pub fn for_reviewer(
        self,
        exceptions: &[Exception],
        action: ActionId,
        today: NaiveDate,
    ) -> Self {
        let open = exceptions
            .iter()
            .any(|one| one.action == action && one.holds_on(today));
        match self {
            Self::Locked if open => Self::Closed,
            _ => self,
        }
    }

    /// Whether what was sent can be reviewed.
    ///
    /// # Errors
    /// `CycleLocked`.
    pub const fn takes_reviews(self) -> Result<(), RefusalCode> {
        match self {
            Self::Locked => Err(RefusalCode::CycleLocked),
            _ => Ok(()),
        }
    }
}

/// Checks the reason and the end of an exception, and gives the reason back as it is kept.
///
/// # Errors
/// Every fault found, at `/reason` and `/until`.
pub fn check_exception(
    reason: &str,
    until: NaiveDate,
    today: NaiveDate,
) -> Result<String, Vec<FieldError>> {
    let mut faults = Vec::new();
    let kept = match passage("/reason", reason, PASSAGE_MAX) {
        Ok(kept) => kept,
        Err(fault) => {
            faults.push(fault);
            String::new()
        }
    };
    if kept.is_empty() && faults.is_empty() {
        faults.push(FieldError::required(
            "/reason",
            "Enter why the cycle is reopened for this action",
        ));
    }
    let last = today
        .checked_add_days(Days::new(EXCEPTION_DAYS))
        .unwrap_or(NaiveDate::MAX);
    if until < today {
        faults.push(FieldError::new(
            "/until",
            FieldCode::TooEarly,
            "The last day must be today or later",
        ));
    } else if until > last {
        faults.push(FieldError::new(
            "/until",
            FieldCode::TooLate,
            format!(
                "An exception holds for {EXCEPTION_DAYS} days at most. Choose a day until {}",
                crate::calendar::day_in_words(last)
            ),
        ));
    }
    if faults.is_empty() {
        Ok(kept)
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::policy::{Grant, Role};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn actor(person: u128, agency: u128) -> Actor {
        Actor {
            person: Uuid::from_u128(person).into(),
            grants: vec![Grant {
                role: Role::AgencyEditor,
                agency: Some(Uuid::from_u128(agency).into()),
                plan: None,
            }],
            scopes: None,
        }
    }

    fn exception() -> Exception {
        Exception {
            action: Uuid::from_u128(1).into(),
            agency: Uuid::from_u128(2).into(),
            person: Uuid::from_u128(3).into(),
            until: day("2026-11-30"),
            ended: false,
        }
    }

    #[test]
    fn it_opens_for_the_one_it_names_and_only_until_its_end() {
        let on = |state: CycleState, action: u128, who: &Actor, today: &str| {
            state.for_writer(
                &[exception()],
                Uuid::from_u128(action).into(),
                who,
                day(today),
            )
        };
        let named = actor(3, 2);
        for state in [CycleState::Closed, CycleState::Locked] {
            assert_eq!(on(state, 1, &named, "2026-11-30"), CycleState::Grace);
            assert_eq!(on(state, 1, &named, "2026-12-01"), state, "it has ended");
            assert_eq!(on(state, 9, &named, "2026-11-30"), state, "another action");
            assert_eq!(
                on(state, 1, &actor(4, 2), "2026-11-30"),
                state,
                "a colleague"
            );
            assert_eq!(
                on(state, 1, &actor(3, 9), "2026-11-30"),
                state,
                "the person has left the agency"
            );
        }
        assert_eq!(
            on(CycleState::Open, 1, &named, "2026-11-30"),
            CycleState::Open
        );
        let ended = Exception {
            ended: true,
            ..exception()
        };
        assert!(exception().holds_on(day("2026-11-30")));
        assert!(!ended.holds_on(day("2026-11-30")), "somebody has ended it");
        assert_eq!(
            CycleState::Closed.for_writer(
                &[ended],
                Uuid::from_u128(1).into(),
                &named,
                day("2026-11-30")
            ),
            CycleState::Closed
        );
    }

    #[test]
    fn a_locked_cycle_is_reviewed_only_under_an_exception() {
        let action = Uuid::from_u128(1).into();
        let reviewed = |exceptions: &[Exception], today| {
            CycleState::Locked
                .for_reviewer(exceptions, action, day(today))
                .takes_reviews()
        };
        assert_eq!(reviewed(&[], "2026-11-22"), Err(RefusalCode::CycleLocked));
        assert_eq!(reviewed(&[exception()], "2026-11-22"), Ok(()));
        assert_eq!(
            reviewed(&[exception()], "2026-12-01"),
            Err(RefusalCode::CycleLocked)
        );
    }

    #[test]
    fn it_is_time_boxed_and_has_a_reason() {
        let today = day("2026-11-22");
        let pointers = |reason: &str, until: &str| {
            check_exception(reason, day(until), today)
                .err()
                .unwrap_or_default()
                .into_iter()
                .map(|fault| fault.pointer)
                .collect::<Vec<_>>()
        };
        assert!(pointers("The author was ill.", "2026-11-22").is_empty());
        assert!(pointers("The author was ill.", "2026-12-23").is_empty());
        assert_eq!(pointers(" ", "2026-12-24"), ["/reason", "/until"]);
        assert_eq!(pointers("x", "2026-11-21"), ["/until"]);
        assert_eq!(pointers("a\0", "2026-11-22"), ["/reason"]);
    }

    proptest! {
        /// An exception never changes what a cycle that still takes updates takes.
        #[test]
        fn open_cycles_stay_as_they_are(person in 3u128..6, agency in 2u128..5, days in 0i64..60) {
            let today = day("2026-11-01") + chrono::Duration::days(days);
            for state in [CycleState::Scheduled, CycleState::Open, CycleState::Grace] {
                let found = state.for_writer(
                    &[exception()],
                    Uuid::from_u128(1).into(),
                    &actor(person, agency),
                    today,
                );
                prop_assert_eq!(found, state);
            }
        }
    }
}
