use leptos::prelude::*;
use shared::agencies::api::AgencyView;
use shared::ids::AgencyId;
use shared::webhooks::WebhookState;
use shared::webhooks::api::{WebhookList, WebhookView};

use crate::api::load;
use crate::dates;
use crate::routes::Route;
use crate::ui::table::Caption;
use crate::ui::{
    Breadcrumbs, ButtonLink, Cell, Column, EmptyState, Load, NavItem, PageHeading, RowHeader,
    Table, Tag, TagColour,
};

static ADDRESS: Column = Column::words("address", "Address");
static TOLD: Column = Column::figures("told", "Types of event");
static STATE: Column = Column::words("state", "State");
static SINCE: Column = Column::words("since", "Added");
static COLUMNS: [Column; 4] = [ADDRESS, TOLD, STATE, SINCE];

/// The webhooks of an agency.
#[component]
pub fn WebhooksPage(agency: AgencyId) -> impl IntoView {
    let resource = load(move |client| async move {
        Ok((
            client.agency(agency).await?,
            client.webhooks(Some(agency)).await?,
        ))
    });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.0.name));
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Agencies", Route::Agencies.href()),
            NavItem::new("Agency", Route::Agency { agency }.href()),
        ] />
        <PageHeading title="Webhooks" caption />
        <p class="govuk-body">
            "A webhook tells a system of the agency's own, as soon as something happens that the agency may read. It is told what happened and to which record; the words it fetches itself."
        </p>
        <Load
            resource
            children=move |(agency, list): (AgencyView, WebhookList)| view! { <Webhooks agency=agency.id list /> }
        />
    }
}

#[component]
fn Webhooks(agency: AgencyId, list: WebhookList) -> impl IntoView {
    let may_add = list.agencies.iter().any(|own| own.id == agency);
    let add = move || {
        may_add.then(|| {
            view! { <ButtonLink href=Route::NewWebhook { agency }.href()>"Add a webhook"</ButtonLink> }
        })
    };
    if list.items.is_empty() {
        return view! {
            <EmptyState title="No webhooks yet">
                <p class="govuk-body">"No system of this agency is told of events."</p>
                {add()}
            </EmptyState>
        }
        .into_any();
    }
    let rows = list
        .items
        .into_iter()
        .map(|webhook| view! { <WebhookRow webhook /> })
        .collect_view();
    view! {
        {add()}
        <Table caption="Webhooks of the agency" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn WebhookRow(webhook: WebhookView) -> impl IntoView {
    let href = Route::Webhook {
        webhook: webhook.id,
    }
    .href();
    let WebhookView {
        url,
        description,
        events,
        state,
        created_at,
        ..
    } = webhook;
    view! {
        <tr role="row">
            <RowHeader of=&ADDRESS>
                <a class="tl-webhook__address" href=href>
                    {url}
                </a>
                {(!description.is_empty()).then(|| view! { <span class="tl-under">{description}</span> })}
            </RowHeader>
            <Cell of=&TOLD>{events.len()}</Cell>
            <Cell of=&STATE>
                <StateTag state />
            </Cell>
            <Cell of=&SINCE>{dates::day_of(created_at)}</Cell>
        </tr>
    }
}

/// Whether a webhook is told of events.
#[component]
pub fn StateTag(state: WebhookState) -> impl IntoView {
    let colour = match state {
        WebhookState::Active => TagColour::Green,
        WebhookState::Disabled => TagColour::Grey,
    };
    view! { <Tag colour word=state.label() /> }
}
