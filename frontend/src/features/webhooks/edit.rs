use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::WebhookId;
use shared::patch::Patch;
use shared::webhooks::api::{PatchWebhook, WebhookView};

use super::fields::{Typed, WebhookFields};
use crate::api::{Sending, load, show};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading,
};

/// Where a webhook is changed.
#[component]
pub fn WebhookEditPage(webhook: WebhookId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.webhook(webhook).await });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.agency.name));
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Agencies", Route::Agencies.href()),
            NavItem::new("Webhook", Route::Webhook { webhook }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Change the webhook" caption errors />
        <Load resource children=move |webhook: WebhookView| view! { <EditForm webhook errors /> } />
    }
}

/// The change of a field, where there is one.
fn change<T: PartialEq>(before: &T, now: T) -> Patch<T> {
    if *before == now {
        Patch::Keep
    } else {
        Patch::Set(now)
    }
}

#[component]
fn EditForm(webhook: WebhookView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let typed = Typed::of(Some(&webhook));
    let here = Route::Webhook {
        webhook: webhook.id,
    }
    .href();
    let back = here.clone();
    let submit = Callback::new(move |()| {
        let read = match typed.read() {
            Ok(read) => read,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let form = PatchWebhook {
            url: change(&webhook.url, read.url),
            description: change(&webhook.description, read.description),
            events: change(&webhook.events, read.events),
            state: Patch::Keep,
        };
        let (go, here) = (go.clone(), here.clone());
        if form == PatchWebhook::default() {
            return go(&here, NavigateOptions::default());
        }
        let (id, version) = (webhook.id, webhook.version);
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.patch_webhook(id, version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "The webhook has been changed.".to_owned(),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Form errors on_submit=submit>
            <WebhookFields typed />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
