use leptos::prelude::*;
use shared::agencies::api::AgencyView;
use shared::ids::AgencyId;
use shared::webhooks::api::{CreateWebhook, WebhookWithSecret};

use super::fields::{Typed, WebhookFields};
use super::secret::SecretOnce;
use crate::api::{Sending, load, show};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonLink, ButtonRole, ErrorSummary, Form, FormErrors, Load,
    NavItem, PageHeading,
};

/// Where a webhook is added; afterwards it shows the secret, this once.
#[component]
pub fn NewWebhookPage(agency: AgencyId) -> impl IntoView {
    let errors = FormErrors::new();
    let made = RwSignal::new(None::<WebhookWithSecret>);
    let resource = load(move |client| async move { client.agency(agency).await });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.name));
    let title = Signal::derive(move || {
        made.with(|made| match made {
            Some(_) => "The webhook has been added".to_owned(),
            None => "Add a webhook".to_owned(),
        })
    });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Agencies", Route::Agencies.href()),
            NavItem::new("Agency", Route::Agency { agency }.href()),
            NavItem::new("Webhooks", Route::Webhooks { agency }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title caption errors />
        {move || match made.get() {
            Some(answer) => view! { <Done answer /> }.into_any(),
            None => {
                view! {
                    <Load resource children=move |agency: AgencyView| view! { <NewForm agency errors made /> } />
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn NewForm(
    agency: AgencyView,
    errors: FormErrors,
    made: RwSignal<Option<WebhookWithSecret>>,
) -> impl IntoView {
    let sending = Sending::new();
    let typed = Typed::of(None);
    let agency = agency.id;
    let submit = Callback::new(move |()| {
        let read = match typed.read() {
            Ok(read) => read,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let form = CreateWebhook {
            agency,
            url: read.url,
            description: read.description,
            events: read.events,
        };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.create_webhook(&form).await }
            },
            move |answer| match answer {
                Ok(answer) => made.set(Some(answer)),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Form errors on_submit=submit>
            <WebhookFields typed />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Add webhook"
                </Button>
                <a href=Route::Webhooks { agency }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

#[component]
fn Done(answer: WebhookWithSecret) -> impl IntoView {
    let WebhookWithSecret { webhook, secret } = answer;
    view! {
        <SecretOnce secret />
        <ButtonGroup>
            <ButtonLink href=Route::Webhook { webhook: webhook.id }.href()>"Go to the webhook"</ButtonLink>
            <a href=Route::Webhooks { agency: webhook.agency.id }.href()>"All webhooks of the agency"</a>
        </ButtonGroup>
    }
}
