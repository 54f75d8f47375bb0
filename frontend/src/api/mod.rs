//! The way to the server, for every page: [`load`] what is shown, [`Sending`] what a person asks for.
//!
//! A call that finds the session ended waits for the person to sign in again and then goes on where it was, so that no
//! page has to think of it. An unreachable server is asked again by itself. What went wrong becomes words in `failure`,
//! and the errors of a form in `form`; nowhere else.

mod failure;
mod form;
mod load;
mod permit;
mod sending;
mod stale;

use client::{Client, Fault};
use leptos::prelude::*;
use shared::problem::ErrorCode;

use crate::session::{Return, Session};

pub use form::{in_words, show};
pub use load::load;
pub use permit::{open, refusal};
pub use sending::Sending;
pub use stale::{ChangedMeanwhile, stale};

/// The server that the page came from, and the session with it.
#[derive(Clone, Copy)]
pub struct Server {
    client: StoredValue<Client>,
    session: Session,
}

impl Server {
    /// The server behind `client`, for `session`. Made once, by the application.
    pub fn new(session: Session, client: Client) -> Self {
        Self {
            client: StoredValue::new(client),
            session,
        }
    }

    /// The server of the application around the caller.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self::new(Session::here(), Client::new("")))
    }

    /// The client as such, for calls that say something about the session itself.
    pub fn client(self) -> Client {
        self.client.get_value()
    }

    /// Makes a call. When the session has ended, the person is asked to sign in again, and the call is made again once
    /// they have.
    ///
    /// # Errors
    /// The call's fault; `not_signed_in` only when nobody was signed in or somebody else is now.
    pub async fn call<T, F>(self, work: impl Fn(Client) -> F) -> Result<T, Fault>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        loop {
            let answer = work(self.client()).await;
            match &answer {
                Err(fault) if fault.code() == Some(ErrorCode::NotSignedIn) => {
                    self.session.end();
                    if self.session.returned().await == Return::Gone {
                        return answer;
                    }
                }
                _ => return answer,
            }
        }
    }
}
