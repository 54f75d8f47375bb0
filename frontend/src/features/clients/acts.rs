use leptos::prelude::*;
use shared::clients::api::{ClientState, ClientView, PatchClient};
use shared::patch::Patch;

use super::view::Loaded;
use crate::api::{Sending, in_words, open};
use crate::ui::{Button, ButtonGroup, ButtonKind, Dialog, Notice, NoticeKind, Notices};

/// What the person can do to the client as a whole: end its tokens, or let it fetch new ones.
#[component]
pub fn Acts(known: ClientView, resource: Loaded) -> impl IntoView {
    let disabling =
        open(&known.allowed, "disable").then(|| view! { <Disable known=known.clone() resource /> });
    let enabling =
        open(&known.allowed, "enable").then(|| view! { <Enable known=known.clone() resource /> });
    view! { <ButtonGroup>{enabling} {disabling}</ButtonGroup> }
}

#[component]
fn Enable(known: ClientView, resource: Loaded) -> impl IntoView {
    let set = setter(&known, ClientState::Active, resource);
    view! {
        <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| set.run(()))>
            "Enable the client again"
        </Button>
    }
}

#[component]
fn Disable(known: ClientView, resource: Loaded) -> impl IntoView {
    let asked = RwSignal::new(false);
    let set = setter(&known, ClientState::Disabled, resource);
    let disable = Callback::new(move |_| {
        asked.set(false);
        set.run(());
    });
    let title = format!("Disable {}?", known.name);
    view! {
        <Button kind=ButtonKind::Warning on_press=Callback::new(move |_| asked.set(true))>
            "Disable the client"
        </Button>
        <Dialog id="disable-client" title open=asked on_dismiss=Callback::new(move |()| asked.set(false))>
            <p class="govuk-body">
                "Its tokens stop working at once and it can fetch no more. What it wrote stays, under its name. It can be enabled again."
            </p>
            <ButtonGroup>
                <Button kind=ButtonKind::Warning on_press=disable>
                    "Disable the client"
                </Button>
                <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| asked.set(false))>
                    "Keep it"
                </Button>
            </ButtonGroup>
        </Dialog>
    }
}

/// Disables or enables the client, and shows it as it stands then.
fn setter(known: &ClientView, state: ClientState, resource: Loaded) -> Callback<()> {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let (id, version, name) = (known.id, known.version, known.name.clone());
    Callback::new(move |()| {
        let form = PatchClient {
            state: Patch::Set(state),
            ..PatchClient::default()
        };
        let done = match state {
            ClientState::Disabled => format!("{name} is disabled."),
            ClientState::Active => format!("{name} is enabled again."),
        };
        sending.send(
            move |api| {
                let form = form.clone();
                async move { api.patch_api_client(id, version, &form).await }
            },
            move |answer| {
                let (kind, text) = match &answer {
                    Ok(_) => (NoticeKind::Success, done),
                    Err(fault) => {
                        let words: Vec<String> = in_words(fault)
                            .into_iter()
                            .map(|error| error.message)
                            .collect();
                        (NoticeKind::News, words.join(". "))
                    }
                };
                if let Some(notices) = notices {
                    notices.here(Notice { kind, text });
                }
                resource.refetch();
            },
        );
    })
}
