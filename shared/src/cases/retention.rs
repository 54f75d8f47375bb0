//! How long a case is kept, and how it comes to be anonymised. Retention proposes, people dispose.
//!
//! Invariants, held by the property test below:
//! - nothing is anonymised before its time, under a legal hold, or while it is not ended;
//! - a run takes no more than its cap, the oldest first, and says how many are left;
//! - who proposes a run never agrees to it;
//! - what is no longer due when a run is carried out is left out of it, and nothing is put into it.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};

use super::{birth::BirthMonth, state::CaseState};
use crate::{ids::PersonId, policy::RefusalCode};

/// Fewest and most months for which a deployment may keep a closed case.
pub const KEPT_MONTHS: std::ops::RangeInclusive<u32> = 6..=120;
/// For how many months a closed case is kept unless the deployment says otherwise.
pub const KEPT_MONTHS_USUALLY: u32 = 24;
/// Most cases that one run anonymises.
pub const CAP: usize = 200;
/// Days after which a run that nobody has agreed to no longer counts.
pub const RUN_DAYS: u64 = 7;
/// Most days between two looks at what is due. After a longer silence, or when the clock has gone
/// back, somebody looks at the clock first.
pub const JUMP_DAYS: i64 = 35;

/// What retention has to know of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<C> {
    /// Which case.
    pub case: C,
    /// How it stands.
    pub state: CaseState,
    /// Since when it stands so.
    pub ended: NaiveDate,
    /// When the young person was born.
    pub born: BirthMonth,
    /// Whether a legal hold lies on it.
    pub hold: bool,
    /// Whether a safeguarding concern has not been dealt with.
    pub concern: bool,
}

impl<C> Kept<C> {
    /// The first day on which the case is to be anonymised, where it is kept for so many months
    /// after its end; none for a case that has not ended. The age does not count: this is not the
    /// health record, which its services keep by their own rules.
    pub fn due(&self, months: u32) -> Option<NaiveDate> {
        if !self.state.ended() {
            return None;
        }
        self.ended.checked_add_months(Months::new(months))
    }

    /// Whether it can be anonymised on a day.
    pub fn is_due(&self, months: u32, today: NaiveDate) -> bool {
        !self.hold && !self.concern && self.due(months).is_some_and(|due| due <= today)
    }
}

impl<C> Kept<C> {
    /// Whether it can be anonymised on a day: where the person asked for it, as soon as it has
    /// ended; else when its time of keeping is over.
    pub fn may_go(&self, asked: bool, months: u32, today: NaiveDate) -> bool {
        if asked {
            self.state.ended() && !self.hold && !self.concern
        } else {
            self.is_due(months, today)
        }
    }
}

/// What a run would do, seen before anybody agrees to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRun<C> {
    /// The cases that it would anonymise, those first that are longest due.
    pub cases: Vec<C>,
    /// How many more are due and wait for another run.
    pub left: usize,
    /// How many are due but for a legal hold.
    pub held: usize,
    /// How many are due but for a safeguarding concern.
    pub concerns: usize,
}

/// Looks at what is due today, where it was last looked at on `last`.
///
/// # Errors
/// `ClockJumped` where today is before that day or long after it.
pub fn look<C: Clone + Ord>(
    kept: &[Kept<C>],
    months: u32,
    today: NaiveDate,
    last: Option<NaiveDate>,
) -> Result<DryRun<C>, RefusalCode> {
    if last.is_some_and(|last| !(0..=JUMP_DAYS).contains(&(today - last).num_days())) {
        return Err(RefusalCode::ClockJumped);
    }
    let past = |one: &&Kept<C>| one.due(months).is_some_and(|due| due <= today);
    let mut due: Vec<&Kept<C>> = kept
        .iter()
        .filter(|one| one.is_due(months, today))
        .collect();
    due.sort_by(|a, b| (a.ended, &a.case).cmp(&(b.ended, &b.case)));
    Ok(DryRun {
        left: due.len().saturating_sub(CAP),
        held: kept.iter().filter(past).filter(|one| one.hold).count(),
        concerns: kept
            .iter()
            .filter(past)
            .filter(|one| one.concern && !one.hold)
            .count(),
        cases: due
            .into_iter()
            .take(CAP)
            .map(|one| one.case.clone())
            .collect(),
    })
}

