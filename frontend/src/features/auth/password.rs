use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::auth::api::ChangePassword;
use shared::auth::{PASSWORD_MIN, check_password};

use crate::api::{Sending, show};
use crate::routes::Route;
use crate::session::Session;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, NavItem, Notice,
    NoticeKind, Notices, PageHeading, PasswordField, PasswordUse,
};

/// Where the person changes their password.
#[component]
pub fn ChangePasswordPage() -> impl IntoView {
    let errors = FormErrors::new();
    view! {
        <Breadcrumbs items=vec![NavItem::new("Your account", Route::Account.href())] />
        <ErrorSummary errors />
        <PageHeading title="Change your password" errors />
        <p class="govuk-body">"You stay signed in here, and are signed out on every other device."</p>
        <PasswordForm errors />
    }
}

#[component]
fn PasswordForm(errors: FormErrors) -> impl IntoView {
    let session = Session::here();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let sending = Sending::new();
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = Callback::new(move |()| {
        let form = ChangePassword {
            current: current.get_untracked(),
            new: new.get_untracked(),
        };
        let email = session.view().map(|view| view.email).unwrap_or_default();
        let faults = faults(&form, &email);
        if !faults.is_empty() {
            errors.set(faults);
            return;
        }
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.change_password(&form).await }
            },
            move |answer| match answer {
                Ok(()) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "Your password has been changed.".to_owned(),
                        });
                    }
                    go(&Route::Account.href(), NavigateOptions::default());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Form errors on_submit=submit>
            <PasswordField id="current" label="Password so far" value=current purpose=PasswordUse::Current />
            <PasswordField
                id="new"
                label="New password"
                hint=format!("At least {PASSWORD_MIN} characters. Three words that do not belong together make a good one")
                value=new
                purpose=PasswordUse::New
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Change password"
                </Button>
                <a href=Route::Account.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

fn faults(form: &ChangePassword, email: &str) -> Vec<FormError> {
    let current = form
        .current
        .is_empty()
        .then(|| FormError::field("current", "Enter the password that you have now"));
    let new = check_password("/new", &form.new, email)
        .err()
        .map(FormError::from);
    [current, new].into_iter().flatten().collect()
}
