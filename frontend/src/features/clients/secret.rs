use chrono::{DateTime, Duration, Utc};
use leptos::prelude::*;
use shared::clients::OVERLAP_DAYS;
use shared::clients::api::{ClientView, MadeSecret, NewSecret};
use shared::ids::ClientId;

use crate::api::{Sending, load, refusal, show};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonLink, ButtonRole, Choice, CopyField, ErrorSummary,
    Form, FormErrors, InsetText, Load, NavItem, PageHeading, Radios, WarningText,
};

/// A secret to hand to whoever looks after the program. It cannot be shown again: the server keeps only its digest.
#[component]
pub fn SecretOnce(secret: MadeSecret) -> impl IntoView {
    let ends = secret.previous_ends_at.map(|at| {
        let words = if at <= dates::now() {
            "The secret so far no longer works.".to_owned()
        } else {
            format!("The secret so far works until {}.", dates::instant(at))
        };
        view! { <p class="govuk-body">{words}</p> }
    });
    view! {
        <section class="tl-handover">
            <CopyField id="client-id" label="Client id" value=Signal::stored(secret.client_id.to_string()) />
            <CopyField id="client-secret" label="Client secret" value=Signal::stored(secret.client_secret) />
            <WarningText>"This secret is shown once. Copy it before you leave this page."</WarningText>
            <p class="govuk-body">
                "Keep it where the program’s other secrets are, never in its source and never in an email. Whoever has it can do what the client can."
            </p>
            {ends}
        </section>
    }
}

/// Where a client gets a new secret.
#[component]
pub fn NewSecretPage(client: ClientId) -> impl IntoView {
    let errors = FormErrors::new();
    let made = RwSignal::new(None::<MadeSecret>);
    let resource = load(move |api| async move { api.api_client(client).await });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.name));
    let title = Signal::derive(move || {
        if made.with(Option::is_some) {
            "The new secret".to_owned()
        } else {
            "Make a new secret".to_owned()
        }
    });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("API clients", Route::Clients.href()),
            NavItem::new("Client", Route::Client { client }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title caption errors />
        {move || match made.get() {
            Some(secret) => {
                view! {
                    <SecretOnce secret />
                    <ButtonLink href=Route::Client { client }.href()>"Back to the client"</ButtonLink>
                }
                    .into_any()
            }
            None => {
                view! { <Load resource children=move |known: ClientView| view! { <SecretForm known errors made /> } /> }
                    .into_any()
            }
        }}
    }
}

/// For how long the secret so far goes on working.
const OVERLAPS: [(&str, &str, i64); 4] = [
    ("now", "It ends now", 0),
    ("hour", "It works for another hour", 1),
    ("day", "It works for another day", 24),
    (
        "week",
        "It works for another seven days",
        24 * OVERLAP_DAYS as i64,
    ),
];

#[component]
fn SecretForm(
    known: ClientView,
    errors: FormErrors,
    made: RwSignal<Option<MadeSecret>>,
) -> impl IntoView {
    if let Some(why) = refusal(&known.allowed, "secrets") {
        return view! { <InsetText>{why}</InsetText> }.into_any();
    }
    let sending = Sending::new();
    let client = known.id;
    let overlap = RwSignal::new("now".to_owned());
    let choices = OVERLAPS
        .iter()
        .map(|(code, label, _)| Choice::new(*code, *label))
        .collect();
    let submit = Callback::new(move |()| {
        let form = NewSecret {
            previous_ends_at: overlap.with_untracked(|code| until(code, dates::now())),
        };
        errors.clear();
        sending.send(
            move |api| {
                let form = form.clone();
                async move { api.new_client_secret(client, &form).await }
            },
            move |answer| match answer {
                Ok(secret) => made.set(Some(secret)),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Form errors on_submit=submit>
            <Radios
                id="previous_ends_at"
                legend="The secret so far"
                hint="Give the program time to change over, unless somebody else may know the secret. Two secrets at most work at the same time: an older one than the last ends now."
                value=overlap
                choices
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Make a new secret"
                </Button>
                <a href=Route::Client { client }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
    .into_any()
}

/// When the secret so far ends, for an answer; none for at once. A minute short of what is offered, so that a clock that
/// is a little fast asks for no more than the server gives.
fn until(code: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (.., hours) = OVERLAPS.iter().find(|(own, ..)| *own == code)?;
    (*hours > 0).then(|| now + Duration::hours(*hours) - Duration::minutes(1))
}
