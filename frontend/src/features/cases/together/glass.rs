use leptos::prelude::*;
use shared::auth::api::SignIn;
use shared::cases::api::{BreakGlass, CaseReceipt};
use shared::cases::{BreakGlassReason, BreakGlassRequest, CaseReference, Known};
use shared::policy::RefusalCode;
use shared::problem::ErrorCode;
use shared::text::PASSAGE_MAX;

use super::said::{Reading, after};
use crate::api::{Sending, show};
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::session::{Session, Standing};
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonRole, Choice, ErrorSummary, FieldWidth,
    Form, FormErrors, NavItem, PageHeading, PasswordField, PasswordUse, Radios, TextField,
    TextKind, WarningText,
};

/// The field of the password, where it is asked for again.
const PASSWORD: &str = "glass-password";

/// Where somebody who takes no part in a case opens it in an emergency.
#[component]
pub fn BreakGlassPage() -> impl IntoView {
    let errors = FormErrors::new();
    view! {
        <Breadcrumbs items=vec![NavItem::new("Cases", Route::Cases.href())] />
        <ErrorSummary errors />
        <PageHeading title="Open a case in an emergency" errors />
        <p class="govuk-body tl-measure">
            "For an emergency in which you take no part in a case and have to know what is in it. This is called breaking the glass: it opens one case, to read, for 3 hours."
        </p>
        <WarningText>
            "Those who hold the case and the auditors are told at once that you opened it, and why. Somebody else reviews it within 3 working days."
        </WarningText>
        <BreakForm errors />
    }
}

#[component]
fn BreakForm(errors: FormErrors) -> impl IntoView {
    let session = Session::here();
    let sending = Sending::new();
    let after = after();
    let reference = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let words = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    // Asked for when the sign-in turns out to be too long ago.
    let again = RwSignal::new(false);
    let submit = Callback::new(move |()| {
        let form = match read(reference, reason, words) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        let sign_in = again.get_untracked().then(|| SignIn {
            email: session.view().map(|view| view.email).unwrap_or_default(),
            password: password.get_untracked(),
        });
        if sign_in
            .as_ref()
            .is_some_and(|form| form.password.is_empty())
        {
            return errors.set(vec![FormError::field(PASSWORD, "Enter your password")]);
        }
        errors.clear();
        sending.send(
            move |client| {
                let (form, sign_in) = (form.clone(), sign_in.clone());
                async move {
                    if let Some(sign_in) = sign_in {
                        let view = client.sign_in(&sign_in).await?;
                        session.set(Standing::SignedIn(view));
                    }
                    client.break_glass(&form).await
                }
            },
            move |answer| match answer {
                Ok(CaseReceipt { id, .. }) => after.run((
                    Route::Case { case: id },
                    "The case is open to you, to read, for 3 hours. Its holders have been told.",
                )),
                Err(fault) if fault.code() == Some(ErrorCode::WrongSignIn) => {
                    password.set(String::new());
                    errors.set(vec![FormError::field(
                        PASSWORD,
                        "The password is not right",
                    )]);
                }
                Err(fault) if refused(&fault) == Some(RefusalCode::SignInAgain) => {
                    again.set(true);
                    errors.set(vec![FormError::field(
                        PASSWORD,
                        "You signed in more than 10 minutes ago: enter your password to go on",
                    )]);
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let reasons = BreakGlassReason::ALL
        .iter()
        .map(|reason| Choice::new(reason.code(), reason.label()))
        .collect::<Vec<_>>();
    view! {
        <Form errors on_submit=submit>
            <TextField
                id="reference"
                label="Case reference"
                hint="For example, 4K7Q-20M4"
                value=reference
                kind=TextKind::Reference
                width=FieldWidth::Ten
                autocomplete="off"
            />
            <Radios id="reason" legend="Reason" value=reason choices=reasons />
            <ToldArea
                id="words"
                label="What has happened, and what you need to know"
                hint="The holders of the case and a reviewer read it"
                value=words
                known=Known::default()
                limit=PASSAGE_MAX
                rows=4
            />
            {move || {
                again
                    .get()
                    .then(|| {
                        view! {
                            <PasswordField
                                id=PASSWORD
                                label="Your password"
                                value=password
                                purpose=PasswordUse::Current
                            />
                        }
                    })
            }}
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Warning busy=sending.busy()>
                    "Open the case and tell its holders"
                </Button>
                <a href=Route::Cases.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// Which rule refused it, where one did.
fn refused(fault: &client::Fault) -> Option<RefusalCode> {
    match fault {
        client::Fault::Problem(problem) => problem.refusal.as_ref().map(|refusal| refusal.code),
        client::Fault::Unreachable | client::Fault::Unreadable => None,
    }
}

fn read(
    reference: RwSignal<String>,
    reason: RwSignal<String>,
    words: RwSignal<String>,
) -> Result<BreakGlass, Vec<FormError>> {
    let mut reading = Reading::new();
    let typed = reference.get_untracked();
    if let Err(fault) = typed.parse::<CaseReference>() {
        reading.fault(fault.at("/reference").into());
    }
    let reason = reading.one(
        "reason",
        reason,
        BreakGlassReason::from_code,
        "Choose the reason",
    );
    let words = reading.text("words", words, Known::default(), None);
    let request = BreakGlassRequest {
        reason: reason.unwrap_or(BreakGlassReason::Crisis),
        words,
    };
    let words = match request.checked() {
        Ok(request) => request.words,
        Err(fault) => {
            reading.fault(fault.into());
            String::new()
        }
    };
    reading.done()?;
    match reason {
        Some(reason) => Ok(BreakGlass {
            reference: typed,
            reason,
            words,
        }),
        None => Err(Vec::new()),
    }
}
