//! Where it is recorded that something owed around the step-down has been done.

use leptos::prelude::*;
use shared::ids::StepDownId;
use shared::step_down::Duty;
use shared::step_down::api::{DutyDone, StepDownView};

use super::send::{after, version_now};
use crate::api::{Sending, load, show};
use crate::dates;
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, DateInput, DateParts, ErrorSummary, Form,
    FormErrors, Load, NavItem, PageHeading,
};

/// The page.
#[component]
pub fn StepDownDutyPage(plan: StepDownId, duty: Duty) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.step_down(plan).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Step-down plan", Route::StepDown { plan }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title=duty.label() errors />
        <Load resource children=move |view: StepDownView| view! { <DutyForm view duty errors /> } />
    }
}

#[component]
fn DutyForm(view: StepDownView, duty: Duty, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let (plan, version) = (view.id, StoredValue::new(view.version));
    let done = after(plan);
    let on = RwSignal::new(DateParts::of(dates::today()));
    let submit = Callback::new(move |()| {
        let day = match on.with_untracked(DateParts::read) {
            Ok(Some(day)) => day,
            Ok(None) => {
                return errors.set(vec![FormError::field(
                    "on",
                    "Enter the day on which it was done",
                )]);
            }
            Err(fault) => {
                return errors.set(vec![FormError::field("on", fault.sentence("The day"))]);
            }
        };
        errors.clear();
        let sent = version.get_value();
        sending.send(
            move |client| async move {
                client
                    .step_down_duty(plan, sent, &DutyDone { duty, on: day })
                    .await
            },
            move |answer| match answer {
                Ok(_) => done.run("It has been recorded.".to_owned()),
                Err(fault) => {
                    if let Some(now) = version_now(&fault) {
                        version.set_value(now);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    let due = view.stepped_down_on.map(|day| duty.due(day)).map(|day| {
        view! { <p class="govuk-body">{format!("Owed by {}.", dates::day(day))}</p> }
    });
    view! {
        {due}
        <Form errors on_submit=submit>
            <DateInput id="on" legend="Day on which it was done" value=on />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Record it"
                </Button>
                <a href=Route::StepDown { plan }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
