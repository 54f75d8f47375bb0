//! A made-up plan for tests: from service 1 at level 3 to service 2 at level 2, between agencies 1
//! and 2.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    api::{CarriedOn, Goal, StepDownContent, Voice, WayBack},
    gate::ServiceFacts,
};
use crate::{
    cases::NeedLevel,
    ids::{AgencyId, ServiceId},
    pathways::Clock,
};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn agency(number: u128) -> AgencyId {
    Uuid::from_u128(number).into()
}

pub(super) fn service(number: u128) -> ServiceId {
    Uuid::from_u128(number).into()
}

fn level(number: i32) -> NeedLevel {
    NeedLevel::try_from(number).unwrap()
}

/// A plan that lacks nothing, seen on 22 November 2026.
pub(super) fn plan() -> StepDownContent {
    StepDownContent {
        from_service: Some(service(1)),
        from_level: Some(level(3)),
        to_service: Some(service(2)),
        to_level: Some(level(2)),
        steps_down_on: Some(day("2026-12-01")),
        goals: vec![Goal {
            goal: "Go to school every day".into(),
            known_by: "Attendance above nine days in ten for a half term".into(),
        }],
        strengths: vec!["Draws, and is good with younger children".into()],
        helps: vec!["Ten minutes alone, then a walk".into()],
        early_signs: vec!["Stops drawing".into()],
        carried_on: vec![CarriedOn {
            agency: agency(2),
            what: "A weekly check-in at school".into(),
        }],
        way_back: Some(WayBack {
            how: "Ask the school's link worker, who asks the team".into(),
            promised: Clock::working_days(5),
            crisis_contact: service(3),
        }),
        reviews: vec![day("2027-01-19"), day("2027-03-16")],
        own_view: Voice {
            said: "I want to know who to talk to".into(),
            not_because: String::new(),
        },
        family_part: Voice {
            said: "Keeps the evenings calm".into(),
            not_because: String::new(),
        },
    }
}

/// The services and the agencies around it. Service 4 has closed.
pub(super) fn around() -> (Vec<ServiceFacts>, Vec<AgencyId>) {
    let facts = |number: u128, levels: Option<(i32, i32)>, closes: Option<&str>| ServiceFacts {
        id: service(number),
        levels: levels.map(|(lowest, highest)| (level(lowest), level(highest))),
        opens: None,
        closes: closes.map(day),
    };
    (
        vec![
            facts(1, Some((3, 4)), None),
            facts(2, Some((2, 2)), None),
            facts(3, None, None),
            facts(4, Some((1, 2)), Some("2026-10-31")),
        ],
        vec![agency(1), agency(2)],
    )
}
