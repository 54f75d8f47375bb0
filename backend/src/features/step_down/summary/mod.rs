//! The summary of a plan that a family is handed: plain words, and nothing that tells who it is about.
//! It is made once and written twice, as a page and as a PDF.

mod font;
mod page;
mod pdf;
mod print;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use shared::{
    agencies::api::AgencyRef,
    calendar::day_in_words,
    ids::{AgencyId, ServiceId, StepDownId},
    pathways::ClockUnit,
    policy::RefusalCode,
    step_down::{StepDown, StepDownState, Version, VersionStage, api::StepDownContent},
};

use crate::{db::Unit, error::ApiError, features::names};

use super::{
    around::Surroundings,
    read::{newest, open},
};

use entities::service;

pub(super) use page::page;
pub(super) use pdf::pdf;

/// What the summary is called, on the page and in the tab.
const TITLE: &str = "Your plan";

/// A summary, part by part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Summary {
    parts: Vec<Part>,
}

/// A part of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    Heading(String),
    Words(String),
    List(Vec<String>),
    /// Words that stand out.
    Marked(String),
}

/// The summary of the version that counts, or of the one that is being written.
///
/// # Errors
/// `not_found`; `forbidden` for who has broken the glass, and takes nothing away.
pub(super) async fn of(unit: &mut Unit<'_>, plan: StepDownId) -> Result<Summary, ApiError> {
    let (about, kept) = open(unit, plan, "step_down.summary").await?;
    if about.mine.is_empty() {
        return Err(ApiError::forbidden(RefusalCode::NotTheHolder.into()));
    }
    let version = kept
        .plan
        .in_force()
        .or_else(|| newest(&kept.plan))
        .ok_or(ApiError::Lost("a plan's version"))?;
    let around = Surroundings::of(unit.txn, about.live, [&version.content], unit.today()).await?;
    let carriers = version.content.carried_on.iter().map(|one| one.agency);
    let agencies = names::agencies(unit.txn, carriers).await?;
    let told = Told {
        services: &around.services,
        agencies: &agencies,
        today: unit.today(),
    };
    Ok(summed_up(&kept.plan, version, &told))
}

/// What services and agencies are called, and their numbers in the directory.
struct Told<'a> {
    services: &'a [service::Model],
    agencies: &'a HashMap<AgencyId, AgencyRef>,
    today: chrono::NaiveDate,
}

impl Told<'_> {
    fn service(&self, id: ServiceId) -> Option<&service::Model> {
        self.services.iter().find(|one| one.id == id.0)
    }

    /// The number of a service that this agency provides and the plan names.
    fn number_of(&self, agency: AgencyId) -> Option<&str> {
        self.services
            .iter()
            .filter(|one| one.provider_id == Some(agency.0))
            .find_map(|one| one.phone.as_deref())
    }
}

/// Words as a sentence.
fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['.', '!', '?', '\u{2026}', ':']) {
        words.to_owned()
    } else {
        format!("{words}.")
    }
}

#[derive(Default)]
struct Writing(Vec<Part>);

impl Writing {
    fn words(&mut self, words: impl Into<String>) {
        self.0.push(Part::Words(words.into()));
    }

    fn heading(&mut self, words: &str) {
        self.0.push(Part::Heading(words.to_owned()));
    }

    /// A heading with a list, where there is anything to list.
    fn listed(&mut self, heading: &str, entries: Vec<String>) -> bool {
        let some = !entries.is_empty();
        if some {
            self.heading(heading);
            self.0.push(Part::List(entries));
        }
        some
    }

    /// A heading with what somebody said, where they said something.
    fn said(&mut self, heading: &str, words: &str) {
        if !words.trim().is_empty() {
            self.heading(heading);
            for line in words.lines().filter(|line| !line.trim().is_empty()) {
                self.words(line.trim());
            }
        }
    }
}

