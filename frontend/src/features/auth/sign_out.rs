use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::problem::ErrorCode;

use crate::api::Server;
use crate::routes::{Route, with_query};
use crate::ui::{Button, ButtonKind, Failure, Notice, NoticeKind, Notices};

use super::again::leave;

/// Signs out on this device and loads the sign-in page afresh, so that nothing of the person stays in memory.
#[component]
pub fn SignOutButton() -> impl IntoView {
    let server = Server::here();
    let notices = use_context::<Notices>();
    let press = Callback::new(move |_| {
        spawn_local(async move {
            match server.client().sign_out().await {
                Ok(()) => depart(),
                Err(fault) if fault.code() == Some(ErrorCode::NotSignedIn) => depart(),
                Err(fault) => {
                    let failure = Failure::from(fault);
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::News,
                            text: format!("You are still signed in. {}. Try again, and do not leave this device until it has worked.", failure.title),
                        });
                    }
                }
            }
        });
    });
    view! {
        <Button kind=ButtonKind::Plain on_press=press>
            "Sign out"
        </Button>
    }
}

fn depart() {
    leave(&with_query(&Route::SignIn.href(), [("signed-out", "yes")]));
}
