//! The application: what every page can rely on, the frame around it, and which page an address shows.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Route as At, Router};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;

use crate::api::Server;
use crate::features::agencies::{
    AgenciesPage, AgencyEditPage, AgencyPage, AgencySuccessionPage, NewAgencyPage,
};
use crate::features::api_reference::ApiReferencePage;
use crate::features::audit::AuditPage;
use crate::features::auth::{
    AccountPage, ChangePasswordPage, Corner, InvitePage, PeoplePage, PersonNamePage, PersonPage,
    PersonRolesPage, SignInAgain, SignInPage, WelcomePage, opened,
};
use crate::features::clients::{
    ClientEditPage, ClientKeysPage, ClientPage, ClientsPage, NewClientPage, NewSecretPage,
};
use crate::features::cycles::{CycleEditPage, CyclesPage, NewCyclePage};
use crate::features::plans::{
    AboutPage, ActionPage, FindingsPage, GlossaryPage, OverviewPage, PlansPage, RegisterPage,
};
use crate::features::site::{AccessibilityPage, NotFoundPage};
use crate::features::updates::{UpdateEditorPage, UpdatePage};
use crate::features::webhooks::{NewWebhookPage, WebhookEditPage, WebhookPage, WebhooksPage};
use crate::features::work::MyWorkPage;
use crate::routes::{Route, with_query};
use crate::session::{Entrance, Session};
use crate::ui::heading::{LastHeading, ServiceName};
use crate::ui::{Announcer, Load, NavItem, Notices, Shell};

mod sections;

const PRODUCT: &str = "Throughline";

/// Everything.
#[component]
pub fn App() -> impl IntoView {
    provide_context(ServiceName(PRODUCT));
    provide_context(LastHeading::new());
    provide_context(Announcer::new());
    provide_context(Notices::new());
    let session = Session::new();
    provide_context(session);
    provide_context(Server::new(session));
    view! {
        <Router>
            <Frame />
        </Router>
    }
}

/// The shell around the page. The router keeps the history and one route matches every address: which page that is, the
/// `Route` alone says.
#[component]
fn Frame() -> impl IntoView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| path.with(|path| Route::of_path(path)));
    let session = Session::here();
    let opening = opened();
    if let Some(notices) = use_context::<Notices>() {
        Effect::new(move |earlier: Option<()>| {
            path.track();
            if earlier.is_some() {
                notices.moved();
            }
        });
    }
    let organisation = Signal::derive(move || {
        session
            .service()
            .map(|service| service.partnership)
            .unwrap_or_default()
    });
    let footer = vec![
        NavItem::new("Accessibility statement", Route::Accessibility.href()),
        NavItem::new("REST interface", Route::ApiReference.href()),
    ];
    view! {
        <Shell
            product=PRODUCT
            organisation
            home=Route::MyWork.href()
            sections=Signal::derive(move || route.with(|route| sections::open_to(session, route)))
            current=Signal::derive(move || route.with(|route| sections::of(session, route)))
            account=move || view! { <Corner route /> }
            strip=DemonstrationStrip
            footer
        >
            <FlatRoutes fallback=NotFoundPage>
                <At
                    path=path!("/*any")
                    view=move || {
                        view! { <Load resource=opening children=move |()| view! { <Page route /> } /> }
                    }
                />
            </FlatRoutes>
        </Shell>
        <SignInAgain />
    }
}

/// The page that the address names, where it is open to the person. A change of the query alone leaves it standing, and
/// so does the end of a session. A guest is taken to the sign-in, and from there to where they wanted to be.
#[component]
fn Page(route: Memo<Route>) -> impl IntoView {
    let entrance = Session::here().entrance();
    let location = use_location();
    let go = use_navigate();
    let open = Memo::new(move |_| {
        let route = route.get();
        (entrance.get() == Entrance::Person || route.open_to_guests()).then_some(route)
    });
    Effect::new(move |_| {
        if open.with(Option::is_none) {
            let wanted = with_query_string(
                &location.pathname.get_untracked(),
                &location.search.get_untracked(),
            );
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            let next = if wanted == "/" { "" } else { wanted.as_str() };
            go(
                &with_query(&Route::SignIn.href(), [("next", next)]),
                options,
            );
        }
    });
    move || open.get().map(page)
}

