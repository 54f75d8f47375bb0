//! Who holds responsibility, and how far it has come on its way to another agency.

use leptos::prelude::*;
use shared::agencies::api::AgencyRef;
use shared::cases::api::{CaseView, PassView};
use shared::cases::{CaseVerb, PassState};

use crate::dates;
use crate::routes::Route;
use crate::ui::{StatusMark, Tone};

/// One step of a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    tone: Tone,
    /// How the step stands, in a word.
    word: &'static str,
    /// What the step is.
    what: String,
    /// Who did it and when, or what it waits for.
    more: String,
}

/// The steps of a pass, in order.
fn steps(pass: &PassView) -> [Step; 3] {
    let (from, to) = (&pass.from.name, &pass.to.name);
    let asked = Step {
        tone: Tone::Done,
        word: "Done",
        what: format!("{from} asked {to}"),
        more: format!("{}, {}", pass.asked_by.name, dates::instant(pass.asked_at)),
    };
    let answered = || {
        let by = pass.answered_by.as_ref().map(|person| person.name.clone());
        let at = pass.answered_at.map(dates::instant);
        [by, at]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    };
    let accepted = match pass.state {
        PassState::Open => Step {
            tone: Tone::Watch,
            word: "Waiting",
            what: format!("{to} accepts"),
            more: format!("{to} has not answered yet"),
        },
        PassState::Accepted | PassState::Passed => Step {
            tone: Tone::Done,
            word: "Done",
            what: format!("{to} accepted"),
            more: answered(),
        },
        PassState::Declined => Step {
            tone: Tone::Bad,
            word: "Declined",
            what: format!("{to} declined"),
            more: [Some(answered()), pass.answer_words.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(": "),
        },
        PassState::Withdrawn => Step {
            tone: Tone::Unknown,
            word: "Taken back",
            what: "The asking was taken back".to_owned(),
            more: answered(),
        },
    };
    let passed = match (pass.first_contact_on, &pass.clinical_reason) {
        (Some(day), _) => Step {
            tone: Tone::Done,
            word: "Done",
            what: "First contact attended".to_owned(),
            more: format!("{}. Responsibility passed with it", dates::day(day)),
        },
        (None, Some(reason)) => Step {
            tone: Tone::Done,
            word: "Done",
            what: "Passed before a first contact, for a clinical reason".to_owned(),
            more: reason.clone(),
        },
        (None, None) if pass.state == PassState::Accepted => Step {
            tone: Tone::Watch,
            word: "Waiting",
            what: "First contact attended".to_owned(),
            more: "Responsibility passes with it, or for a clinical reason".to_owned(),
        },
        (None, None) => Step {
            tone: Tone::Unknown,
            word: "Not yet",
            what: "First contact attended".to_owned(),
            more: "Responsibility passes with it, or for a clinical reason".to_owned(),
        },
    };
    [asked, accepted, passed]
}

/// Who holds responsibility now, in words.
pub fn in_words(holder: Option<&AgencyRef>, pass: Option<&PassView>) -> String {
    let Some(holder) = holder else {
        return "Nobody holds responsibility: the case has ended.".to_owned();
    };
    let holder = &holder.name;
    match pass.map(|pass| (pass.state, &pass.to.name)) {
        Some((PassState::Open, to)) => {
            format!("{holder} holds responsibility now. {to} has been asked to take it over.")
        }
        Some((PassState::Accepted, to)) => format!(
            "{holder} holds responsibility now. {to} has accepted it, and holds it from the first contact on."
        ),
        _ => format!("{holder} holds responsibility now."),
    }
}

/// The steps of a pass as a list.
#[component]
pub fn PassSteps(pass: PassView) -> impl IntoView {
    let items = steps(&pass)
        .into_iter()
        .map(|step| {
            view! {
                <li class="tl-steps__item">
                    <strong class="tl-steps__what">{step.what}</strong>
                    <StatusMark tone=step.tone word=step.word />
                    <span class="tl-under">{step.more}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="tl-steps" aria-label="The steps by which responsibility passes">
            {items}
        </ol>
    }
}

/// Who holds responsibility, with the steps of a pass that is under way.
#[component]
pub fn ResponsibilityBar(case: CaseView) -> impl IntoView {
    let words = match &case.holder {
        Some(last) if !case.state.live() => {
            format!(
                "The case has ended. {} held responsibility last.",
                last.name
            )
        }
        holder => in_words(holder.as_ref(), case.pass.as_ref()),
    };
    let under_way = case
        .pass
        .filter(|pass| matches!(pass.state, PassState::Open | PassState::Accepted));
    let asked = under_way
        .as_ref()
        .is_some_and(|pass| case.mine.iter().any(|agency| agency.id == pass.to.id));
    let link = match (&under_way, case.allowed.contains(&CaseVerb::Pass)) {
        (Some(_), _) if asked => Some("Answer, or record the first contact"),
        (Some(_), true) => Some("How responsibility passes"),
        (None, true) if case.holder.is_some() => Some("Pass responsibility on"),
        _ => None,
    };
    let id = case.id;
    view! {
        <section class="tl-holder" aria-label="Responsibility">
            <p class="tl-holder__words">{words}</p>
            {under_way.map(|pass| view! { <PassSteps pass /> })}
            {link
                .map(|words| {
                    view! { <p class="govuk-body"><a href=Route::CasePass { case: id }.href()>{words}</a></p> }
                })}
        </section>
    }
}
