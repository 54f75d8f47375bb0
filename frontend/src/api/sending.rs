use client::{Client, Fault};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Server;

/// Something that a person asks the server to do. While it is under way, asking again does nothing.
#[derive(Clone, Copy)]
pub struct Sending {
    server: Server,
    busy: RwSignal<bool>,
}

impl Sending {
    /// Nothing under way.
    pub fn new() -> Self {
        Self {
            server: Server::here(),
            busy: RwSignal::new(false),
        }
    }

    /// Whether it is under way, for the button's `busy`.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Asks, and gives the answer to `done`. The contexts that `done` needs are taken before.
    pub fn send<T, F>(
        self,
        work: impl Fn(Client) -> F + 'static,
        done: impl FnOnce(Result<T, Fault>) + 'static,
    ) where
        T: 'static,
        F: Future<Output = Result<T, Fault>> + 'static,
    {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = self.server.call(work).await;
            self.busy.set(false);
            done(answer);
        });
    }
}

impl Default for Sending {
    fn default() -> Self {
        Self::new()
    }
}
