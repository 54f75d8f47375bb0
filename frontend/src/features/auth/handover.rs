use leptos::prelude::*;
use shared::auth::api::OneTimeLink;

use crate::dates;
use crate::ui::{CopyField, WarningText};

/// A one-time link to hand to somebody. It cannot be shown again: the server keeps only its digest.
#[component]
pub fn Handover(name: String, link: OneTimeLink) -> impl IntoView {
    let label = format!("Link for {name}");
    let until = dates::instant(link.expires_at);
    view! {
        <section class="tl-handover">
            <CopyField id="one-time-link" label value=Signal::stored(link.link) />
            <WarningText>"This link is shown once. Copy it before you leave this page."</WarningText>
            <p class="govuk-body">
                "Give it to the person yourself, by a way that only they read. It lets whoever opens it choose the password, works once, and runs out on "
                {until} "."
            </p>
        </section>
    }
}
