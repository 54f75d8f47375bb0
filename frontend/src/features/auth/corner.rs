use leptos::prelude::*;

use super::sign_out::SignOutButton;
use crate::features::notices::BellLink;
use crate::routes::Route;
use crate::session::{Entrance, Session};

/// The person's corner of the header: who they are, and the way out; the way in for a guest.
#[component]
pub fn Corner(route: Memo<Route>) -> impl IntoView {
    let session = Session::here();
    let entrance = session.entrance();
    let name = Memo::new(move |_| session.view().map(|view| view.person.name));
    move || match entrance.get() {
        Entrance::Unknown => ().into_any(),
        Entrance::Guest => (route.get() != Route::SignIn)
            .then(|| view! { <a href=Route::SignIn.href()>"Sign in"</a> })
            .into_any(),
        Entrance::Person => view! {
            <BellLink />
            <a href=Route::Account.href()>{move || name.get()}</a>
            <SignOutButton />
        }
        .into_any(),
    }
}
