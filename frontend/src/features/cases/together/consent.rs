//! What the holder does to another agency's part: taking an asking back, and recording that consent was withdrawn.

use leptos::prelude::*;
use shared::cases::Known;
use shared::cases::api::{ConsentWithdrawn, PartView, PartWords};
use shared::ids::CaseId;
use shared::text::PASSAGE_MAX;

use super::said::{Reading, after, here};
use crate::api::{Sending, show};
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::ui::{
    Button, ButtonGroup, ButtonKind, ButtonRole, DateInput, DateParts, Form, FormErrors,
};

/// Where an asking that has no answer yet is taken back.
#[component]
pub fn TakeBackForm(
    case: CaseId,
    part: PartView,
    known: Known,
    errors: FormErrors,
) -> impl IntoView {
    let sending = Sending::new();
    let after = after();
    let id = part.id;
    let words = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let words = reading.text("words", words, known, Some("Say why"));
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        errors.clear();
        let form = PartWords { words };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.withdraw_part(case, id, &form).await }
            },
            move |answer| match answer {
                Ok(_) => after.run((Route::Case { case }, "The agency is no longer asked.")),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"Take the asking back"</h2>
        <Form errors on_submit=submit>
            <ToldArea
                id="words"
                label="Why it is no longer asked"
                value=words
                known
                limit=PASSAGE_MAX
                rows=3
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Warning busy=sending.busy()>
                    "Take the asking back"
                </Button>
            </ButtonGroup>
        </Form>
    }
}

/// Where it is recorded that consent was withdrawn. From that day the agency is told nothing more.
#[component]
pub fn ConsentForm(
    case: CaseId,
    part: PartView,
    known: Known,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let (id, version) = (part.id, part.version);
    let on = RwSignal::new(DateParts::default());
    let words = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let day = reading.day("on", on, "The day");
        let words = reading.text("words", words, known, Some("Say what was said"));
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        let Some(on) = day else { return };
        errors.clear();
        let form = ConsentWithdrawn { on, words };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.withdraw_consent(case, id, version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => here.run(
                    "It is recorded that consent was withdrawn. The agency is told nothing more.",
                ),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"Consent was withdrawn"</h2>
        <p class="govuk-body tl-measure">
            "The agency's part ends with it: it reads nothing more of the case, from now on."
        </p>
        <Form errors on_submit=submit>
            <DateInput id="on" legend="Day on which it was withdrawn" value=on />
            <ToldArea id="words" label="What was said" value=words known limit=PASSAGE_MAX rows=3 />
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Warning busy=sending.busy()>
                    "Record that consent was withdrawn"
                </Button>
            </ButtonGroup>
        </Form>
    }
}
