use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cases::api::FindCase;
use shared::cases::{CaseReference, ReferenceFault};
use shared::problem::ErrorCode;

use crate::api::{Sending, show};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, FieldWidth, Form, FormErrors,
    LabelSize, NavItem, PageHeading, TextField, TextKind,
};

/// Where a case is found by its reference. The reference goes in a body, never in an address.
#[component]
pub fn FindCasePage() -> impl IntoView {
    let errors = FormErrors::new();
    let sending = Sending::new();
    let go = use_navigate();
    let reference = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let typed = reference.get_untracked();
        if let Err(fault) = typed.parse::<CaseReference>() {
            return errors.set(vec![fault.at("/reference").into()]);
        }
        errors.clear();
        let form = FindCase { reference: typed };
        let go = go.clone();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.find_case(&form).await }
            },
            move |answer| match answer {
                Ok(found) => go(
                    &Route::Case { case: found.id }.href(),
                    NavigateOptions::default(),
                ),
                Err(fault) if fault.code() == Some(ErrorCode::NotFound) => {
                    errors.set(vec![FormError::field(
                        "reference",
                        "No case with this reference is open to you. Ask the agency that gave it to you to invite yours",
                    )]);
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Cases", Route::Cases.href())] />
        <ErrorSummary errors />
        <PageHeading title="Find a case" errors />
        <Form errors on_submit=submit>
            <TextField
                id="reference"
                label="Case reference"
                hint="8 characters, for example 4K7Q-20M4"
                size=LabelSize::Question
                value=reference
                kind=TextKind::Reference
                width=FieldWidth::Ten
                autocomplete="off"
            />
            <Wrong reference />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Find the case"
                </Button>
                <a href=Route::Cases.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// Says at once that a whole reference was mistyped, while the person still has it before their eyes.
#[component]
fn Wrong(reference: RwSignal<String>) -> impl IntoView {
    let fault = Memo::new(move |_| {
        reference.with(|typed| match typed.parse::<CaseReference>() {
            Err(fault @ ReferenceFault::Check) => Some(fault.to_string()),
            _ => None,
        })
    });
    view! {
        <div role="status">
            {move || fault.get().map(|words| view! { <p class="govuk-body tl-measure">{words} "."</p> })}
        </div>
    }
}
