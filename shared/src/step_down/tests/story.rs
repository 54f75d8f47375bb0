//! Plans on their way, and what stands in it.

use super::*;
use crate::step_down::made::service;

#[test]
fn a_plan_from_its_beginning_to_its_end() {
    use StepDownEvent as E;
    use StepDownState as S;
    let mut walk = Walk::begun();
    assert_eq!(walk.no(1, E::Propose {}), RefusalCode::PlanIncomplete);
    assert_eq!(walk.by(1, save()), S::Draft);
    assert_eq!(walk.no(9, E::Propose {}), RefusalCode::TakesNoPart);
    assert_eq!(walk.by(1, E::Propose {}), S::Proposed);
    assert_eq!(walk.no(1, save()), RefusalCode::NotNow);
    assert_eq!(
        walk.plan.outstanding(&walk.agencies),
        [agency(1), agency(2)]
    );
    assert_eq!(walk.by(1, E::Accept {}), S::Proposed);
    assert_eq!(walk.no(1, E::Accept {}), RefusalCode::AcceptedAlready);
    // A change that is asked for takes every acceptance back.
    assert_eq!(walk.by(2, E::AskForChange { words: words() }), S::Draft);
    walk.by(1, E::Propose {});
    assert_eq!(walk.by(2, E::Accept {}), S::Proposed);
    assert_eq!(walk.by(1, E::Accept {}), S::Agreed);
    assert_eq!(walk.plan.in_force().map(|version| version.number), Some(1));
    // Ten weeks before the first review it is too early to say that support was reduced.
    walk.today = day("2026-10-01");
    assert_eq!(
        walk.no(1, E::StepDown { on: walk.today }),
        RefusalCode::FirstReviewElsewhere
    );
    walk.today = day("2026-12-01");
    assert_eq!(walk.by(1, E::StepDown { on: walk.today }), S::SteppingDown);
    assert_eq!(walk.no(1, E::Sustain {}), RefusalCode::ReviewsTooFew);
    walk.today = day("2027-01-19");
    walk.by(2, held("2027-01-19", ReviewFinding::Holding, None));
    assert_eq!(
        walk.no(2, held("2027-01-19", ReviewFinding::Holding, None)),
        RefusalCode::ReviewHeld
    );
    // The second one is missed, and stands in the way until somebody answers it.
    walk.today = day("2027-04-01");
    assert_eq!(walk.plan.missed(walk.today).count(), 1);
    assert_eq!(walk.no(1, E::Sustain {}), RefusalCode::ReviewMissed);
    let missed = E::MissReview {
        due: day("2027-03-16"),
        words: words(),
        next: Some(day("2027-04-08")),
    };
    walk.by(1, missed);
    assert_eq!(walk.no(1, E::Sustain {}), RefusalCode::ReviewsTooFew);
    walk.today = day("2027-04-08");
    walk.by(
        1,
        held("2027-04-08", ReviewFinding::Wobbling, Some("2027-05-13")),
    );
    assert_eq!(walk.no(1, E::Sustain {}), RefusalCode::NotHolding);
    walk.today = day("2027-05-13");
    assert_eq!(
        walk.no(1, held("2027-05-13", ReviewFinding::Holding, None)),
        RefusalCode::NextReviewMissing
    );
    walk.by(
        1,
        held("2027-05-13", ReviewFinding::Holding, Some("2027-10-14")),
    );
    assert_eq!(walk.by(1, E::Sustain {}), S::Sustained);
    assert_eq!(walk.by(1, E::Close { words: words() }), S::Closed);
    assert_eq!(
        walk.no(1, E::ReEnter { words: words() }),
        RefusalCode::PlanEnded
    );
}

#[test]
fn the_way_back_is_one_step_whatever_is_missed() {
    let mut walk = Walk::stepping_down();
    walk.today = day("2028-01-01");
    assert_eq!(walk.plan.missed(walk.today).count(), 2);
    assert_eq!(
        walk.by(2, StepDownEvent::ReEnter { words: words() }),
        StepDownState::ReEntered
    );
    // Before support was reduced there is nothing to come back from.
    let mut early = Walk::begun();
    early.by(1, save());
    assert_eq!(
        early.no(1, StepDownEvent::ReEnter { words: words() }),
        RefusalCode::NotNow
    );
}

