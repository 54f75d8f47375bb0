//! An agency's own part: who of it is named, what it offers, what it calls the young person itself, and how it leaves.

use leptos::prelude::*;
use shared::auth::api::PersonRef;
use shared::cases::api::{OwnPartView, PartOffer, PartPeople, PartWords};
use shared::cases::{Known, OWN_REFERENCE_MAX, PEOPLE_MAX};
use shared::ids::PersonId;
use shared::text::PASSAGE_MAX;

use super::said::{Reading, after, here};
use crate::api::{Sending, show};
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Button, ButtonGroup, ButtonKind, ButtonRole, Checkboxes, Choice, FieldWidth, Form, FormErrors,
    InsetText, TextField, TextKind,
};

/// Who of an agency is named.
#[component]
pub fn People(people: RwSignal<Vec<String>>, colleagues: Vec<PersonRef>) -> impl IntoView {
    if colleagues.is_empty() {
        return view! {
            <InsetText>
                "Your agency has no practitioner with an account. A lead of your agency invites one under People, and then names them here."
            </InsetText>
        }
        .into_any();
    }
    let choices = colleagues
        .into_iter()
        .map(|person| Choice::new(person.id.to_string(), person.name))
        .collect::<Vec<_>>();
    view! {
        <Checkboxes
            id="people"
            legend="Who is named"
            hint="They read the case, and nobody else of your agency"
            values=people
            choices
        />
    }
    .into_any()
}

/// The people who are chosen: one at least, and no more than a case holds.
pub fn chosen(people: RwSignal<Vec<String>>, reading: &mut Reading) -> Vec<PersonId> {
    let found: Vec<PersonId> =
        people.with_untracked(|ids| ids.iter().filter_map(|id| id.parse().ok()).collect());
    if found.is_empty() {
        reading.fault(FormError::field("people", "Choose who is named"));
    } else if found.len() > PEOPLE_MAX {
        let words = format!("Choose {PEOPLE_MAX} people or fewer");
        reading.fault(FormError::field("people", words));
    }
    found
}

/// Where other people of the agency are named.
#[component]
pub fn NameForm(part: OwnPartView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let (case, id, version) = (part.case, part.id, part.version);
    let named = part
        .people
        .iter()
        .map(|person| person.id.to_string())
        .collect();
    // Somebody who is named and no practitioner any more can be taken out, and is therefore shown.
    let mut colleagues = part.colleagues;
    for person in part.people {
        if !colleagues.iter().any(|other| other.id == person.id) {
            colleagues.push(person);
        }
    }
    let people = RwSignal::new(named);
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let people = chosen(people, &mut reading);
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        errors.clear();
        let form = PartPeople { people };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.name_people(case, id, version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => here.run("Who is named has been changed. Those who are no longer named read nothing more."),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"Your people"</h2>
        <Form errors on_submit=submit>
            <People people colleagues />
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Secondary busy=sending.busy()>
                    "Save who is named"
                </Button>
            </ButtonGroup>
        </Form>
    }
}

/// Where the agency says what it offers, and keeps its own reference.
#[component]
pub fn OfferForm(
    part: OwnPartView,
    known: Known,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let here = here(again);
    let (case, id, version) = (part.case, part.id, part.version);
    let offers = RwSignal::new(part.offers.unwrap_or_default());
    let own = RwSignal::new(part.own_reference.unwrap_or_default());
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let said = reading.text(
            "offers",
            offers,
            known,
            Some("Say what you offer, in words that a family understands"),
        );
        let reference = own.with_untracked(|own| own.trim().to_owned());
        if reference.chars().count() > OWN_REFERENCE_MAX {
            let words = format!("Enter {OWN_REFERENCE_MAX} characters or fewer");
            reading.fault(FormError::field("own_reference", words));
        }
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        errors.clear();
        let form = PartOffer {
            offers: said,
            own_reference: (!reference.is_empty()).then_some(reference),
        };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.offer_part(case, id, version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => here.run("What your agency offers has been changed."),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"What you offer"</h2>
        <Form errors on_submit=submit>
            <ToldArea
                id="offers"
                label="What your agency offers"
                hint="In words that a family understands: the passport shows it"
                value=offers
                known
                limit=PASSAGE_MAX
                rows=3
            />
            <TextField
                id="own_reference"
                label="Your own reference (optional)"
                hint="What your agency calls the young person in its own system. No other agency sees it, and it may not be an NHS number"
                value=own
                kind=TextKind::Reference
                width=FieldWidth::Twenty
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Secondary busy=sending.busy()>
                    "Save what you offer"
                </Button>
            </ButtonGroup>
        </Form>
    }
}

/// Where the agency leaves a case. The one that holds responsibility passes it on first.
#[component]
pub fn LeaveForm(
    part: OwnPartView,
    known: Known,
    holds: bool,
    errors: FormErrors,
) -> impl IntoView {
    let sending = Sending::new();
    let after = after();
    let (case, id) = (part.case, part.id);
    let words = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let words = reading.text(
            "words",
            words,
            known,
            Some("Say why your agency leaves, and what carries on"),
        );
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        errors.clear();
        let form = PartWords { words };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.leave_case(case, id, &form).await }
            },
            move |answer| match answer {
                Ok(_) => after.run((
                    Route::Cases,
                    "Your agency has left the case and reads nothing more of it.",
                )),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    if holds {
        return view! {
            <h2 class="govuk-heading-m">"Leave the case"</h2>
            <p class="govuk-body">
                "Your agency holds responsibility. " <a href=Route::CasePass { case }.href()>"Pass it on"</a>
                " first; then your agency can leave."
            </p>
        }
        .into_any();
    }
    view! {
        <h2 class="govuk-heading-m">"Leave the case"</h2>
        <p class="govuk-body tl-measure">
            "From that moment your agency reads nothing more of the case. What you wrote stays with it; your own reference is removed."
        </p>
        <Form errors on_submit=submit>
            <ToldArea
                id="words"
                label="Why your agency leaves, and what carries on"
                value=words
                known
                limit=PASSAGE_MAX
                rows=3
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Warning busy=sending.busy()>
                    "Leave the case"
                </Button>
            </ButtonGroup>
        </Form>
    }
    .into_any()
}
