//! What changes are counted from: a day in the address, or the cycle before.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::plans::board::api::{Since, SinceBasis};

use crate::dates;
use crate::features::plans::moment::Mover;
use crate::ui::field::FormError;
use crate::ui::{
    Button, ButtonGroup, ButtonKind, ButtonRole, DateInput, DateParts, Details, Form, FormErrors,
};

/// The key of the day in addresses.
const SINCE: &str = "since";

/// The day of the address that the page stands at.
pub fn here() -> Memo<Option<NaiveDate>> {
    let query = crate::routes::query();
    Memo::new(move |_| query.with(|query| query.get(SINCE)?.parse().ok()))
}

/// What the changes on the page are counted from, in a sentence.
#[component]
pub fn SinceNote(since: Option<Since>) -> impl IntoView {
    let words = match since {
        None => "There is nothing earlier to compare with yet.".to_owned(),
        Some(since) => {
            let day = dates::day(since.day);
            let why = match (since.basis, since.cycle) {
                (SinceBasis::Cycle, Some(cycle)) => format!(", when {} closed", cycle.name),
                (SinceBasis::Meeting, _) => ", the day of the last meeting".to_owned(),
                (SinceBasis::Asked, Some(cycle)) => format!(", in {}", cycle.name),
                _ => String::new(),
            };
            format!("Changes are counted from the end of {day}{why}.")
        }
    };
    view! { <p class="govuk-body tl-muted">{words}</p> }
}

/// Another day to count changes from, opened when it is asked for.
#[component]
pub fn SinceForm() -> impl IntoView {
    let (mover, since) = (Mover::new(), here());
    let parts = RwSignal::new(DateParts::default());
    Effect::new(move |_| parts.set(since.get().map(DateParts::of).unwrap_or_default()));
    let errors = FormErrors::new();
    let on_submit = Callback::new(move |()| match day_of(&parts.get_untracked()) {
        Ok(day) => {
            errors.clear();
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            mover.set(vec![(SINCE, day)]);
        }
        Err(message) => errors.set(vec![FormError::field(SINCE, message)]),
    });
    view! {
        <Details summary="Compare with another day">
            <Form errors on_submit>
                <DateInput
                    id="since"
                    legend="Count changes from the end of"
                    hint="For example, 22 6 2018. Leave it empty to compare with the last meeting, or else the cycle before."
                    value=parts
                />
                <ButtonGroup>
                    <Button kind=ButtonKind::Secondary role=ButtonRole::Submit>
                        "Compare"
                    </Button>
                </ButtonGroup>
            </Form>
        </Details>
    }
}

fn day_of(parts: &DateParts) -> Result<Option<NaiveDate>, String> {
    match parts.read() {
        Err(fault) => Err(fault.sentence("The day")),
        Ok(Some(day)) if day >= dates::today() => Err("The day must be in the past".to_owned()),
        Ok(day) => Ok(day),
    }
}
