//! The application: what every page can rely on, the frame around it, and which page an address shows.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route as At, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

use crate::features::site::{AccessibilityPage, NotFoundPage};
use crate::routes::Route;
use crate::session::Session;
use crate::ui::heading::{LastHeading, ServiceName};
use crate::ui::{Announcer, NavItem, Notices, Shell};

mod sections;

const PRODUCT: &str = "Throughline";

/// Everything.
#[component]
pub fn App() -> impl IntoView {
    provide_context(ServiceName(PRODUCT));
    provide_context(LastHeading::new());
    provide_context(Announcer::new());
    provide_context(Notices::new());
    provide_context(Session::new());
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
            account=Account
            strip=DemonstrationStrip
            footer
        >
            <FlatRoutes fallback=NotFoundPage>
                <At path=path!("/*any") view=move || view! { <Page route /> } />
            </FlatRoutes>
        </Shell>
    }
}

/// The page that the address names. A change of the query alone leaves it standing.
#[component]
fn Page(route: Memo<Route>) -> impl IntoView {
    move || match route.get() {
        Route::Accessibility => view! { <AccessibilityPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

/// The person's corner of the header.
#[component]
fn Account() -> impl IntoView {
    let session = Session::here();
    move || {
        session
            .view()
            .map(|view| view! { <a href=Route::Account.href()>{view.person.name}</a> })
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
