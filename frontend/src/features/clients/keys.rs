use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::clients::api::{ClientView, PublicKey, SetKeys};
use shared::clients::check_keys;
use shared::ids::ClientId;

use crate::api::{ChangedMeanwhile, Sending, in_words, load, refusal, stale};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, InsetText, Load,
    NavItem, Notice, NoticeKind, Notices, PageHeading, TextArea,
};

/// Where the public keys of a client are set, as a key set that is pasted.
#[component]
pub fn ClientKeysPage(client: ClientId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |api| async move { api.api_client(client).await });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.name));
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("API clients", Route::Clients.href()),
            NavItem::new("Client", Route::Client { client }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Set the public keys" caption errors />
        <Load resource children=move |known: ClientView| view! { <KeysForm known errors /> } />
    }
}

/// The keys of a client as a key set, to be changed.
fn written(known: &ClientView) -> String {
    let keys: Vec<&PublicKey> = known.keys.iter().map(|key| &key.key).collect();
    serde_json::to_string_pretty(&serde_json::json!({ "keys": keys })).unwrap_or_default()
}

/// The keys that were typed; nothing at all stands for none.
fn read(text: &str) -> Result<SetKeys, Vec<FormError>> {
    if text.trim().is_empty() {
        return Ok(SetKeys { keys: Vec::new() });
    }
    let form: SetKeys = serde_json::from_str(text).map_err(|error| {
        vec![FormError::field(
            "keys",
            format!("This is not a key set: {error}"),
        )]
    })?;
    check_keys(&form.keys).map_err(|faults| {
        faults
            .into_iter()
            .map(|fault| FormError::field("keys", fault.detail))
            .collect::<Vec<_>>()
    })?;
    Ok(form)
}

#[component]
fn KeysForm(known: ClientView, errors: FormErrors) -> impl IntoView {
    if let Some(why) = refusal(&known.allowed, "keys") {
        return view! { <InsetText>{why}</InsetText> }.into_any();
    }
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let id = known.id;
    let here = Route::Client { client: id }.href();
    let back = here.clone();
    let version = RwSignal::new(known.version);
    let text = RwSignal::new(written(&known));
    let changed = RwSignal::new(Vec::new());
    let submit = Callback::new(move |()| {
        let form = match text.with_untracked(|text| read(text)) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let (go, here, read) = (go.clone(), here.clone(), version.get_untracked());
        sending.send(
            move |api| {
                let form = form.clone();
                async move { api.set_client_keys(id, read, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "The keys have been set.".to_owned(),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<ClientView>(&fault) {
                        version.set(now.version);
                        changed.set(vec![("Keys".to_owned(), written(&now))]);
                    }
                    // There is one field, whichever key the fault is in.
                    errors.set(
                        in_words(&fault)
                            .into_iter()
                            .map(|error| FormError::field("keys", error.message))
                            .collect(),
                    );
                }
            },
        );
    });
    view! {
        <ChangedMeanwhile fields=changed />
        <p class="govuk-body">
            "Instead of its secret the program can sign with a private key that never leaves it ("
            <code>"private_key_jwt"</code> "). Paste the public halves here, as a JSON Web Key Set."
        </p>
        <Form errors on_submit=submit>
            <TextArea
                id="keys"
                label="Key set"
                hint="Keys for EdDSA (Ed25519) or ES256 (P-256), five at most, each with a kid. What is not here no longer works"
                value=text
                rows=14
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
    .into_any()
}
