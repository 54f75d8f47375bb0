use leptos::prelude::*;

use crate::dates;
use crate::features::updates::Keeper;
use crate::routes::Route;
use crate::session::Session;

/// Words of the person that are on this device and not on the server, each with the way back to them.
#[component]
pub fn OnThisDevice() -> impl IntoView {
    let session = Session::here();
    let unsent = untrack(|| session.view())
        .map(|session| Keeper::of(session.person.id).unsent())
        .unwrap_or_default();
    (!unsent.is_empty()).then(|| {
        let items = unsent
            .into_iter()
            .map(|(update, kept)| {
                view! {
                    <li>
                        <a href=Route::UpdateEditor { update }.href()>{kept.about}</a>
                        <span class="tl-muted">{format!(", written {}", dates::instant(kept.at))}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="tl-device" aria-labelledby="device-title">
                <h2 class="govuk-heading-s" id="device-title">
                    "Words that are on this device alone"
                </h2>
                <p class="govuk-body">"They had not reached the server when you left. Open them and they are saved."</p>
                <ul class="govuk-list">{items}</ul>
            </section>
        }
    })
}
