//! What differs between two versions of a plan, part by part.

use shared::ids::{AgencyId, ServiceId};
use shared::pathways::Clock;
use shared::step_down::api::{StepDownContent, Voice};

use super::words::Names;
use crate::dates;

/// The parts of a plan in the order of the page: the name of each and what it says, as one text.
fn parts(plan: &StepDownContent, names: &Names) -> Vec<(&'static str, String)> {
    let service = |id: Option<ServiceId>| id.map(|id| names.service(id)).unwrap_or_default();
    let agency = |id: AgencyId| names.agency(id);
    let side = |id: Option<ServiceId>, level: Option<shared::cases::NeedLevel>| {
        let level = level.map(|level| level.in_words());
        [Some(service(id)), level]
            .into_iter()
            .flatten()
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let goals = plan
        .goals
        .iter()
        .map(|one| match one.known_by.as_str() {
            "" => one.goal.clone(),
            known_by => format!("{} (known by: {known_by})", one.goal),
        })
        .collect::<Vec<_>>()
        .join("; ");
    let carried = plan
        .carried_on
        .iter()
        .map(|one| format!("{}: {}", agency(one.agency), one.what))
        .collect::<Vec<_>>()
        .join("; ");
    let way = plan.way_back.as_ref().map(|way| {
        format!(
            "{} ({}; in a crisis: {})",
            way.how,
            Clock::label(way.promised),
            names.service(way.crisis_contact)
        )
    });
    let reviews = plan
        .reviews
        .iter()
        .copied()
        .map(dates::day)
        .collect::<Vec<_>>()
        .join(", ");
    vec![
        ("From", side(plan.from_service, plan.from_level)),
        ("To", side(plan.to_service, plan.to_level)),
        (
            "Support is reduced from",
            plan.steps_down_on.map(dates::day).unwrap_or_default(),
        ),
        ("Goals", goals),
        ("Strengths", plan.strengths.join("; ")),
        ("What helps", plan.helps.join("; ")),
        ("Early signs", plan.early_signs.join("; ")),
        ("Who carries on what", carried),
        ("The way back in", way.unwrap_or_default()),
        ("Reviews", reviews),
        ("The young person's view", voice(&plan.own_view)),
        ("The family's part", voice(&plan.family_part)),
    ]
}

fn voice(voice: &Voice) -> String {
    match (voice.said.trim(), voice.not_because.trim()) {
        ("", "") => String::new(),
        ("", because) => format!("Nothing, because: {because}"),
        (said, _) => said.to_owned(),
    }
}

/// The parts that differ, each with what it says now.
pub fn differences(
    before: &StepDownContent,
    now: &StepDownContent,
    names: &Names,
) -> Vec<(String, String)> {
    parts(before, names)
        .into_iter()
        .zip(parts(now, names))
        .filter(|((_, before), (_, now))| before != now)
        .map(|(_, (name, now))| {
            let now = if now.is_empty() {
                "taken out".to_owned()
            } else {
                now
            };
            (name.to_owned(), now)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use shared::step_down::api::Goal;

    use super::*;

    #[test]
    fn only_what_differs_is_told_with_what_it_says_now() {
        let before = StepDownContent {
            goals: vec![Goal {
                goal: "Go to school".to_owned(),
                known_by: "Every day of a half term".to_owned(),
            }],
            helps: vec!["A walk".to_owned()],
            ..StepDownContent::default()
        };
        let now = StepDownContent {
            helps: Vec::new(),
            own_view: Voice {
                said: String::new(),
                not_because: "They were not ready".to_owned(),
            },
            ..before.clone()
        };
        let told = differences(&before, &now, &Names::default());
        let told: Vec<(&str, &str)> = told
            .iter()
            .map(|(name, now)| (name.as_str(), now.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("What helps", "taken out"),
                (
                    "The young person's view",
                    "Nothing, because: They were not ready"
                ),
            ]
        );
        assert_eq!(differences(&now, &now, &Names::default()), []);
    }
}