/// A run that somebody has proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run<C> {
    /// What it would anonymise.
    pub cases: Vec<C>,
    /// Who proposed it.
    pub proposed_by: PersonId,
    /// When.
    pub proposed: DateTime<Utc>,
    /// Who agreed to it.
    pub agreed_by: Option<PersonId>,
    /// Whether the person whom it concerns asked for it, so that it does not wait for the end of
    /// the time of keeping (UK GDPR, article 17). A hold or a concern stands against it all the same.
    pub asked: bool,
}

impl<C: Clone + PartialEq> Run<C> {
    /// Whether it can still be agreed to and carried out.
    pub fn counts(&self, now: DateTime<Utc>) -> bool {
        self.proposed <= now
            && self
                .proposed
                .checked_add_days(Days::new(RUN_DAYS))
                .is_some_and(|until| now < until)
    }

    /// Somebody agrees to it.
    ///
    /// # Errors
    /// `RunOver`, `OwnProposal`, `RunAgreed`.
    pub fn agree(&self, person: PersonId, now: DateTime<Utc>) -> Result<Self, RefusalCode> {
        if !self.counts(now) {
            return Err(RefusalCode::RunOver);
        }
        if person == self.proposed_by {
            return Err(RefusalCode::OwnProposal);
        }
        if self.agreed_by.is_some() {
            return Err(RefusalCode::RunAgreed);
        }
        Ok(Self {
            agreed_by: Some(person),
            ..self.clone()
        })
    }

    /// The cases that are anonymised now: those of the run that are still due, since a hold may
    /// have come, or a case been opened again.
    ///
    /// # Errors
    /// `RunOver`, `RetentionNotAgreed`.
    pub fn carry_out(
        &self,
        kept: &[Kept<C>],
        months: u32,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<C>, RefusalCode> {
        if !self.counts(now) {
            return Err(RefusalCode::RunOver);
        }
        if self.agreed_by.is_none() {
            return Err(RefusalCode::RetentionNotAgreed);
        }
        Ok(self
            .cases
            .iter()
            .filter(|case| {
                kept.iter()
                    .any(|one| one.case == **case && one.may_go(self.asked, months, today))
            })
            .take(CAP)
            .cloned()
            .collect())
    }
}

/// What is left of a case when it has been anonymised: enough to be counted, and nothing by which
/// it could be found again. The reference, the month of birth, all words, the participants' own
/// references and the people who were named are gone; the audit chain keeps ids that lead nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The year in which the person was born.
    pub born: i32,
    /// The year in which the case ended.
    pub ended: i32,
}

