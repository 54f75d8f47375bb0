//! Who uses the application: nobody yet known, a guest, somebody signed in, or somebody whose session has ended while
//! they worked.

use std::future::poll_fn;
use std::task::{Poll, Waker};

use leptos::prelude::*;
use shared::auth::api::{ServiceInfo, SessionView};
use shared::policy::{self, Actor, Decision, Grant, Resource, Target, Verb};

/// Who the server says is here.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// The server has not answered yet.
    Unknown,
    /// Nobody is signed in.
    Guest,
    /// Somebody is.
    SignedIn(SessionView),
    /// Somebody was until the session ended. The page and everything typed into it stays, and a dialog asks for the
    /// sign-in.
    Ended(SessionView),
}

/// For whom pages are shown. It does not change when a session ends and is taken up again, so that the page stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// The server has not answered yet.
    Unknown,
    /// Anybody.
    Guest,
    /// Somebody with an account.
    Person,
}

/// What became of a session that had ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// The person signed in again: the work goes on.
    Back,
    /// Nobody is signed in, or somebody else.
    Gone,
}

/// The session, provided once by the application.
#[derive(Clone, Copy)]
pub struct Session {
    standing: RwSignal<Standing>,
    service: RwSignal<Option<ServiceInfo>>,
    waiting: StoredValue<Vec<Waker>>,
}

impl Session {
    /// Before the server has answered.
    pub fn new() -> Self {
        Self {
            standing: RwSignal::new(Standing::Unknown),
            service: RwSignal::new(None),
            waiting: StoredValue::new(Vec::new()),
        }
    }

    /// The session of the application around the caller; one of an unknown person outside of it.
    pub fn here() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// The server has told who is here.
    pub fn set(self, standing: Standing) {
        self.standing.set(standing);
        let mut waiting = Vec::new();
        self.waiting
            .update_value(|wakers| std::mem::swap(wakers, &mut waiting));
        for waker in waiting {
            waker.wake();
        }
    }

    /// Who is here. Tracks.
    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// Waits until a session that has ended is taken up again.
    pub async fn returned(self) -> Return {
        poll_fn(|context| {
            let standing = self.standing.with_untracked(|standing| match standing {
                Standing::Ended(_) => None,
                Standing::SignedIn(_) => Some(Return::Back),
                Standing::Unknown | Standing::Guest => Some(Return::Gone),
            });
            match standing {
                Some(standing) => Poll::Ready(standing),
                None => {
                    self.waiting
                        .update_value(|wakers| wakers.push(context.waker().clone()));
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// Whether the person whose pages these are is still signed in, is asked to be again, or never was.
    pub fn entrance(self) -> Signal<Entrance> {
        Memo::new(move |_| {
            self.standing.with(|standing| match standing {
                Standing::Unknown => Entrance::Unknown,
                Standing::Guest => Entrance::Guest,
                Standing::SignedIn(_) | Standing::Ended(_) => Entrance::Person,
            })
        })
        .into()
    }

    /// The server no longer knows the session: whoever was signed in is asked to sign in again, a guest stays a guest.
    pub fn end(self) {
        self.standing.update(|standing| {
            *standing = match std::mem::replace(standing, Standing::Guest) {
                Standing::SignedIn(view) | Standing::Ended(view) => Standing::Ended(view),
                Standing::Unknown | Standing::Guest => Standing::Guest,
            };
        });
    }

    /// Whether the session ended while somebody worked.
    pub fn ended(self) -> Signal<bool> {
        Signal::derive(move || {
            self.standing
                .with(|standing| matches!(standing, Standing::Ended(_)))
        })
    }

    /// The person whose pages are shown, also after their session has ended.
    pub fn view(self) -> Option<SessionView> {
        self.standing.with(|standing| match standing {
            Standing::SignedIn(view) | Standing::Ended(view) => Some(view.clone()),
            Standing::Unknown | Standing::Guest => None,
        })
    }

    /// What the service tells anyone about itself.
    pub fn set_service(self, service: ServiceInfo) {
        self.service.set(Some(service));
    }

    /// What the service tells anyone about itself, once it has.
    pub fn service(self) -> Option<ServiceInfo> {
        self.service.get()
    }

    /// What the policy says to the person: the very rule that the server will ask. A guest may do nothing.
    pub fn decide(self, verb: Verb, resource: Resource, target: &Target<'_>) -> Decision {
        self.standing.with(|standing| match standing {
            Standing::SignedIn(view) | Standing::Ended(view) => {
                policy::decide(&actor(view), verb, resource, target)
            }
            Standing::Unknown | Standing::Guest => Decision::Hidden,
        })
    }

    /// The person as the policy knows them; none where nobody is signed in.
    pub fn actor(self) -> Option<Actor> {
        self.view().as_ref().map(actor)
    }

    /// Whether the person may do it.
    pub fn can(self, verb: Verb, resource: Resource, target: &Target<'_>) -> bool {
        self.decide(verb, resource, target).allowed()
    }
}

/// The person as the policy knows them.
fn actor(view: &SessionView) -> Actor {
    let grants = view
        .grants
        .iter()
        .map(|grant| Grant {
            role: grant.role,
            agency: grant.agency.as_ref().map(|agency| agency.id),
            plan: grant.plan.as_ref().map(|plan| plan.id),
        })
        .collect();
    Actor {
        person: view.person.id,
        grants,
        scopes: None,
    }
}
