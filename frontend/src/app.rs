//! The application: what every page can rely on, the frame around it, and which page an address shows.

use client::Client;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Route as At, Router};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;

use crate::api::Server;
use crate::features::auth::{Corner, SignInAgain, opened};
use crate::features::notices::Bell;
use crate::features::search::SiteSearch;
use crate::features::site::NotFoundPage;
use crate::live::Live;
use crate::memory::{self, Memory};
use crate::routes::{Route, with_query};
use crate::session::{Entrance, Session};
use crate::ui::heading::{LastHeading, ServiceName};
use crate::ui::load::Skeleton;
use crate::ui::{Announcer, Load, NavItem, Notices, Shell};

mod pages;
mod parts;
mod reveal;
mod sections;
mod upgrade;

use pages::page;
use parts::{PartMissing, Parts, Standing};
use reveal::reveal;
use upgrade::{Upgrade, UpgradeStrip};

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
    provide_context(Live::new(session));
    provide_context(Bell::new(session));
    let upgrade = Upgrade::new();
    provide_context(upgrade);
    provide_context(Parts::new());
    provide_context(Server::new(session, upgrade.listening(Client::new(""))));
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
    let parts = Parts::here();
    parts.foresee();
    Effect::new(move |_| route.with(|route| parts.want(route)));
    let entrance = session.entrance();
    let ready = Memo::new(move |_| match opening.get() {
        None => false,
        Some(Err(_)) => true,
        Some(Ok(())) => route.with(|route| {
            open_to(entrance.get(), route) && parts.standing(route) != Standing::OnItsWay
        }),
    });
    reveal(ready, move || session.service().is_some());
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
    let sections = Memo::new(move |_| route.with(|route| sections::open_to(session, route)));
    memory::remember(Memo::new(move |_| match entrance.get() {
        Entrance::Unknown => memory::Frame::Unknown,
        Entrance::Guest => memory::Frame::Plain,
        Entrance::Person => match session.service() {
            None => memory::Frame::Unknown,
            Some(service) => memory::Frame::Full(Memory::of(
                service.partnership,
                service.demonstration.then_some(DEMONSTRATION),
                sections.get(),
            )),
        },
    }));
    let footer = vec![
        NavItem::new("Accessibility statement", Route::Accessibility.href()),
        NavItem::new("REST interface", Route::ApiReference.href()),
    ];
    view! {
        <Shell
            product=PRODUCT
            organisation
            home=Route::MyWork.href()
            sections
            current=Signal::derive(move || route.with(|route| sections::of(session, route)))
            search=|| view! { <SiteSearch /> }
            account=move || view! { <Corner route /> }
            strip=|| view! { <DemonstrationStrip /> <UpgradeStrip /> }
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
        open_to(entrance.get(), &route).then_some(route)
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
    let parts = Parts::here();
    let stage = Memo::new(move |_| {
        let route = open.get()?;
        Some((parts.standing(&route), route))
    });
    move || {
        stage.get().map(|(standing, route)| match standing {
            Standing::Here => page(route),
            Standing::OnItsWay => view! { <Skeleton /> }.into_any(),
            Standing::Missing => view! { <PartMissing parts route /> }.into_any(),
        })
    }
}

/// Whether the page is open to whoever is here. While that is not known, none is but those open to anybody.
fn open_to(entrance: Entrance, route: &Route) -> bool {
    entrance == Entrance::Person || route.open_to_guests()
}

fn with_query_string(path: &str, search: &str) -> String {
    match search.trim_start_matches('?') {
        "" => path.to_owned(),
        search => format!("{path}?{search}"),
    }
}

/// What every page says where the accounts are demonstration ones.
const DEMONSTRATION: (&str, &str) = (
    "Demonstration. ",
    "The accounts, the reporting and the cases here are invented, and anyone may use them.",
);

/// Says on every page that the accounts are demonstration ones, where they are.
#[component]
fn DemonstrationStrip() -> impl IntoView {
    let session = Session::here();
    move || {
        session
            .service()
            .is_some_and(|service| service.demonstration)
            .then(|| {
                let (strong, words) = DEMONSTRATION;
                view! {
                    <aside class="tl-strip" aria-label="About this copy of the service">
                        <div class="tl-strip__inner"><strong>{strong}</strong> {words}</div>
                    </aside>
                }
            })
    }
}
