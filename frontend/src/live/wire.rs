//! One connection a browser. The tab that holds the browser's lock has it and passes on what comes to the other tabs; when
//! it goes, the lock goes to the next, which carries on from the last place that was heard of. Where a browser has no
//! locks, each tab has a connection of its own.

use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::events::api::EventView;
use shared::events::live::{CHANGE, ENDED, HELLO, NOTICES, OWN, RESET};
use shared::notices::api::Unread;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, EventSource, MessageEvent};

use super::News;
use crate::session::{Session, Standing};

const NAME: &str = "throughline.live";
const ADDRESS: &str = "/api/v1/live";
/// What a tab says to the one with the connection when somebody has signed in.
const WAKE: &str = "wake";
/// Seconds before a connection that the server did not take is tried again: at first, and at most.
const PATIENCE: (u64, u64) = (15, 300);

/// A message, as tabs pass it on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Letter {
    kind: String,
    id: String,
    data: String,
}

impl Letter {
    fn of(event: &MessageEvent) -> Self {
        Self {
            kind: event.type_(),
            id: event.last_event_id(),
            data: event.data().as_string().unwrap_or_default(),
        }
    }

    /// What it says to a page. One's own changes are on the page already.
    fn news(&self) -> Option<News> {
        match self.kind.as_str() {
            CHANGE => serde_json::from_str::<EventView>(&self.data)
                .ok()
                .map(News::Change),
            RESET => Some(News::Unknown),
            NOTICES => serde_json::from_str::<Unread>(&self.data)
                .ok()
                .map(|count| News::Notices(count.unread)),
            _ => None,
        }
    }
}

type OnMessage = Closure<dyn FnMut(MessageEvent)>;
type OnError = Closure<dyn FnMut()>;

/// The connection, or the way to the tab that has it.
#[derive(Clone, Copy)]
pub struct Wire {
    channel: StoredValue<Option<BroadcastChannel>, LocalStorage>,
    source: StoredValue<Option<EventSource>, LocalStorage>,
    listeners: StoredValue<Option<(OnMessage, OnError)>, LocalStorage>,
    /// Whether this tab is the one with the connection.
    leads: StoredValue<bool>,
    /// Whether somebody is signed in.
    wanted: StoredValue<bool>,
    last: StoredValue<String>,
    patience: StoredValue<u64>,
    heard: Callback<News>,
}

impl Wire {
    /// Lays it, for as long as the document is there.
    pub fn lay(session: Session, heard: Callback<News>) {
        let wire = Self {
            channel: StoredValue::new_local(BroadcastChannel::new(NAME).ok()),
            source: StoredValue::new_local(None),
            listeners: StoredValue::new_local(None),
            leads: StoredValue::new(false),
            wanted: StoredValue::new(false),
            last: StoredValue::new(String::new()),
            patience: StoredValue::new(PATIENCE.0),
            heard,
        };
        wire.join();
        Effect::new(move |_| match session.standing() {
            Standing::SignedIn(_) => wire.want(),
            Standing::Guest | Standing::Ended(_) => wire.rest(),
            Standing::Unknown => {}
        });
    }

    /// Listens to the other tabs, and waits for its turn to have the connection.
    fn join(self) {
        let passed_on = OnMessage::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if text == WAKE {
                self.connect();
            } else if let Ok(letter) = serde_json::from_str::<Letter>(&text) {
                self.take(&letter);
            }
        });
        self.channel.with_value(|channel| {
            if let Some(channel) = channel {
                channel.set_onmessage(Some(passed_on.as_ref().unchecked_ref()));
            }
        });
        // As long as the document.
        passed_on.forget();
        let message = OnMessage::new(move |event: MessageEvent| {
            let letter = Letter::of(&event);
            if let Ok(text) = serde_json::to_string(&letter) {
                self.say(&text);
            }
            self.take(&letter);
        });
        let error = OnError::new(move || self.failed());
        self.listeners.set_value(Some((message, error)));
        when_first(move || {
            self.leads.set_value(true);
            self.connect();
        });
    }

    fn say(self, text: &str) {
        self.channel.with_value(|channel| {
            if let Some(channel) = channel {
                // It fails only for what cannot be copied, and a text can.
                let _ = channel.post_message(&JsValue::from_str(text));
            }
        });
    }

    fn take(self, letter: &Letter) {
        if !letter.id.is_empty() {
            self.last.set_value(letter.id.clone());
        }
        match letter.kind.as_str() {
            HELLO => self.patience.set_value(PATIENCE.0),
            ENDED => self.hang_up(),
            _ => {}
        }
        if let Some(news) = letter.news() {
            self.heard.run(news);
        }
    }

    /// Somebody has signed in.
    fn want(self) {
        self.wanted.set_value(true);
        if self.leads.get_value() {
            self.connect();
        } else {
            self.say(WAKE);
        }
    }

    /// Nobody is signed in any more.
    fn rest(self) {
        self.wanted.set_value(false);
        self.hang_up();
        self.last.set_value(String::new());
    }

    fn hang_up(self) {
        self.source.update_value(|source| {
            if let Some(source) = source.take() {
                source.close();
            }
        });
    }

    fn connect(self) {
        let there = self.source.with_value(Option::is_some);
        if there || !self.leads.get_value() || !self.wanted.get_value() {
            return;
        }
        let address = self
            .last
            .with_value(|last| crate::routes::with_query(ADDRESS, [("after", last.as_str())]));
        let Ok(source) = EventSource::new(&address) else {
            return;
        };
        self.listeners.with_value(|listeners| {
            let Some((message, error)) = listeners else {
                return;
            };
            for kind in [HELLO, CHANGE, OWN, RESET, NOTICES, ENDED] {
                // It fails only for what is no listener.
                let _ =
                    source.add_event_listener_with_callback(kind, message.as_ref().unchecked_ref());
            }
            source.set_onerror(Some(error.as_ref().unchecked_ref()));
        });
        self.source.set_value(Some(source));
    }

    /// The connection broke off. A browser takes it up again by itself, but not where the server refused it.
    fn failed(self) {
        let refused = self.source.with_value(|source| {
            source
                .as_ref()
                .is_some_and(|source| source.ready_state() == EventSource::CLOSED)
        });
        if !refused {
            return;
        }
        self.hang_up();
        let wait = self.patience.get_value();
        self.patience.set_value((wait * 2).min(PATIENCE.1));
        set_timeout(move || self.connect(), Duration::from_secs(wait));
    }
}

/// Runs `work` once this tab holds the browser's lock, which it keeps until it goes; at once where there are no locks.
fn when_first(work: impl FnOnce() + 'static) {
    let navigator = window().navigator();
    let request = |locks: &JsValue| {
        Reflect::get(locks, &JsValue::from_str("request"))
            .ok()?
            .dyn_into::<Function>()
            .ok()
    };
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).unwrap_or(JsValue::UNDEFINED);
    let Some(request) = request(&locks) else {
        work();
        return;
    };
    let held = Closure::once_into_js(move || -> JsValue {
        work();
        // Never kept: the lock stays with this tab.
        Promise::new(&mut |_, _| {}).into()
    });
    if request
        .call2(&locks, &JsValue::from_str(NAME), &held)
        .is_err()
    {
        leptos::logging::error!("The browser gave no lock, so this tab does not hear of changes");
    }
}
