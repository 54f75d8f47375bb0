//! Fetching the parts of the program that are not there from the start: as soon as a person goes to a page, or seems
//! about to.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event};

use super::pages::Part;
use crate::routes::Route;
use crate::ui::{Button, ButtonKind, PageHeading};

/// Where a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be shown.
    Here,
    /// Its part has not come yet.
    OnItsWay,
    /// Its part could not be fetched.
    Missing,
}

/// Which parts are here. Provided once, by the application.
#[derive(Clone, Copy)]
pub struct Parts(RwSignal<Vec<(Part, Standing)>>);

impl Parts {
    /// With none of them here.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Those of the application around the caller.
    pub fn here() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// Where the page stands. Tracks.
    pub fn standing(self, route: &Route) -> Standing {
        match Part::of(route) {
            None => Standing::Here,
            Some(part) => self
                .0
                .with(|parts| find(parts, part))
                .unwrap_or(Standing::OnItsWay),
        }
    }

    /// Fetches the part with the page, unless that is here or on its way.
    pub fn want(self, route: &Route) {
        let Some(part) = Part::of(route) else { return };
        match self.0.with_untracked(|parts| find(parts, part)) {
            Some(Standing::Here | Standing::OnItsWay) => {}
            Some(Standing::Missing) | None => self.fetch(part),
        }
    }

    fn fetch(self, part: Part) {
        self.set(part, Standing::OnItsWay);
        spawn_local(async move {
            let standing = match part.fetch().await {
                Ok(()) => Standing::Here,
                Err(_) => Standing::Missing,
            };
            self.set(part, standing);
        });
    }

    /// Fetches what a person is about to ask for: the part behind a link that they point at or come to. One that could not
    /// be fetched is left until they ask.
    pub fn foresee(self) {
        let listen = move |event: &Event| {
            let link = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|element| element.closest("a[href^='/']").ok().flatten())
                .and_then(|link| link.get_attribute("href"));
            if let Some(href) = link {
                let path = href.split(['?', '#']).next().unwrap_or_default();
                if let Some(part) = Part::of(&Route::of_path(path))
                    && self.0.with_untracked(|parts| find(parts, part)).is_none()
                {
                    self.fetch(part);
                }
            }
        };
        let over = window_event_listener(ev::pointerover, move |event| listen(&event));
        let down = window_event_listener(ev::pointerdown, move |event| listen(&event));
        let focus = window_event_listener(ev::focusin, move |event| listen(&event));
        on_cleanup(move || {
            over.remove();
            down.remove();
            focus.remove();
        });
    }

    fn set(self, part: Part, standing: Standing) {
        self.0.update(|parts| {
            parts.retain(|(one, _)| *one != part);
            parts.push((part, standing));
        });
    }
}

fn find(parts: &[(Part, Standing)], part: Part) -> Option<Standing> {
    parts
        .iter()
        .find(|(one, _)| *one == part)
        .map(|(_, standing)| *standing)
}

/// Says that the part with a page could not be fetched, and offers the two ways on.
#[component]
pub fn PartMissing(parts: Parts, route: Route) -> impl IntoView {
    let href = route.href();
    let again = Callback::new(move |_| parts.want(&route));
    view! {
        <PageHeading title="This page could not be fetched" />
        <div role="alert">
            <p class="govuk-body">
                "The connection may have dropped, or a new version of the service may have been put in place. Nothing that you sent is lost."
            </p>
        </div>
        <Button kind=ButtonKind::Secondary on_press=again>
            "Try again"
        </Button>
        <p class="govuk-body">
            <a href=href rel="external">
                "Load the service again"
            </a>
            " if that does not help."
        </p>
    }
}
