use client::Fault;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::events;
use shared::ids::WebhookId;
use shared::patch::Patch;
use shared::webhooks::WebhookState;
use shared::webhooks::api::{PatchWebhook, RotateSecret, WebhookView};

use super::deliveries::Deliveries;
use super::list::StateTag;
use super::secret::SecretOnce;
use crate::api::{Sending, load, open};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonLink, Details, Dialog, Failure, InsetText,
    Load, NavItem, Notice, NoticeKind, Notices, PageHeading, SummaryList, SummaryRow,
};

/// What the page loads.
type Loaded = LocalResource<Result<WebhookView, Fault>>;

/// One webhook: where it leads, what can be done to it, and the log of its deliveries.
#[component]
pub fn WebhookPage(webhook: WebhookId) -> impl IntoView {
    let resource = load(move |client| async move { client.webhook(webhook).await });
    let secret = RwSignal::new(None::<String>);
    let sent = RwSignal::new(0u32);
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let caption = Signal::derive(move || Some(known.get()?.agency.name));
    let crumbs = move || {
        let mut items = vec![NavItem::new("Agencies", Route::Agencies.href())];
        if let Some(webhook) = known.get() {
            let agency = webhook.agency.id;
            items.push(NavItem::new("Webhooks", Route::Webhooks { agency }.href()));
        }
        view! { <Breadcrumbs items /> }
    };
    view! {
        {crumbs}
        <PageHeading title="Webhook" caption />
        {move || secret.get().map(|secret| view! { <SecretOnce secret /> })}
        <Load
            resource
            children=move |webhook: WebhookView| {
                view! {
                    <Fate webhook=webhook.clone() />
                    <Acts webhook=webhook.clone() resource secret sent />
                    <Facts webhook />
                }
            }
        />
        <Deliveries webhook allowed=Signal::derive(move || known.get().map(|it| it.allowed).unwrap_or_default()) sent />
    }
}

/// Why it is switched off.
#[component]
fn Fate(webhook: WebhookView) -> impl IntoView {
    webhook.disabled.map(|disabled| {
        view! {
            <InsetText>
                {disabled.by.label()} " It has been told nothing since " {dates::instant(disabled.since)}
                ". Switch it on again, and send what it missed from the log below."
            </InsetText>
        }
    })
}

#[component]
fn Facts(webhook: WebhookView) -> impl IntoView {
    let WebhookView {
        id,
        url,
        description,
        events: told,
        state,
        old_secret_until,
        created_at,
        allowed,
        ..
    } = webhook;
    let change = open(&allowed, "update").then(|| Route::WebhookEdit { webhook: id }.href());
    let count = match told.len() {
        1 => "1 type of event".to_owned(),
        count => format!("{count} types of event"),
    };
    let lines = told
        .iter()
        .filter_map(|code| events::of_code(code))
        .map(|event| {
            view! { <li>{event.sentence.trim_end_matches('.')} " " <code>{event.code}</code></li> }
        })
        .collect_view();
    view! {
        <SummaryList>
            <SummaryRow name="Address" change=change.clone()>
                <span class="tl-webhook__address">{url}</span>
            </SummaryRow>
            {(!description.is_empty())
                .then(|| view! { <SummaryRow name="What it is for">{description}</SummaryRow> })}
            <SummaryRow name="State">
                <StateTag state />
            </SummaryRow>
            <SummaryRow name="Told of" change=change>
                <Details summary=count>
                    <ul class="govuk-list govuk-list--bullet">{lines}</ul>
                </Details>
            </SummaryRow>
            {old_secret_until
                .map(|until| {
                    view! { <SummaryRow name="The old secret signs until">{dates::instant(until)}</SummaryRow> }
                })}
            <SummaryRow name="Added on">{dates::day_of(created_at)}</SummaryRow>
        </SummaryList>
    }
}

/// What the caller can do to the webhook as a whole.
#[component]
fn Acts(
    webhook: WebhookView,
    resource: Loaded,
    secret: RwSignal<Option<String>>,
    sent: RwSignal<u32>,
) -> impl IntoView {
    let may = |act: &str| open(&webhook.allowed, act);
    let test = may("test").then(|| view! { <SendTest webhook=webhook.id sent /> });
    let switch = may("update").then(|| view! { <Switch webhook=webhook.clone() resource /> });
    let rotate =
        may("rotate").then(|| view! { <Rotate webhook=webhook.clone() resource secret /> });
    let remove = may("remove").then(|| view! { <Remove webhook=webhook.clone() /> });
    let any = test.is_some() || switch.is_some() || rotate.is_some() || remove.is_some();
    any.then(|| {
        let edit = may("update").then(|| {
            view! {
                <ButtonLink href=Route::WebhookEdit { webhook: webhook.id }.href() kind=ButtonKind::Secondary>
                    "Change"
                </ButtonLink>
            }
        });
        view! { <ButtonGroup>{test} {edit} {rotate} {switch} {remove}</ButtonGroup> }
    })
}

