//! The invariants of [`crate::step_down::StepDown`], on sequences that nobody thought of.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::step_down::made::service;

/// The invariants, between a plan and the one that an event made of it.
fn hold(
    was: &StepDown,
    is: &StepDown,
    walk: &Walk,
    event: &StepDownEvent,
) -> Result<(), TestCaseError> {
    use StepDownState as S;
    // 1. Along the arrows, and nothing from an end.
    let arrow = was.state() == is.state()
        || matches!(
            (was.state(), is.state()),
            (S::Draft, S::Proposed)
                | (S::Proposed, S::Draft | S::Agreed)
                | (S::Agreed, S::SteppingDown)
                | (S::SteppingDown, S::Sustained | S::ReEntered)
                | (S::Sustained, S::Closed | S::ReEntered)
                | (
                    S::Draft | S::Proposed | S::Agreed | S::SteppingDown | S::Sustained,
                    S::Stopped
                )
        );
    prop_assert!(arrow, "{:?} {:?}", was.state(), is.state());
    prop_assert!(was.state().live());
    // 2. What counts.
    let count = |stage| {
        is.versions()
            .iter()
            .filter(|version| version.stage == stage)
            .count()
    };
    let never = matches!(is.state(), S::Draft | S::Proposed);
    if is.state().agreed() {
        prop_assert_eq!(count(VersionStage::InForce), 1);
    } else if never {
        prop_assert_eq!(count(VersionStage::InForce), 0);
    }
    let number = |plan: &StepDown| plan.in_force().map(|version| version.number);
    if number(was) != number(is) {
        let (services, _) = around();
        let around = Around {
            services: &services,
            agencies: &walk.agencies,
            today: walk.today,
        };
        let Some(version) = is.in_force() else {
            return Err(TestCaseError::fail("a version in force went away"));
        };
        for agency in &walk.agencies {
            prop_assert!(version.accepted_by.contains(agency));
        }
        prop_assert!(gaps(&version.content, &around).is_empty());
        prop_assert!(version.content.to_level < version.content.from_level);
        prop_assert!(["accept", "parties_changed"].contains(&event.code()));
    }
    // 3. One at work, and nothing changes that counted.
    prop_assert!(count(VersionStage::Draft) + count(VersionStage::Proposed) <= 1);
    for (at, version) in is.versions().iter().enumerate() {
        prop_assert_eq!(version.number as usize, at + 1);
    }
    for version in was.versions() {
        let now = &is.versions()[version.number as usize - 1];
        match version.stage {
            VersionStage::InForce | VersionStage::Superseded | VersionStage::Dropped => {
                prop_assert_eq!(&version.content, &now.content);
                prop_assert_eq!(&version.accepted_by, &now.accepted_by);
            }
            VersionStage::Proposed => prop_assert_eq!(&version.content, &now.content),
            VersionStage::Draft => {}
        }
    }
    // 4. Nothing lapses.
    if is.state().reviewed() {
        prop_assert!(is.next_review().is_some());
    }
    // 5. What was answered stays, and what was missed goes away by being answered.
    for review in was.reviews() {
        let now = is.reviews().iter().find(|one| one.due == review.due);
        if review.answer.is_some() {
            prop_assert_eq!(now, Some(review));
        } else if missed(review, walk.today) {
            prop_assert!(now.is_some());
        }
    }
    for pair in is.reviews().windows(2) {
        prop_assert!(pair[0].due < pair[1].due);
    }
    // 6. The way back.
    if is.state().reviewed() {
        for agency in [1, 2, 3] {
            let back = Walk {
                plan: is.clone(),
                agencies: vec![super::agency(agency)],
                today: walk.today,
            };
            let event = StepDownEvent::ReEnter { words: words() };
            prop_assert!(back.try_by(agency, &event).is_ok());
        }
    }
    Ok(())
}

proptest! {
    /// Random sequences; `PROPTEST_CASES` says how many. Every kind of event comes at any moment,
    /// weighted so that plans get far; agencies join and leave, days pass, content is bent.
    #[test]
    fn sequences_keep_the_invariants(
        steps in prop::collection::vec((0u8..40, 1u128..4, 0u64..60, 0u8..12, 0usize..3), 0..60),
    ) {
        let mut walk = Walk::begun();
        for (pick, by, days, bend, finding) in steps {
            let mut content = plan();
            match bend {
                0 => content.to_level = content.from_level,
                1 => content.reviews.clear(),
                2 => content.carried_on[0].agency = agency(3),
                3 => content.to_service = Some(service(4)),
                _ => {}
            }
            if let Some(stepped) = walk.plan.stepped_down() {
                content.reviews.push(stepped + Days::new(200 + days));
            }
            let due = walk.plan.next_review().map_or(walk.today, |review| review.due);
            let due = if bend == 4 { due + Days::new(1) } else { due };
            let on = if bend == 5 { walk.today + Days::new(1) } else { walk.today };
            let next = (bend < 9).then(|| walk.today + Days::new(days));
            let events = one_of_each(Box::new(content), on, due, next, ReviewFinding::ALL[finding]);
            let at = match pick {
                0..=13 => usize::from(pick),
                14..=17 => 0,
                18..=21 => 3,
                22..=27 => 5,
                28..=30 => 7,
                31..=34 => 8,
                35 => 10,
                36 => {
                    walk.agencies = vec![agency(1), agency(2), agency(by)];
                    walk.agencies.sort_unstable();
                    walk.agencies.dedup();
                    6
                }
                37 => {
                    walk.agencies.retain(|one| *one != agency(by));
                    6
                }
                38 => {
                    walk.today = walk.today + Days::new(days);
                    6
                }
                _ => {
                    walk.today = day("2026-12-01").max(walk.today);
                    7
                }
            };
            let event = &events[at];
            // 7. What is refused changes nothing: the plan is not touched, and can go on.
            let Ok(is) = walk.try_by(by, event) else { continue };
            hold(&walk.plan, &is, &walk, event)?;
            walk.plan = is;
        }
    }
}

/// The sequences are to get far, or they would prove little.
#[test]
fn random_walks_reach_every_state() {
    use std::collections::BTreeSet;

    use crate::cases::seeded::Seeded;
    let mut random = Seeded::new(11);
    let mut reached = BTreeSet::new();
    for _ in 0..400 {
        let mut walk = Walk::begun();
        for _ in 0..250 {
            if !walk.plan.state().live() {
                break;
            }
            let finding = if random.below(4) == 0 {
                ReviewFinding::Wobbling
            } else {
                ReviewFinding::Holding
            };
            let due = walk
                .plan
                .next_review()
                .map_or(walk.today, |review| review.due);
            let next = Some(walk.today + Days::new(random.within(7, 40)));
            let events = one_of_each(Box::new(plan()), walk.today, due, next, finding);
            let at = usize::try_from(random.below(14)).unwrap();
            if at == 13 && random.below(20) > 0 || at == 12 && random.below(4) > 0 {
                continue;
            }
            if walk.plan.state() == StepDownState::Agreed {
                walk.today = day("2026-12-01");
            } else if walk.plan.state().reviewed() {
                walk.today = walk.today.max(due);
            }
            if let Ok(is) = walk.try_by(u128::from(random.within(1, 2)), &events[at]) {
                walk.plan = is;
                reached.insert(walk.plan.state());
            }
        }
    }
    assert_eq!(reached.len(), StepDownState::ALL.len(), "{reached:?}");
}
