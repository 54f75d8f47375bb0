//! An open page learns that the server has newer ones, and offers to load them. It never does so by itself.

use client::Client;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Server;
use crate::ui::{Announcer, Button, ButtonKind};

const WORDS: &str = "A new version of this service is in place.";

/// Whether the server has newer pages than this one. Provided once, by the application.
#[derive(Clone, Copy)]
pub struct Upgrade(RwSignal<bool>);

impl Upgrade {
    /// As far as is known, it has not.
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// A client that listens to what the server says of its pages.
    pub fn listening(self, client: Client) -> Client {
        let own = own_pages();
        client.hearing_of_pages(move |pages| {
            let newer = own.as_deref().is_some_and(|own| own != pages);
            if newer != self.0.get_untracked() {
                self.0.set(newer);
            }
        })
    }
}

/// The name of the pages that this one is of, as the build wrote it into the document.
fn own_pages() -> Option<String> {
    document()
        .query_selector("meta[name='throughline-pages']")
        .ok()
        .flatten()?
        .get_attribute("content")
}

/// The offer. A page that was left open is asked about when a person comes back to it.
#[component]
pub fn UpgradeStrip() -> impl IntoView {
    let upgrade = use_context::<Upgrade>();
    let announcer = use_context::<Announcer>();
    let server = Server::here();
    let newer = Memo::new(move |_| upgrade.is_some_and(|upgrade| upgrade.0.get()));
    let back = window_event_listener(ev::visibilitychange, move |_| {
        if !document().hidden() {
            spawn_local(async move {
                // What it answers is of no interest here, only that it does: the client listens.
                let _ = server.client().service().await;
            });
        }
    });
    on_cleanup(move || back.remove());
    Effect::new(move |_| {
        if let (true, Some(announcer)) = (newer.get(), announcer) {
            announcer.announce(WORDS);
        }
    });
    let load = Callback::new(move |_| {
        if window().location().reload().is_err() {
            leptos::logging::error!("The browser refused to load the page again");
        }
    });
    move || {
        newer.get().then(|| {
            view! {
                <aside class="tl-strip tl-strip--news" aria-label="New version">
                    <div class="tl-strip__inner">
                        <strong>{WORDS}</strong>
                        " Words in an update are kept; save any other form first. "
                        <Button kind=ButtonKind::Plain on_press=load>
                            "Load the new version"
                        </Button>
                    </div>
                </aside>
            }
        })
    }
}