#[component]
fn SendTest(webhook: WebhookId, sent: RwSignal<u32>) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let send = Callback::new(move |_| {
        sending.send(
            move |client| async move { client.test_webhook(webhook).await },
            move |answer| match answer {
                Ok(_) => {
                    sent.update(|sent| *sent += 1);
                    say(
                        notices,
                        "A test is on its way. The log below says what the receiver answers.",
                    );
                }
                Err(fault) => tell(notices, fault),
            },
        );
    });
    view! {
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=send>
            "Send a test"
        </Button>
    }
}

#[component]
fn Switch(webhook: WebhookView, resource: Loaded) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let (id, version) = (webhook.id, webhook.version);
    let (to, words, done) = match webhook.state {
        WebhookState::Active => (
            WebhookState::Disabled,
            "Switch off",
            "The webhook is switched off.",
        ),
        WebhookState::Disabled => (
            WebhookState::Active,
            "Switch on",
            "The webhook is switched on.",
        ),
    };
    let press = Callback::new(move |_| {
        let form = PatchWebhook {
            state: Patch::Set(to),
            ..PatchWebhook::default()
        };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.patch_webhook(id, version, &form).await }
            },
            move |answer| {
                match answer {
                    Ok(_) => say(notices, done),
                    Err(fault) => tell(notices, fault),
                }
                resource.refetch();
            },
        );
    });
    view! {
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=press>
            {words}
        </Button>
    }
}

#[component]
fn Rotate(
    webhook: WebhookView,
    resource: Loaded,
    secret: RwSignal<Option<String>>,
) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let asked = RwSignal::new(false);
    let (id, version) = (webhook.id, webhook.version);
    let rotate = move |hours: u16| {
        Callback::new(move |_: leptos::ev::MouseEvent| {
            asked.set(false);
            sending.send(
                move |client| async move {
                    let form = RotateSecret {
                        keep_old_for_hours: Some(hours),
                    };
                    client.rotate_webhook(id, version, &form).await
                },
                move |answer| {
                    match answer {
                        Ok(made) => secret.set(Some(made.secret)),
                        Err(fault) => tell(notices, fault),
                    }
                    resource.refetch();
                },
            );
        })
    };
    view! {
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=Callback::new(move |_| asked.set(true))>
            "New secret"
        </Button>
        <Dialog
            id="rotate"
            title="Give the webhook a new secret?"
            open=asked
            on_dismiss=Callback::new(move |()| asked.set(false))
        >
            <p class="govuk-body">
                "For a day both the old and the new secret sign, so that the receiver can change over without missing anything. If somebody else may know the old one, end it at once."
            </p>
            <ButtonGroup>
                <Button on_press=rotate(24)>"New secret, keep the old one for a day"</Button>
                <Button kind=ButtonKind::Warning on_press=rotate(0)>
                    "New secret, end the old one now"
                </Button>
                <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| asked.set(false))>
                    "Leave it as it is"
                </Button>
            </ButtonGroup>
        </Dialog>
    }
}

#[component]
fn Remove(webhook: WebhookView) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let asked = RwSignal::new(false);
    let (id, version) = (webhook.id, webhook.version);
    let list = Route::Webhooks {
        agency: webhook.agency.id,
    }
    .href();
    let remove = Callback::new(move |_| {
        asked.set(false);
        let (go, list) = (go.clone(), list.clone());
        sending.send(
            move |client| async move { client.remove_webhook(id, version).await },
            move |answer| match answer {
                Ok(()) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "The webhook has been removed.".to_owned(),
                        });
                    }
                    go(&list, NavigateOptions::default());
                }
                Err(fault) => tell(notices, fault),
            },
        );
    });
    view! {
        <Button kind=ButtonKind::Warning busy=sending.busy() on_press=Callback::new(move |_| asked.set(true))>
            "Remove"
        </Button>
        <Dialog
            id="remove"
            title="Remove the webhook?"
            open=asked
            on_dismiss=Callback::new(move |()| asked.set(false))
        >
            <p class="govuk-body">
                "Its address, its secret and the log of its deliveries go. To stop it for a while, switch it off instead."
            </p>
            <ButtonGroup>
                <Button kind=ButtonKind::Warning on_press=remove>
                    "Remove the webhook"
                </Button>
                <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| asked.set(false))>
                    "Keep it"
                </Button>
            </ButtonGroup>
        </Dialog>
    }
}

/// Says at the top of the page that something worked.
pub fn say(notices: Option<Notices>, words: impl Into<String>) {
    if let Some(notices) = notices {
        notices.here(Notice {
            kind: NoticeKind::Success,
            text: words.into(),
        });
    }
}

/// Says at the top of the page why something did not work.
pub fn tell(notices: Option<Notices>, fault: Fault) {
    let failure = Failure::from(fault);
    if let Some(notices) = notices {
        notices.here(Notice {
            kind: NoticeKind::News,
            text: format!("{}. {}", failure.title, failure.detail),
        });
    }
}