#[test]
fn a_change_is_a_new_version_and_the_old_one_holds_meanwhile() {
    use StepDownEvent as E;
    let mut walk = Walk::stepping_down();
    assert_eq!(walk.no(1, save()), RefusalCode::NotNow);
    walk.by(2, E::Revise { words: words() });
    assert_eq!(
        walk.no(2, E::Revise { words: words() }),
        RefusalCode::NotNow
    );
    let mut content = plan();
    content
        .helps
        .push("A message before the week begins".into());
    content.reviews.push(day("2027-06-01"));
    walk.by(
        2,
        E::Save {
            content: Box::new(content),
        },
    );
    walk.by(2, E::Propose {});
    assert_eq!(walk.plan.state(), StepDownState::SteppingDown);
    assert_eq!(walk.plan.in_force().map(|version| version.number), Some(1));
    walk.by(1, E::Accept {});
    walk.by(2, E::Accept {});
    assert_eq!(walk.plan.in_force().map(|version| version.number), Some(2));
    assert_eq!(walk.plan.versions()[0].stage, VersionStage::Superseded);
    assert_eq!(walk.plan.reviews().len(), 3);
    // One that is given up changes nothing.
    walk.by(1, E::Revise { words: words() });
    walk.by(1, E::Drop { words: words() });
    assert_eq!(walk.plan.in_force().map(|version| version.number), Some(2));
    walk.by(1, E::Revise { words: words() });
    assert_eq!(walk.plan.working().map(|version| version.number), Some(4));
}

#[test]
fn an_agency_that_leaves_or_joins_in_the_middle() {
    use StepDownEvent as E;
    use StepDownState as S;
    // Who was still to accept leaves, and carried nothing on: the others had all accepted.
    let mut walk = Walk::begun();
    walk.agencies.push(agency(3));
    walk.by(1, save());
    walk.by(1, E::Propose {});
    walk.by(1, E::Accept {});
    walk.by(2, E::Accept {});
    assert_eq!(walk.plan.state(), S::Proposed);
    walk.agencies.pop();
    assert_eq!(walk.by(1, E::PartiesChanged {}), S::Agreed);
    // Who joins is asked before support is reduced.
    walk.agencies.push(agency(4));
    walk.today = day("2026-12-01");
    assert_eq!(
        walk.no(1, E::StepDown { on: walk.today }),
        RefusalCode::NewcomerAsked
    );
    walk.by(1, E::Revise { words: words() });
    assert_eq!(
        walk.no(1, E::StepDown { on: walk.today }),
        RefusalCode::NewcomerAsked
    );
    walk.agencies.pop();
    assert_eq!(
        walk.no(1, E::StepDown { on: walk.today }),
        RefusalCode::VersionOpen
    );
    // Who carries something on leaves: the plan goes back to be written.
    let mut walk = Walk::begun();
    walk.by(1, save());
    walk.by(1, E::Propose {});
    walk.by(1, E::Accept {});
    walk.agencies.pop();
    assert_eq!(walk.by(1, E::PartiesChanged {}), S::Draft);
    assert_eq!(walk.no(1, E::Propose {}), RefusalCode::PlanIncomplete);
    assert_eq!(walk.no(2, E::Accept {}), RefusalCode::TakesNoPart);
}

#[test]
fn a_service_that_closes_while_people_are_asked_is_not_agreed_to() {
    let mut walk = Walk::begun();
    walk.by(1, save());
    walk.by(1, StepDownEvent::Propose {});
    walk.by(1, StepDownEvent::Accept {});
    let (mut services, agencies) = around();
    for one in services.iter_mut().filter(|one| one.id == service(2)) {
        one.closes = Some(day("2026-11-30"));
    }
    let around = Around {
        services: &services,
        agencies: &agencies,
        today: walk.today,
    };
    let found = walk
        .plan
        .apply(&StepDownEvent::Accept {}, agency(2), &around);
    assert_eq!(found, Err(RefusalCode::PlanIncomplete));
}

#[test]
fn reviews_are_recorded_when_they_were() {
    let mut walk = Walk::stepping_down();
    walk.today = day("2027-01-10");
    let review = |due: &str, on: &str| StepDownEvent::Review {
        due: day(due),
        on: day(on),
        finding: ReviewFinding::Holding,
        words: words(),
        next: None,
    };
    assert_eq!(
        walk.no(1, review("2027-01-19", "2026-11-30")),
        RefusalCode::ReviewElsewhere
    );
    assert_eq!(
        walk.no(1, review("2027-01-19", "2027-01-11")),
        RefusalCode::ReviewElsewhere
    );
    assert_eq!(
        walk.no(1, review("2027-01-20", "2027-01-10")),
        RefusalCode::NoSuchReview
    );
    let early = StepDownEvent::MissReview {
        due: day("2027-01-19"),
        words: words(),
        next: None,
    };
    assert_eq!(walk.no(1, early), RefusalCode::ReviewToCome);
    walk.by(1, review("2027-01-19", "2027-01-10"));
    assert_eq!(
        walk.plan.next_review().map(|review| review.due),
        Some(day("2027-03-16"))
    );
}
