use leptos::prelude::*;
use shared::agencies::api::{AgencyList, AgencySummary};
use shared::auth::TokenScope;
use shared::clients::api::{CreateClient, MadeClient};
use shared::ids::AgencyId;
use shared::policy::{Actor, Resource, Target, Verb};
use shared::text::{NAME_MAX, line};

use super::scopes::{ScopeFields, chosen};
use super::secret::SecretOnce;
use crate::api::{Sending, load, show};
use crate::dates;
use crate::routes::{self, Route};
use crate::session::Session;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonLink, ButtonRole, Choice, ErrorSummary, Form,
    FormErrors, InsetText, Load, NavItem, PageHeading, Select, TextField,
};

/// Where an API client is added; afterwards it shows the secret, once.
#[component]
pub fn NewClientPage() -> impl IntoView {
    let errors = FormErrors::new();
    let made = RwSignal::new(None::<MadeClient>);
    let around = load(|client| async move { client.agencies().await });
    let title = Signal::derive(move || match made.get() {
        Some(made) => format!("{} has been added", made.client.name),
        None => "Add an API client".to_owned(),
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("API clients", Route::Clients.href())] />
        <ErrorSummary errors />
        <PageHeading title errors />
        {move || match made.get() {
            Some(made) => view! { <Done made /> }.into_any(),
            None => {
                view! {
                    <Load
                        resource=around
                        children=move |agencies: AgencyList| view! { <ClientForm agencies errors made /> }
                    />
                }
                    .into_any()
            }
        }}
    }
}

/// The agencies for which the person may add a client.
fn possible(session: Session, agencies: Vec<AgencySummary>) -> Vec<AgencySummary> {
    agencies
        .into_iter()
        .filter(|agency| {
            let own = [agency.id];
            let target = Target {
                agencies: &own,
                ..Target::default()
            };
            let standing =
                !agency.is_class && agency.valid_to.is_none_or(|last| last >= dates::today());
            standing && session.can(Verb::Create, Resource::ApiClient, &target)
        })
        .collect()
}

/// The scopes that the person may give to a client of `agency`.
pub fn givable(maker: Option<&Actor>, agency: AgencyId) -> Vec<TokenScope> {
    TokenScope::ALL
        .iter()
        .copied()
        .filter(|scope| maker.is_some_and(|maker| scope.may_be_given(maker, agency)))
        .collect()
}

#[component]
fn ClientForm(
    agencies: AgencyList,
    errors: FormErrors,
    made: RwSignal<Option<MadeClient>>,
) -> impl IntoView {
    let session = Session::here();
    let agencies = possible(session, agencies.items);
    if agencies.is_empty() {
        return view! {
            <InsetText>"Your role does not include this. Ask your agency’s lead."</InsetText>
        }
        .into_any();
    }
    let sending = Sending::new();
    let named = routes::query()
        .with_untracked(|query| query.get("agency"))
        .filter(|named| {
            agencies
                .iter()
                .any(|agency| agency.id.to_string() == *named)
        });
    let first = match agencies.as_slice() {
        [only] => Some(only.id.to_string()),
        _ => None,
    };
    let single = agencies.len() == 1;
    let agency = RwSignal::new(named.or(first).unwrap_or_default());
    let (name, values) = (RwSignal::new(String::new()), RwSignal::new(Vec::new()));
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "Choose an agency"))
        .chain(
            agencies
                .into_iter()
                .map(|agency| Choice::new(agency.id.to_string(), agency.name)),
        )
        .collect();
    let submit = Callback::new(move |()| {
        let form = match read(agency, name, values) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.create_api_client(&form).await }
            },
            move |answer| match answer {
                Ok(answer) => made.set(Some(answer)),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let scopes = move || {
        let agency = agency.with(|id| id.parse::<AgencyId>().ok())?;
        let offered = givable(session.actor().as_ref(), agency);
        values.update(|values| {
            values.retain(|code| offered.iter().any(|scope| scope.code() == code));
        });
        Some(view! { <ScopeFields values offered /> })
    };
    view! {
        <Form errors on_submit=submit>
            {(!single)
                .then(|| view! { <Select id="agency" label="Agency" value=agency choices=Signal::stored(choices) /> })}
            <TextField
                id="name"
                label="Name"
                hint="What people call the program. It stands beside what the program does"
                value=name
                autocomplete="off"
            />
            {scopes}
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Add API client"
                </Button>
                <a href=Route::Clients.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
    .into_any()
}

fn read(
    agency: RwSignal<String>,
    name: RwSignal<String>,
    values: RwSignal<Vec<String>>,
) -> Result<CreateClient, Vec<FormError>> {
    let agency: Option<AgencyId> = agency.with_untracked(|id| id.parse().ok());
    let name = name.with_untracked(|name| line("/name", "the client's name", name, NAME_MAX));
    let scopes = chosen(values);
    let no_agency = agency
        .is_none()
        .then(|| FormError::field("agency", "Choose the agency for which it acts"));
    let no_scope = (agency.is_some() && scopes.is_empty())
        .then(|| FormError::field("scopes", "Choose at least one scope"));
    match (agency, name, no_scope) {
        (Some(agency), Ok(name), None) => Ok(CreateClient {
            agency,
            name,
            scopes,
        }),
        (_, name, no_scope) => Err([no_agency, name.err().map(FormError::from), no_scope]
            .into_iter()
            .flatten()
            .collect()),
    }
}

#[component]
fn Done(made: MadeClient) -> impl IntoView {
    let client = made.client.id;
    view! {
        <SecretOnce secret=made.secret />
        <p class="govuk-body">
            "With these two the program fetches a token at " <code>"/oauth/token"</code>
            ", and calls with it for ten minutes. The guide in the service’s documentation takes a programmer through it."
        </p>
        <ButtonGroup>
            <ButtonLink href=Route::Client { client }.href()>"See the client"</ButtonLink>
            <a href=Route::Clients.href()>"Back to API clients"</a>
        </ButtonGroup>
    }
}
