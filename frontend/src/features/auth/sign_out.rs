use leptos::prelude::*;
use shared::problem::ErrorCode;

use crate::api::Sending;
use crate::features::updates::Keeper;
use crate::memory;
use crate::routes::{Route, with_query};
use crate::session::Session;
use crate::ui::{
    Button, ButtonGroup, ButtonKind, Dialog, Failure, Notice, NoticeKind, Notices, WarningText,
};

use super::again::leave;

/// Signs out on this device and loads the sign-in page afresh, so that nothing of the person stays in memory or on the
/// device. Words of updates that the server does not have would go too: the person is asked first.
#[component]
pub fn SignOutButton() -> impl IntoView {
    let session = Session::here();
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let unsent = RwSignal::new(Vec::<String>::new());
    let keeper = move || session.view().map(|view| Keeper::of(view.person.id));
    let go = Callback::new(move |()| {
        let keeper = untrack(keeper);
        sending.send(
            |client| async move {
                match client.sign_out().await {
                    Err(fault) if fault.code() == Some(ErrorCode::NotSignedIn) => Ok(()),
                    answer => answer,
                }
            },
            move |answer| match answer {
                Ok(()) => {
                    if let Some(keeper) = keeper {
                        keeper.forget_all();
                    }
                    depart();
                }
                Err(fault) => {
                    unsent.set(Vec::new());
                    if let Some(notices) = notices {
                        let text = still_here(&Failure::from(fault));
                        notices.here(Notice {
                            kind: NoticeKind::News,
                            text,
                        });
                    }
                }
            },
        );
    });
    let press = Callback::new(move |_| {
        let kept = untrack(keeper)
            .map(|keeper| keeper.unsent())
            .unwrap_or_default();
        if kept.is_empty() {
            go.run(());
        } else {
            unsent.set(kept.into_iter().map(|(_, kept)| kept.about).collect());
        }
    });
    view! {
        <Button kind=ButtonKind::Plain on_press=press>
            "Sign out"
        </Button>
        <UnsentDialog unsent go busy=sending.busy() />
    }
}

/// Names the updates whose words would be lost.
#[component]
fn UnsentDialog(
    unsent: RwSignal<Vec<String>>,
    go: Callback<()>,
    busy: Signal<bool>,
) -> impl IntoView {
    let close = Callback::new(move |()| unsent.set(Vec::new()));
    let open = Signal::derive(move || unsent.with(|unsent| !unsent.is_empty()));
    view! {
        <Dialog id="unsent" title="Some of your words have not been saved" open on_dismiss=close>
            <p class="govuk-body">"This device alone has your latest changes to the updates on:"</p>
            <ul class="govuk-list govuk-list--bullet">
                {move || unsent.get().into_iter().map(|about| view! { <li>{about}</li> }).collect_view()}
            </ul>
            <WarningText>"Signing out removes them from this device."</WarningText>
            <ButtonGroup>
                <Button on_press=Callback::new(move |_| close.run(()))>"Stay signed in"</Button>
                <Button kind=ButtonKind::Warning busy on_press=Callback::new(move |_| go.run(()))>
                    "Sign out and remove them"
                </Button>
            </ButtonGroup>
        </Dialog>
    }
}

fn still_here(failure: &Failure) -> String {
    format!(
        "You are still signed in. {}. Try again, and do not leave this device until it has worked.",
        failure.title
    )
}

fn depart() {
    memory::forget();
    leave(&with_query(&Route::SignIn.href(), [("signed-out", "yes")]));
}
