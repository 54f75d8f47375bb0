use leptos::prelude::*;
use shared::auth::api::{SessionView, SignIn};
use shared::problem::ErrorCode;

use crate::api::{Sending, Server, in_words};
use crate::routes::Route;
use crate::session::{Session, Standing};
use crate::ui::field::FormError;
use crate::ui::{
    Announcer, Button, ButtonGroup, ButtonRole, Dialog, ErrorSummary, Form, FormErrors,
    PasswordField, PasswordUse,
};

/// Asks a person whose session has ended for their password, over the page that they were on. What was under way goes on
/// once they have given it.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = Session::here();
    let ended = session.ended();
    let announcer = use_context::<Announcer>();
    // The page beneath can do nothing without a session, so the dialog stays until there is one or the person leaves.
    let stay = Callback::new(move |()| {
        if let Some(announcer) = announcer {
            announcer.announce("Sign in again to go on, or sign in as somebody else");
        }
    });
    view! {
        <Dialog id="sign-in-again" title="Sign in again" open=ended on_dismiss=stay>
            {move || ended.get().then(|| session.view()).flatten().map(|view| view! { <AgainForm view /> })}
        </Dialog>
    }
}

#[component]
fn AgainForm(view: SessionView) -> impl IntoView {
    let session = Session::here();
    let server = Server::here();
    let sending = Sending::new();
    let errors = FormErrors::new();
    let password = RwSignal::new(String::new());
    let (person, email) = (view.person.id, view.email.clone());
    let submit = Callback::new(move |()| {
        let form = SignIn {
            email: email.clone(),
            password: password.get_untracked(),
        };
        if form.password.is_empty() {
            errors.set(vec![FormError::field(FIELD, "Enter your password")]);
            return;
        }
        errors.clear();
        sending.send(
            move |_| {
                let (client, form) = (server.client(), form.clone());
                async move { client.sign_in(&form).await }
            },
            move |answer| match answer {
                Ok(view) if view.person.id == person => session.set(Standing::SignedIn(view)),
                // The address belongs to another account by now: nothing of the page is theirs.
                Ok(_) => leave(&Route::MyWork.href()),
                Err(fault) if fault.code() == Some(ErrorCode::WrongSignIn) => {
                    password.set(String::new());
                    errors.set(vec![FormError::field(FIELD, "The password is not right")]);
                }
                Err(fault) => errors.set(in_words(&fault)),
            },
        );
    });
    view! {
        <ErrorSummary errors />
        <p class="govuk-body">"Your session has ended. Everything on this page is still here, and you can go on once you have signed in."</p>
        <p class="govuk-body">"Email address: " <strong>{view.email}</strong></p>
        <Form errors on_submit=submit>
            <PasswordField id=FIELD label="Password" value=password purpose=PasswordUse::Current />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Sign in"
                </Button>
                <a href=Route::SignIn.href() rel="external">
                    "Sign in as somebody else"
                </a>
            </ButtonGroup>
        </Form>
    }
}

/// The page beneath may have a field `password` of its own.
const FIELD: &str = "again-password";

/// Loads a page afresh, so that nothing of the person before stays in memory.
pub fn leave(href: &str) {
    if window().location().set_href(href).is_err() {
        leptos::logging::error!("The browser refused to load {href}");
    }
}