fn summed_up(plan: &StepDown, version: &Version, told: &Told<'_>) -> Summary {
    let content = &version.content;
    let mut text = Writing::default();
    text.words("This plan is about you and the help you get. It says what changes, who helps you from then on, and how you can come back.");
    text.0
        .push(Part::Marked(standing(plan, version).to_owned()));
    changes(&mut text, plan, content, told);
    text.listed(
        "What we want to reach",
        content
            .goals
            .iter()
            .map(|one| match one.known_by.trim() {
                "" => sentence(&one.goal),
                known_by => format!(
                    "{} How we will know: {}",
                    sentence(&one.goal),
                    sentence(known_by)
                ),
            })
            .collect(),
    );
    let lines = |entries: &[String]| entries.iter().map(|one| sentence(one)).collect();
    text.listed("What you are good at", lines(&content.strengths));
    text.listed("What helps when it is hard", lines(&content.helps));
    if text.listed(
        "Signs that it is getting harder",
        lines(&content.early_signs),
    ) {
        text.words("If you see one of these signs, tell somebody on this page. You do not have to wait for the next meeting.");
    }
    text.listed("Who helps you with what", carried_on(content, told));
    way_back(&mut text, content, told);
    text.listed(
        "When we meet to see how it goes",
        meetings(plan, content, told.today),
    );
    text.said("What you say", &content.own_view.said);
    text.said("What your family does and says", &content.family_part.said);
    text.heading("About this page");
    text.words("There is no name on this page, so that it tells nobody who you are. Keep it where you can find it.");
    Summary { parts: text.0 }
}

fn standing(plan: &StepDown, version: &Version) -> &'static str {
    match (plan.state(), version.stage) {
        (StepDownState::Closed | StepDownState::Stopped, _) => "This plan has ended.",
        (StepDownState::ReEntered, _) => "You have come back. We will make a new plan with you.",
        (_, VersionStage::InForce) => "Everybody who helps you has said yes to this plan.",
        _ => "This is a draft. Not everybody has said yes to it yet.",
    }
}

fn changes(text: &mut Writing, plan: &StepDown, content: &StepDownContent, told: &Told<'_>) {
    let from = content.from_service.and_then(|id| told.service(id));
    let to = content.to_service.and_then(|id| told.service(id));
    let when = match (plan.stepped_down(), content.steps_down_on) {
        (Some(day), _) => Some(("Since", "you have had", day)),
        (None, Some(day)) => Some(("From", "you will have", day)),
        (None, None) => None,
    };
    if from.is_none() && to.is_none() && when.is_none() {
        return;
    }
    text.heading("What changes");
    if let Some((since, you_have, day)) = when {
        let whose = from.map_or_else(String::new, |one| format!(" from {}", one.name));
        text.words(format!(
            "{since} {}, {you_have} less help{whose}.",
            day_in_words(day)
        ));
    }
    if let Some(to) = to {
        text.words(format!("{} helps you from then on.", to.name));
        if let Some(phone) = &to.phone {
            text.0
                .push(Part::Marked(format!("Call {}: {phone}", to.name)));
        }
    }
}

fn carried_on(content: &StepDownContent, told: &Told<'_>) -> Vec<String> {
    content
        .carried_on
        .iter()
        .filter_map(|one| {
            let agency = told.agencies.get(&one.agency)?;
            let mut words = format!("{}: {}", agency.name, sentence(&one.what));
            if let Some(phone) = told.number_of(one.agency) {
                words.push_str(&format!(" Call {phone}"));
            }
            Some(words)
        })
        .collect()
}

fn way_back(text: &mut Writing, content: &StepDownContent, told: &Told<'_>) {
    let Some(way) = &content.way_back else {
        return;
    };
    text.heading("How to come back");
    if !way.how.trim().is_empty() {
        text.words(sentence(&way.how));
    }
    let promised = format!("You will get an answer {}.", way.promised.label());
    text.0.push(Part::Marked(promised));
    if way.promised.unit == ClockUnit::WorkingDays {
        text.words(
            "Working days are Monday to Friday. Bank holidays do not count as working days.",
        );
    }
    text.heading("If you cannot wait");
    if let Some(contact) = told.service(way.crisis_contact) {
        text.0.push(Part::Marked(match &contact.phone {
            Some(phone) => format!("Call {}: {phone}", contact.name),
            None => format!("Ask {} for help.", contact.name),
        }));
    }
    text.words("If somebody is in danger, call 999.");
}

/// The days of the reviews that are still to be held, as they are set or, before, as they are planned.
fn meetings(plan: &StepDown, content: &StepDownContent, today: chrono::NaiveDate) -> Vec<String> {
    let days: Vec<chrono::NaiveDate> = if plan.state().reviewed() {
        plan.reviews()
            .iter()
            .filter(|review| review.answer.is_none())
            .map(|review| review.due)
            .collect()
    } else if plan.state().live() {
        content.reviews.clone()
    } else {
        Vec::new()
    };
    days.into_iter()
        .map(|day| {
            let words = day_in_words(day);
            if day < today {
                format!("{words}. This day has passed. Ask us for a new one")
            } else {
                words
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
