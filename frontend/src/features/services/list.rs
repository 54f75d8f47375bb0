use leptos::prelude::*;
use shared::policy::{Resource, Target, Verb};
use shared::services::api::{ServiceList, ServiceSummary};
use shared::services::{ServiceKind, ages, levels};

use super::filters::{Chosen, Filters, KEYS, filter};
use super::words::StandingTag;
use crate::api::load;
use crate::dates;
use crate::listing::Choices;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::table::{Caption, Column};
use crate::ui::{
    Announcer, ButtonGroup, ButtonLink, Cell, EmptyState, Load, PageHeading, Pagination, RowHeader,
    SearchBox, Table, Tag, TagColour,
};

static NAME: Column = Column::words("name", "Service");
static PROVIDER: Column = Column::words("provider", "Provider");
static LEVELS: Column = Column::words("levels", "Levels of need");
static AGES: Column = Column::words("ages", "Ages");
static COLUMNS: [Column; 4] = [NAME, PROVIDER, LEVELS, AGES];

/// The directory of services.
#[component]
pub fn ServicesPage() -> impl IntoView {
    let choices = Choices::of(Route::Services.href(), &KEYS);
    let resource = load(move |client| {
        let filter = filter(choices);
        async move { client.services(&filter).await }
    });
    let typed = choices.typed("q");
    let search = Callback::new(move |words: String| choices.choose("q", words.trim()));
    let session = Session::here();
    let may_create = session.can(Verb::Create, Resource::Service, &Target::default());
    let may_see_public = session.can(Verb::Read, Resource::Publication, &Target::default());
    view! {
        <PageHeading title="Services" />
        <p class="govuk-body">"What help there is for children and young people, for whom, and how to reach it."</p>
        {may_create
            .then(|| {
                view! {
                    <ButtonGroup>
                        <ButtonLink href=Route::NewService.href()>"Add a service"</ButtonLink>
                        <a href=Route::ImportServices.href()>"Import services"</a>
                    </ButtonGroup>
                }
            })}
        {may_see_public
            .then(|| view! { <p class="govuk-body"><a href=Route::Publication.href()>"What anybody may read"</a></p> })}
        <div class="tl-filtered">
            <Filters choices />
            <div>
                <SearchBox id="q" label="Search services" value=typed on_search=search />
                <Chosen choices />
                <Load resource children=move |list: ServiceList| view! { <Found list choices /> } />
            </div>
        </div>
    }
}

fn counted(count: Option<u64>) -> String {
    match count.unwrap_or_default() {
        1 => "1 service".to_owned(),
        count => format!("{count} services"),
    }
}

#[component]
fn Found(list: ServiceList, choices: Choices) -> impl IntoView {
    let ServiceList {
        items, next, count, ..
    } = list;
    let words = counted(count);
    if let Some(announcer) = use_context::<Announcer>() {
        announcer.announce(words.clone());
    }
    if items.is_empty() {
        return view! {
            <EmptyState title="No service fits">
                <p class="govuk-body">
                    "Change the words or the filters, or " <a href=choices.cleared()>"show all services of today"</a> "."
                </p>
            </EmptyState>
        }
        .into_any();
    }
    let later = untrack(|| choices.get("cursor"));
    let rows = items
        .into_iter()
        .map(|service| view! { <ServiceRow service /> })
        .collect_view();
    let more = next
        .as_deref()
        .and_then(cursor_of)
        .map(|cursor| untrack(|| choices.href(&[("cursor", cursor)])));
    let first = (!later.is_empty()).then(|| untrack(|| choices.href(&[("cursor", "")])));
    view! {
        <p class="tl-muted">{words}</p>
        {first.map(|href| view! { <p class="govuk-body"><a href=href>"Back to the first services"</a></p> })}
        <Table caption="Services" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
        <Pagination previous=Signal::stored(None::<String>) next=more />
    }
    .into_any()
}

/// The cursor in the address of the next page. Cursors are of RFC 3986's unreserved characters.
fn cursor_of(address: &str) -> Option<&str> {
    let (_, query) = address.split_once('?')?;
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("cursor="))
}

#[component]
fn ServiceRow(service: ServiceSummary) -> impl IntoView {
    let provider = service.provider.map(|agency| {
        view! { <a href=Route::Agency { agency: agency.id }.href()>{agency.name}</a> }
    });
    let last = service.valid_to.map(|last| {
        view! { <span class="tl-under">{format!("Last day {}", dates::day(last))}</span> }
    });
    let not_stated = || view! { <span class="tl-muted">"Not stated"</span> };
    let levels = match levels(service.level_from, service.level_to) {
        Some(levels) => levels.into_any(),
        None => not_stated().into_any(),
    };
    let ages = match ages(service.age_from, service.age_to) {
        Some(ages) => ages.into_any(),
        None => not_stated().into_any(),
    };
    let provider = match provider {
        Some(provider) => provider.into_any(),
        None => not_stated().into_any(),
    };
    view! {
        <tr role="row">
            <RowHeader of=&NAME>
                <a href=Route::Service { service: service.id }.href()>{service.name}</a>
                " "
                <StandingTag standing=service.standing />
                {(service.kind == ServiceKind::Proposed)
                    .then(|| view! { " " <Tag colour=TagColour::Amber word="Proposed" /> })}
                <span class="tl-under">{service.summary}</span>
                {last}
            </RowHeader>
            <Cell of=&PROVIDER>{provider}</Cell>
            <Cell of=&LEVELS>{levels}</Cell>
            <Cell of=&AGES>{ages}</Cell>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, cursor_of};

    #[test]
    fn the_cursor_is_taken_from_the_address_of_the_next_page() {
        assert_eq!(
            cursor_of("/api/v1/services?limit=50&q=a%20b&cursor=abc-_1"),
            Some("abc-_1")
        );
        assert_eq!(cursor_of("/api/v1/services"), None);
    }

    #[test]
    fn one_is_told_from_many() {
        assert_eq!(counted(Some(1)), "1 service");
        assert_eq!(counted(Some(0)), "0 services");
    }
}