/// The view of each page.
fn page(route: Route) -> AnyView {
    match route {
        Route::SignIn => view! { <SignInPage /> }.into_any(),
        Route::Welcome => view! { <WelcomePage /> }.into_any(),
        Route::Agencies => view! { <AgenciesPage /> }.into_any(),
        Route::NewAgency => view! { <NewAgencyPage /> }.into_any(),
        Route::Agency { agency } => view! { <AgencyPage agency /> }.into_any(),
        Route::AgencyEdit { agency } => view! { <AgencyEditPage agency /> }.into_any(),
        Route::AgencySuccession { agency } => view! { <AgencySuccessionPage agency /> }.into_any(),
        Route::Webhooks { agency } => view! { <WebhooksPage agency /> }.into_any(),
        Route::NewWebhook { agency } => view! { <NewWebhookPage agency /> }.into_any(),
        Route::Webhook { webhook } => view! { <WebhookPage webhook /> }.into_any(),
        Route::WebhookEdit { webhook } => view! { <WebhookEditPage webhook /> }.into_any(),
        Route::Clients => view! { <ClientsPage /> }.into_any(),
        Route::NewClient => view! { <NewClientPage /> }.into_any(),
        Route::Client { client } => view! { <ClientPage client /> }.into_any(),
        Route::ClientEdit { client } => view! { <ClientEditPage client /> }.into_any(),
        Route::ClientKeys { client } => view! { <ClientKeysPage client /> }.into_any(),
        Route::NewSecret { client } => view! { <NewSecretPage client /> }.into_any(),
        Route::People => view! { <PeoplePage /> }.into_any(),
        Route::Invite => view! { <InvitePage /> }.into_any(),
        Route::Person { person } => view! { <PersonPage person /> }.into_any(),
        Route::PersonName { person } => view! { <PersonNamePage person /> }.into_any(),
        Route::PersonRoles { person } => view! { <PersonRolesPage person /> }.into_any(),
        Route::Audit => view! { <AuditPage /> }.into_any(),
        Route::ApiReference => view! { <ApiReferencePage /> }.into_any(),
        Route::Account => view! { <AccountPage /> }.into_any(),
        Route::AccountPassword => view! { <ChangePasswordPage /> }.into_any(),
        Route::Action { plan, action } => view! { <ActionPage plan action /> }.into_any(),
        Route::Plans => view! { <PlansPage /> }.into_any(),
        Route::PlanAbout { plan, part } => view! { <AboutPage plan part /> }.into_any(),
        Route::Glossary { plan } => view! { <GlossaryPage plan /> }.into_any(),
        Route::Findings { plan } => view! { <FindingsPage plan /> }.into_any(),
        Route::Overview { plan } => view! { <OverviewPage plan /> }.into_any(),
        Route::Register { plan } => view! { <RegisterPage plan /> }.into_any(),
        Route::MyWork => view! { <MyWorkPage /> }.into_any(),
        Route::Cycles { plan } => view! { <CyclesPage plan /> }.into_any(),
        Route::NewCycle { plan } => view! { <NewCyclePage plan /> }.into_any(),
        Route::CycleEdit { plan, cycle } => view! { <CycleEditPage plan cycle /> }.into_any(),
        Route::UpdateEditor { update } => view! { <UpdateEditorPage update /> }.into_any(),
        Route::Update { update } => view! { <UpdatePage update /> }.into_any(),
        Route::Accessibility => view! { <AccessibilityPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

fn with_query_string(path: &str, search: &str) -> String {
    match search.trim_start_matches('?') {
        "" => path.to_owned(),
        search => format!("{path}?{search}"),
    }
}

/// Says on every page that the accounts are demonstration ones, where they are.
#[component]
fn DemonstrationStrip() -> impl IntoView {
    let session = Session::here();
    move || {
        session.service().is_some_and(|service| service.demonstration).then(|| {
            view! {
                <aside class="tl-strip" aria-label="About this copy of the service">
                    <div class="tl-strip__inner">
                        <strong>"Demonstration. "</strong>
                        "The accounts and the reporting here are invented, and anyone may use them."
                    </div>
                </aside>
            }
        })
    }
}