impl Tombstone {
    /// That of a case.
    pub fn of<C>(kept: &Kept<C>) -> Self {
        use chrono::Datelike;
        Self {
            born: kept.born.year(),
            ended: kept.ended.year(),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn person(number: u128) -> PersonId {
        Uuid::from_u128(number).into()
    }

    fn kept(case: u32, state: CaseState, ended: &str) -> Kept<u32> {
        Kept {
            case,
            state,
            ended: day(ended),
            born: "2011-05".parse().unwrap(),
            hold: false,
            concern: false,
        }
    }

    #[test]
    fn a_case_is_due_when_its_time_is_over() {
        let closed = kept(1, CaseState::Closed, "2024-11-30");
        for (today, due) in [
            ("2026-11-29", false),
            ("2026-11-30", true),
            ("2030-01-01", true),
        ] {
            assert_eq!(closed.is_due(24, day(today)), due, "{today}");
        }
        // A month that is shorter ends earlier, never later.
        assert_eq!(
            kept(1, CaseState::Closed, "2024-08-31").due(6),
            Some(day("2025-02-28"))
        );
        let late = day("2040-01-01");
        assert!(!kept(1, CaseState::Open, "2010-01-01").is_due(24, late));
        assert!(!kept(1, CaseState::Anonymised, "2010-01-01").is_due(24, late));
        assert!(kept(1, CaseState::Died, "2010-01-01").is_due(24, late));
        assert!(
            !Kept {
                hold: true,
                ..closed.clone()
            }
            .is_due(24, late)
        );
        assert!(
            !Kept {
                concern: true,
                ..closed.clone()
            }
            .is_due(24, late)
        );
        assert_eq!(
            Tombstone::of(&closed),
            Tombstone {
                born: 2011,
                ended: 2024
            }
        );
    }

    #[test]
    fn a_run_is_capped_and_refused_when_the_clock_jumped() {
        let mut cases: Vec<_> = (0..250)
            .map(|n| kept(n, CaseState::Closed, "2020-01-01"))
            .collect();
        cases[7].hold = true;
        cases[8].concern = true;
        cases[9].ended = day("2019-01-01");
        let today = day("2026-11-22");
        let seen = look(&cases, 24, today, Some(day("2026-11-01"))).unwrap();
        assert_eq!(
            (seen.cases.len(), seen.left, seen.held, seen.concerns),
            (200, 48, 1, 1)
        );
        assert_eq!(seen.cases[0], 9);
        assert!(!seen.cases.contains(&7) && !seen.cases.contains(&8));
        for last in ["2026-11-23", "2026-10-17", "2020-01-01"] {
            assert_eq!(
                look(&cases, 24, today, Some(day(last))),
                Err(RefusalCode::ClockJumped),
                "{last}"
            );
        }
        assert!(look(&cases, 24, today, Some(day("2026-10-18"))).is_ok());
        assert!(look(&cases, 24, today, None).is_ok());
    }

    #[test]
    fn two_people_dispose() {
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let today = day("2026-11-22");
        let run = Run {
            cases: vec![1, 2],
            proposed_by: person(1),
            proposed: now,
            agreed_by: None,
            asked: false,
        };
        let mut cases = vec![
            kept(1, CaseState::Closed, "2020-01-01"),
            kept(2, CaseState::Closed, "2020-01-01"),
        ];
        assert_eq!(run.agree(person(1), now), Err(RefusalCode::OwnProposal));
        assert_eq!(
            run.carry_out(&cases, 24, today, now),
            Err(RefusalCode::RetentionNotAgreed)
        );
        let week = now + Duration::days(7);
        assert_eq!(run.agree(person(2), week), Err(RefusalCode::RunOver));
        assert_eq!(
            run.agree(person(2), now - Duration::seconds(1)),
            Err(RefusalCode::RunOver)
        );
        let agreed = run.agree(person(2), now).unwrap();
        assert_eq!(agreed.agree(person(3), now), Err(RefusalCode::RunAgreed));
        assert_eq!(agreed.carry_out(&cases, 24, today, now), Ok(vec![1, 2]));
        // A hold that came in between wins.
        cases[0].hold = true;
        assert_eq!(agreed.carry_out(&cases, 24, today, now), Ok(vec![2]));
        assert_eq!(
            agreed.carry_out(&cases, 24, today, week),
            Err(RefusalCode::RunOver)
        );
    }

    proptest! {
        /// The invariants of the module.
        #[test]
        fn nothing_goes_before_its_time(
            picks in prop::collection::vec((0usize..6, 0u64..4_000, any::<bool>(), any::<bool>()), 0..300),
            months in 6u32..=120,
            after in 0u64..4_000,
        ) {
            let first = day("2020-01-01");
            let today = first + Days::new(after);
            let cases: Vec<Kept<usize>> = picks.into_iter().enumerate().map(|(case, (state, ended, hold, concern))| Kept {
                case,
                state: CaseState::ALL[state],
                ended: first + Days::new(ended),
                born: "2011-05".parse().unwrap(),
                hold,
                concern,
            }).collect();
            let seen = look(&cases, months, today, None).unwrap();
            prop_assert!(seen.cases.len() <= CAP);
            for case in &seen.cases {
                let one = &cases[*case];
                prop_assert!(one.state.ended() && !one.hold && !one.concern);
                prop_assert!(one.ended + Months::new(months) <= today);
            }
            let due = cases.iter().filter(|one| one.is_due(months, today)).count();
            prop_assert_eq!(due, seen.cases.len() + seen.left);
        }
    }
}
