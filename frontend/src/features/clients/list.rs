use leptos::prelude::*;
use shared::clients::api::{ClientList, ClientState, ClientView};
use shared::ids::AgencyId;

use crate::api::{load, open};
use crate::dates;
use crate::routes::{self, Route, with_query};
use crate::ui::table::{Caption, Column};
use crate::ui::{
    ButtonLink, Cell, EmptyState, Load, PageHeading, RowHeader, Table, Tag, TagColour,
};

/// The API clients that the person may know of; of one agency, where the address names it.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let query = routes::query();
    let agency =
        Memo::new(move |_| query.with(|query| query.get("agency")?.parse::<AgencyId>().ok()));
    let resource = load(move |client| {
        let agency = agency.get_untracked();
        async move { client.api_clients(agency).await }
    });
    Effect::new(move |earlier: Option<()>| {
        agency.track();
        if earlier.is_some() {
            resource.refetch();
        }
    });
    view! {
        <PageHeading title="API clients" />
        <p class="govuk-body">
            "Programs that read the plans and report for an agency. Each has a secret or a key of its own, so that nobody’s password is in a program. What they do stands in the audit log under their name."
        </p>
        <Load resource children=move |list: ClientList| view! { <Clients list agency=agency.get_untracked() /> } />
    }
}

static NAME: Column = Column::words("name", "Client");
static AGENCY: Column = Column::words("agency", "Agency");
static SCOPES: Column = Column::words("scopes", "Scopes");
static STATE: Column = Column::words("state", "State");
static SEEN: Column = Column::words("seen", "Last token");
static COLUMNS: [Column; 5] = [NAME, AGENCY, SCOPES, STATE, SEEN];

#[component]
fn Clients(list: ClientList, agency: Option<AgencyId>) -> impl IntoView {
    let id = agency.map(|agency| agency.to_string()).unwrap_or_default();
    let add = with_query(&Route::NewClient.href(), [("agency", id.as_str())]);
    let adding = open(&list.allowed, "create");
    let body = if list.items.is_empty() {
        view! {
            <EmptyState title="No API clients yet">
                <p class="govuk-body">
                    "A program that is to read or to report needs one. "
                    <a href=Route::ApiReference.href()>"See what the interface offers"</a> "."
                </p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <ClientTable items=list.items /> }.into_any()
    };
    view! {
        {adding.then(|| view! { <p><ButtonLink href=add>"Add an API client"</ButtonLink></p> })}
        {agency
            .is_some()
            .then(|| {
                view! { <p class="govuk-body"><a href=Route::Clients.href()>"Show every client that you may see"</a></p> }
            })}
        {body}
    }
}

#[component]
fn ClientTable(items: Vec<ClientView>) -> impl IntoView {
    let rows = items
        .into_iter()
        .map(|client| {
            let seen = client
                .last_token_at
                .map_or_else(|| "Never".to_owned(), dates::instant);
            let scopes = client
                .scopes
                .iter()
                .map(|scope| view! { <li><code>{scope.code()}</code></li> })
                .collect_view();
            view! {
                <tr role="row">
                    <RowHeader of=&NAME>
                        <a href=Route::Client { client: client.id }.href()>{client.name}</a>
                    </RowHeader>
                    <Cell of=&AGENCY>{client.agency.name}</Cell>
                    <Cell of=&SCOPES>
                        <ul class="tl-lines">{scopes}</ul>
                    </Cell>
                    <Cell of=&STATE>
                        <StateTag state=client.state />
                    </Cell>
                    <Cell of=&SEEN>{seen}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption="API clients" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
    }
}

/// Where a client stands.
#[component]
pub fn StateTag(state: ClientState) -> impl IntoView {
    let (colour, word) = match state {
        ClientState::Active => (TagColour::Green, "Active"),
        ClientState::Disabled => (TagColour::Grey, "Disabled"),
    };
    view! { <Tag colour word /> }
}
