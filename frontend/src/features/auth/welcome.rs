use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::auth::api::{LinkToken, LinkView, UseLink};
use shared::auth::{PASSWORD_MIN, check_password};
use shared::text::{NAME_MAX, email as check_email, line};
use wasm_bindgen::JsValue;

use crate::api::{Sending, load, show};
use crate::dates;
use crate::routes::Route;
use crate::session::{Session, Standing};
use crate::ui::field::FormError;
use crate::ui::{
    Button, ButtonRole, EmptyState, ErrorSummary, Form, FormErrors, InsetText, Load, Notice,
    NoticeKind, Notices, PageHeading, PasswordField, PasswordUse, TextField, TextKind,
};

/// Where a one-time link leads: the person chooses a password and is in. The first administrator also says who they are.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let session = Session::here();
    let errors = FormErrors::new();
    let caption = Signal::derive(move || session.service().map(|service| service.partnership));
    let content = match token() {
        Some(token) => view! { <Link token errors /> }.into_any(),
        None => view! {
            <EmptyState title="Open the link again">
                <p class="govuk-body">
                    "The secret part of the link is not in the address any more, because it is taken out as soon as the page has read it. Open the link from the message that you were sent."
                </p>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <ErrorSummary errors />
        <PageHeading title="Choose your password" caption errors />
        {content}
    }
}

/// The secret behind the `#`, which is taken out of the address bar, and so out of the history, once it has been read.
fn token() -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let token = hash.trim_start_matches('#').to_owned();
    if token.is_empty() {
        return None;
    }
    let cleaned = window().history().and_then(|history| {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&Route::Welcome.href()))
    });
    if cleaned.is_err() {
        leptos::logging::warn!("The browser kept the secret of the link in the address bar");
    }
    Some(token)
}

#[component]
fn Link(token: String, errors: FormErrors) -> impl IntoView {
    let asked = token.clone();
    let link = load(move |client| {
        let form = LinkToken {
            token: asked.clone(),
        };
        async move { client.view_link(&form).await }
    });
    view! {
        <Load
            resource=link
            children=move |link: LinkView| {
                let token = token.clone();
                view! { <LinkForm token link errors /> }
            }
        />
    }
}

#[component]
fn LinkForm(token: String, link: LinkView, errors: FormErrors) -> impl IntoView {
    let session = Session::here();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let sending = Sending::new();
    let first = link.email.is_none();
    let (name, email, password) = (
        RwSignal::new(link.name.clone().unwrap_or_default()),
        RwSignal::new(link.email.clone().unwrap_or_default()),
        RwSignal::new(String::new()),
    );
    let submit = Callback::new(move |()| {
        let own = |value: RwSignal<String>| first.then(|| value.get_untracked());
        let form = UseLink {
            token: token.clone(),
            password: password.get_untracked(),
            name: own(name),
            email: own(email),
        };
        let faults = faults(&form, &email.get_untracked());
        if !faults.is_empty() {
            errors.set(faults);
            return;
        }
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.use_link(&form).await }
            },
            move |answer| match answer {
                Ok(view) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "Your password is set and you are signed in.".to_owned(),
                        });
                    }
                    session.set(Standing::SignedIn(view));
                    go(&Route::MyWork.href(), NavigateOptions::default());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Addressee link />
        <Form errors on_submit=submit>
            {first.then(|| view! { <FirstAdministrator name email /> })}
            <PasswordField
                id="password"
                label="New password"
                hint=format!("At least {PASSWORD_MIN} characters. Three words that do not belong together make a good one")
                value=password
                purpose=PasswordUse::New
            />
            <Button role=ButtonRole::Submit busy=sending.busy()>
                "Set password and sign in"
            </Button>
        </Form>
    }
}

/// For whom the link is, and how long it lasts.
#[component]
fn Addressee(link: LinkView) -> impl IntoView {
    let until = format!(
        "This link works once, until {}.",
        dates::instant(link.expires_at)
    );
    let who = match (link.name, link.email) {
        (Some(name), Some(email)) => {
            view! { <p class="govuk-body">"This link is for " <strong>{name}</strong> ", " {email} "."</p> }.into_any()
        }
        _ => view! {
            <InsetText>
                "Nobody has an account yet. The account that you make here is the first administrator's: it adds people and agencies, and reports on nothing."
            </InsetText>
        }
        .into_any(),
    };
    view! {
        {who}
        <p class="govuk-body tl-muted">{until}</p>
    }
}

#[component]
fn FirstAdministrator(name: RwSignal<String>, email: RwSignal<String>) -> impl IntoView {
    view! {
        <TextField id="name" label="Your name" value=name autocomplete="name" />
        <TextField id="email" label="Email address" value=email kind=TextKind::Email autocomplete="username" />
    }
}

/// What is wrong with the form, by the rules that the server will ask.
fn faults(form: &UseLink, address: &str) -> Vec<FormError> {
    let name = form
        .name
        .as_deref()
        .and_then(|name| line("/name", "your name", name, NAME_MAX).err());
    let email = form
        .email
        .as_deref()
        .and_then(|email| check_email("/email", email).err());
    let password = check_password("/password", &form.password, address).err();
    [name, email, password]
        .into_iter()
        .flatten()
        .map(FormError::from)
        .collect()
}
