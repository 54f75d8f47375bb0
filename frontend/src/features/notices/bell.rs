use leptos::prelude::*;

use crate::live::{Live, News};
use crate::routes::Route;
use crate::session::{Session, Standing};

/// How many notices are unread. Provided once, by the application: it comes with the session, and from then on by the
/// live connection.
#[derive(Clone, Copy)]
pub struct Bell(RwSignal<u64>);

impl Bell {
    /// Counts for as long as somebody is signed in.
    pub fn new(session: Session) -> Self {
        let bell = Self(RwSignal::new(0));
        Effect::new(move |_| match session.standing() {
            Standing::SignedIn(view) => bell.set(view.unread),
            Standing::Guest => bell.set(0),
            Standing::Unknown | Standing::Ended(_) => {}
        });
        Live::listen(move |news| {
            if let News::Notices(unread) = news {
                bell.set(unread);
            }
        });
        bell
    }

    /// The one of the application around the caller.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(0)))
    }

    /// How many. Tracks.
    pub fn unread(self) -> u64 {
        self.0.get()
    }

    /// The server has said how many.
    pub fn set(self, unread: u64) {
        if self.0.get_untracked() != unread {
            self.0.set(unread);
        }
    }
}

/// The way to the notices, with how many are unread.
#[component]
pub fn BellLink() -> impl IntoView {
    let bell = Bell::here();
    view! {
        <a class="tl-bell" href=Route::Notices.href()>
            "Notices"
            {move || {
                let unread = bell.unread();
                (unread > 0)
                    .then(|| {
                        view! {
                            " "
                            <span class="tl-bell__count">
                                {unread} <span class="govuk-visually-hidden">" unread"</span>
                            </span>
                        }
                    })
            }}
        </a>
    }
}
