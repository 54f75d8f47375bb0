use client::Fault;
use leptos::prelude::*;
use shared::clients::api::{ClientView, KeyView, SecretView};
use shared::ids::ClientId;

use super::acts::Acts;
use super::list::StateTag;
use super::scopes::ScopeLines;
use crate::api::{load, open};
use crate::dates;
use crate::routes::Route;
use crate::ui::{Breadcrumbs, CopyField, Load, NavItem, PageHeading, SummaryList, SummaryRow};

/// What the page loads.
pub type Loaded = LocalResource<Result<ClientView, Fault>>;

/// One API client.
#[component]
pub fn ClientPage(client: ClientId) -> impl IntoView {
    let resource = load(move |api| async move { api.api_client(client).await });
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let title = Signal::derive(move || {
        known.with(|known| {
            known
                .as_ref()
                .map_or_else(|| "API client".to_owned(), |known| known.name.clone())
        })
    });
    let caption = Signal::derive(move || {
        known.with(|known| Some(format!("API client of {}", known.as_ref()?.agency.name)))
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("API clients", Route::Clients.href())] />
        <PageHeading title caption />
        <Load resource children=move |known: ClientView| view! { <Facts known resource /> } />
    }
}

#[component]
fn Facts(known: ClientView, resource: Loaded) -> impl IntoView {
    let id = known.id;
    let change = |act: &str, route: Route| open(&known.allowed, act).then(|| route.href());
    let edit = change("update", Route::ClientEdit { client: id });
    let keys = change("keys", Route::ClientKeys { client: id });
    let secrets = change("secrets", Route::NewSecret { client: id });
    let seen = known
        .last_token_at
        .map_or_else(|| "Never".to_owned(), dates::instant);
    let made = format!(
        "{}, by {}",
        dates::instant(known.made_at),
        known.made_by.name
    );
    let agency = Route::Agency {
        agency: known.agency.id,
    };
    let ClientView {
        agency: of,
        state,
        scopes,
        secrets: live,
        keys: public,
        ..
    } = known.clone();
    view! {
        <CopyField id="client-id" label="Client id" value=Signal::stored(id.to_string()) />
        <SummaryList>
            <SummaryRow name="Agency">
                <a href=agency.href()>{of.name}</a>
            </SummaryRow>
            <SummaryRow name="State">
                <StateTag state />
            </SummaryRow>
            <SummaryRow name="Scopes" change=edit>
                <ScopeLines scopes />
            </SummaryRow>
            <SummaryRow name="Secrets" change=secrets>
                <Secrets secrets=live />
            </SummaryRow>
            <SummaryRow name="Public keys" change=keys>
                <Keys keys=public />
            </SummaryRow>
            <SummaryRow name="Last token">{seen}</SummaryRow>
            <SummaryRow name="Added">{made}</SummaryRow>
        </SummaryList>
        <Acts known resource />
    }
}

#[component]
fn Secrets(secrets: Vec<SecretView>) -> impl IntoView {
    if secrets.is_empty() {
        return view! { <span class="tl-muted">"None"</span> }.into_any();
    }
    let lines = secrets
        .into_iter()
        .map(|secret| {
            let until = secret
                .ends_at
                .map(|at| format!(", works until {}", dates::instant(at)))
                .unwrap_or_default();
            let made = dates::instant(secret.made_at);
            view! {
                <li>
                    "Ending in " <code>{secret.ending}</code> {until} <span class="tl-under">"Made " {made}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tl-lines">{lines}</ul> }.into_any()
}

#[component]
fn Keys(keys: Vec<KeyView>) -> impl IntoView {
    if keys.is_empty() {
        return view! { <span class="tl-muted">"None"</span> }.into_any();
    }
    let lines = keys
        .into_iter()
        .map(|key| {
            let since = dates::instant(key.made_at);
            view! {
                <li>
                    <code>{key.key.kid}</code> ", " {key.algorithm.code()}
                    <span class="tl-under">"Known since " {since}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tl-lines">{lines}</ul> }.into_any()
}
