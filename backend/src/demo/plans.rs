//! What the invented step-down plans say, dated relative to the day from which support is reduced.

use chrono::{Duration, NaiveDate};
use shared::{
    cases::NeedLevel,
    ids::{AgencyId, ServiceId},
    pathways::Clock,
    step_down::api::{CarriedOn, Goal, StepDownContent, Voice, WayBack},
};

/// The service that reduces its support, by its name in the plan's papers.
pub const FROM: &str = "Children and Young People's Mental Health Service";
/// The service that carries on.
pub const TO: &str = "School emotional wellbeing teams";
/// Who helps in a crisis.
pub const CRISIS: &str = "24-hour text support";

/// The services that the invented plans name.
#[derive(Clone, Copy, Debug)]
pub struct Services {
    /// [`FROM`].
    pub from: ServiceId,
    /// [`TO`].
    pub to: ServiceId,
    /// [`CRISIS`].
    pub crisis: ServiceId,
}

/// What a plan says that lacks nothing. Its reviews stand so many days after the day `on` from
/// which support is reduced.
pub fn whole(
    services: Services,
    school: AgencyId,
    on: NaiveDate,
    reviews: [i64; 2],
) -> StepDownContent {
    StepDownContent {
        from_service: Some(services.from),
        from_level: NeedLevel::try_from(3).ok(),
        to_service: Some(services.to),
        to_level: NeedLevel::try_from(2).ok(),
        steps_down_on: Some(on),
        goals: vec![
            Goal {
                goal: "Invented for the demonstration. Be in school every day, and stay for the afternoon".to_owned(),
                known_by: "Attendance above nine days in ten for half a term".to_owned(),
            },
            Goal {
                goal: "Sleep through most nights".to_owned(),
                known_by: "Five nights out of seven in the sleep diary".to_owned(),
            },
        ],
        strengths: vec!["Draws well, and is patient with younger children".to_owned()],
        helps: vec![
            "Ten minutes alone, then a walk".to_owned(),
            "To know the evening before what the next day will be".to_owned(),
        ],
        early_signs: vec![
            "Stops drawing".to_owned(),
            "Stays in bed on two school days in a row".to_owned(),
        ],
        carried_on: vec![CarriedOn {
            agency: school,
            what: "A weekly half hour at school with the same worker".to_owned(),
        }],
        way_back: Some(WayBack {
            how: "Ask the worker at school, who asks the team. Nobody has to be referred again".to_owned(),
            promised: Clock::working_days(5),
            crisis_contact: services.crisis,
        }),
        reviews: reviews
            .into_iter()
            .map(|days| on + Duration::days(days))
            .collect(),
        own_view: Voice {
            said: "I want to know who I talk to, and that I do not have to start again".to_owned(),
            not_because: String::new(),
        },
        family_part: Voice {
            said: "Keeps the evenings calm, and calls the school when two days were missed".to_owned(),
            not_because: String::new(),
        },
    }
}

/// What a plan says that has only been begun.
pub fn begun(services: Services) -> StepDownContent {
    StepDownContent {
        from_service: Some(services.from),
        from_level: NeedLevel::try_from(3).ok(),
        goals: vec![Goal {
            goal: "Invented for the demonstration. Meet friends outside of school again".to_owned(),
            known_by: String::new(),
        }],
        strengths: vec!["Makes others laugh".to_owned()],
        ..StepDownContent::default()
    }
}
