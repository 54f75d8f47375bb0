use leptos::prelude::*;
use shared::cases::api::{CaseView, FirstContact, PassAnswer, PassAsk, PassOverride, PassView};
use shared::cases::{CaseVerb, Known, PartState, PassState};
use shared::ids::CaseId;
use shared::text::PASSAGE_MAX;

use super::said::{Reading, here};
use super::steps::{PassSteps, in_words};
use crate::api::{Sending, load, show};
use crate::dates;
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonRole, Choice, DateInput, DateParts,
    ErrorSummary, Form, FormErrors, Load, NavItem, PageHeading, Radios,
};

/// Where responsibility for a case passes to another agency, step by step.
#[component]
pub fn PassPage(case: CaseId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.case(case).await });
    let again = Callback::new(move |()| resource.refetch());
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Case", Route::Case { case }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Who holds responsibility" errors />
        <Load resource children=move |case: CaseView| view! { <Pass case errors again /> } />
    }
}

#[component]
fn Pass(case: CaseView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let words = in_words(case.holder.as_ref(), case.pass.as_ref());
    let id = case.id;
    let known = Known {
        born: Some(case.born),
    };
    let holds = case.allowed.contains(&CaseVerb::Pass);
    let pass = case.pass.clone();
    let receives = pass
        .as_ref()
        .is_some_and(|pass| case.mine.iter().any(|agency| agency.id == pass.to.id));
    let state = pass.as_ref().map(|pass| pass.state);
    let open = matches!(state, Some(PassState::Open | PassState::Accepted));
    view! {
        <p class="tl-holder__words">{words}</p>
        {pass.clone().map(|pass| view! { <Asked pass /> })}
        {(state == Some(PassState::Open) && receives)
            .then(|| view! { <AnswerForm case=id known errors again /> })}
        {(state == Some(PassState::Accepted) && (receives || holds))
            .then(|| {
                view! {
                    <ContactForm case=id errors again />
                    <OverrideForm case=id known errors again />
                }
            })}
        {(open && holds).then(|| view! { <TakeBack case=id errors again /> })}
        {(!open && holds && case.holder.is_some()).then(|| view! { <AskForm case=case.clone() errors again /> })}
    }
}

#[component]
fn Asked(pass: PassView) -> impl IntoView {
    let words = pass.words.clone();
    view! {
        <PassSteps pass />
        <p class="govuk-body">
            "What was asked: " <span class="tl-prose">{words}</span>
        </p>
    }
}

/// Where the holder asks an agency that takes part to hold responsibility.
#[component]
fn AskForm(case: CaseView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let id = case.id;
    let known = Known {
        born: Some(case.born),
    };
    let to = RwSignal::new(String::new());
    let words = RwSignal::new(String::new());
    let agencies = case
        .parts
        .into_iter()
        .filter(|part| part.state == PartState::Live && !part.holds)
        .map(|part| {
            let people: Vec<String> = part.people.into_iter().map(|person| person.name).collect();
            Choice::new(part.agency.id.to_string(), part.agency.name).explained(people.join(", "))
        })
        .collect::<Vec<_>>();
    if agencies.is_empty() {
        return view! {
            <h2 class="govuk-heading-m">"Pass it on"</h2>
            <p class="govuk-body">
                "No other agency takes part yet. " <a href=Route::CaseInvite { case: id }.href()>"Ask an agency"</a>
                " first."
            </p>
        }
        .into_any();
    }
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let asked = reading.one(
            "to",
            to,
            |agency| agency.parse().ok(),
            "Choose the agency that is to hold it",
        );
        let words = reading.text(
            "words",
            words,
            known,
            Some("Say why, and what it takes over"),
        );
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        let Some(to) = asked else { return };
        errors.clear();
        let form = PassAsk { to, words };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.ask_to_hold(id, &form).await }
            },
            move |answer| match answer {
                Ok(_) => here.run("The agency has been asked. Until it accepts and a first contact was attended, nothing changes."),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"Pass it on"</h2>
        <p class="govuk-body tl-measure">
            "It passes when the other agency has accepted and the young person has attended a first contact there. Until then your agency holds it."
        </p>
        <Form errors on_submit=submit>
            <Radios id="to" legend="Which agency is to hold it?" value=to choices=agencies />
            <ToldArea id="words" label="Why, and what it takes over" value=words known limit=PASSAGE_MAX rows=3 />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Ask it to hold responsibility"
                </Button>
            </ButtonGroup>
        </Form>
    }
    .into_any()
}

