use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::auth::api::SignIn;
use shared::problem::ErrorCode;

use crate::api::{Sending, show};
use crate::routes::Route;
use crate::session::{Entrance, Session, Standing};
use crate::ui::field::FormError;
use crate::ui::{
    Button, ButtonRole, ErrorSummary, FieldWidth, Form, FormErrors, InsetText, NoticeKind,
    NotificationBanner, PageHeading, PasswordField, PasswordUse, TextField, TextKind,
};

/// Where a person signs in. Afterwards they are taken to the page that they asked for.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Session::here();
    let query = crate::routes::query();
    let errors = FormErrors::new();
    let go = use_navigate();
    let entrance = session.entrance();
    Effect::new(move |_| {
        if entrance.get() == Entrance::Person {
            let next = query.with_untracked(|query| query.get("next"));
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            go(&destination(next.as_deref()), options);
        }
    });
    let left = move || query.with(|query| query.get("signed-out").is_some());
    let caption = Signal::derive(move || session.service().map(|service| service.partnership));
    view! {
        {move || {
            left()
                .then(|| {
                    view! {
                        <NotificationBanner kind=NoticeKind::Success>
                            <p class="tl-notice__text">"You have signed out."</p>
                        </NotificationBanner>
                    }
                })
        }}
        <ErrorSummary errors />
        <PageHeading title="Sign in" caption errors />
        {move || session.service().is_some_and(|service| service.demonstration).then(|| view! { <DemonstrationHint /> })}
        <SignInForm errors />
    }
}

#[component]
fn SignInForm(errors: FormErrors) -> impl IntoView {
    let session = Session::here();
    let sending = Sending::new();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = Callback::new(move |()| {
        let form = SignIn {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        let missing = missing(&form);
        if !missing.is_empty() {
            errors.set(missing);
            return;
        }
        errors.clear();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.sign_in(&form).await }
            },
            move |answer| match answer {
                Ok(view) => session.set(Standing::SignedIn(view)),
                Err(fault) => {
                    if fault.code() == Some(ErrorCode::WrongSignIn) {
                        password.set(String::new());
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <Form errors on_submit=submit>
            <TextField
                id="email"
                label="Email address"
                value=email
                kind=TextKind::Email
                width=FieldWidth::Full
                autocomplete="username"
            />
            <PasswordField id="password" label="Password" value=password purpose=PasswordUse::Current />
            <Button role=ButtonRole::Submit busy=sending.busy()>
                "Sign in"
            </Button>
        </Form>
        <p class="govuk-body">
            "If you do not have an account, or have forgotten your password, ask your agency's lead or the plan's coordinator for a link."
        </p>
    }
}

#[component]
fn DemonstrationHint() -> impl IntoView {
    view! {
        <InsetText>
            "This is a demonstration. Its accounts, one for each role, and their password were printed where the service was started."
        </InsetText>
    }
}

fn missing(form: &SignIn) -> Vec<FormError> {
    let email = form
        .email
        .is_empty()
        .then(|| FormError::field("email", "Enter your email address"));
    let password = form
        .password
        .is_empty()
        .then(|| FormError::field("password", "Enter your password"));
    [email, password].into_iter().flatten().collect()
}

/// The page that was asked for before the sign-in; the first page when that is none of ours.
fn destination(next: Option<&str>) -> String {
    let home = || Route::MyWork.href();
    let Some(next) = next else { return home() };
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    match Route::of_path(path) {
        Route::SignIn | Route::Welcome | Route::NotFound => home(),
        _ if ours => next.to_owned(),
        _ => home(),
    }
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn nobody_is_taken_to_another_site() {
        assert_eq!(
            destination(Some("/agencies?kind=council")),
            "/agencies?kind=council"
        );
        for bad in [
            "//evil.example",
            "https://evil.example/people",
            "/\\evil.example",
            "people",
            "/sign-in",
            "/nowhere",
        ] {
            assert_eq!(destination(Some(bad)), "/", "{bad}");
        }
        assert_eq!(destination(None), "/");
    }
}