const ACCEPT: &str = "accept";
const DECLINE: &str = "decline";

/// Where the agency that is asked answers.
#[component]
fn AnswerForm(
    case: CaseId,
    known: Known,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let answer = RwSignal::new(String::new());
    let words = RwSignal::new(String::new());
    let declines = Memo::new(move |_| answer.with(|answer| answer == DECLINE));
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let accept = reading.one(
            "accept",
            answer,
            |code| match code {
                ACCEPT => Some(true),
                DECLINE => Some(false),
                _ => None,
            },
            "Choose whether your agency accepts responsibility",
        );
        let said = if accept == Some(false) {
            reading.text("words", words, known, Some("Say why not"))
        } else {
            String::new()
        };
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        let Some(accept) = accept else { return };
        errors.clear();
        let form = PassAnswer {
            accept,
            words: said,
        };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.answer_pass(case, &form).await }
            },
            move |answer| match answer {
                Ok(_) if accept => here.run(
                    "Your agency has accepted. It holds responsibility from the first contact on.",
                ),
                Ok(_) => here.run("Your agency has declined."),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"Your answer"</h2>
        <Form errors on_submit=submit>
            <Radios
                id="accept"
                legend="Does your agency accept responsibility?"
                value=answer
                choices=vec![Choice::new(ACCEPT, "Yes"), Choice::new(DECLINE, "No")]
            />
            {move || {
                declines
                    .get()
                    .then(|| {
                        view! { <ToldArea id="words" label="Why not" value=words known limit=PASSAGE_MAX rows=3 /> }
                    })
            }}
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Send the answer"
                </Button>
            </ButtonGroup>
        </Form>
    }
}

/// Where the first contact is recorded. Responsibility passes with it.
#[component]
fn ContactForm(case: CaseId, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let on = RwSignal::new(DateParts::default());
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let day = reading.day("on", on, "The day of the first contact");
        if day.is_some_and(|day| day > dates::today()) {
            let words = "This day is to come. Record the contact when it has been attended";
            reading.fault(FormError::field("on", words));
        }
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        let Some(on) = day else { return };
        errors.clear();
        let form = FirstContact { on };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.first_contact(case, &form).await }
            },
            move |answer| match answer {
                Ok(_) => here.run("Responsibility has passed."),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"First contact"</h2>
        <Form errors on_submit=submit>
            <DateInput
                id="on"
                legend="Day on which the young person attended it"
                hint="A contact that was missed is no first contact: offer another one"
                value=on
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Record the first contact"
                </Button>
            </ButtonGroup>
        </Form>
    }
}

/// Where responsibility passes before a first contact, for a clinical reason.
#[component]
fn OverrideForm(
    case: CaseId,
    known: Known,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let reason = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let clinical_reason = reading.text(
            "clinical_reason",
            reason,
            known,
            Some("Say for which clinical reason it cannot wait"),
        );
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        errors.clear();
        let form = PassOverride { clinical_reason };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.override_pass(case, &form).await }
            },
            move |answer| match answer {
                Ok(_) => here.run("Responsibility has passed, for a clinical reason."),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"It cannot wait for a first contact"</h2>
        <Form errors on_submit=submit>
            <ToldArea
                id="clinical_reason"
                label="Clinical reason"
                hint="For example, an admission tonight. It stays on the time line"
                value=reason
                known
                limit=PASSAGE_MAX
                rows=3
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Warning busy=sending.busy()>
                    "Pass responsibility now"
                </Button>
            </ButtonGroup>
        </Form>
    }
}

/// Where the holder takes the asking back.
#[component]
fn TakeBack(case: CaseId, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let press = Callback::new(move |_| {
        errors.clear();
        sending.send(
            move |client| async move { client.withdraw_pass(case).await },
            move |answer| match answer {
                Ok(_) => {
                    here.run("The asking has been taken back. Your agency holds responsibility.")
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"Take the asking back"</h2>
        <p class="govuk-body">"Your agency goes on holding responsibility."</p>
        <ButtonGroup>
            <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=press>
                "Take it back"
            </Button>
        </ButtonGroup>
    }
}
