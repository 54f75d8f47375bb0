use leptos::prelude::*;

use crate::ui::{CopyField, WarningText};

/// A secret that signs, to hand to the receiver. The server cannot show it again.
#[component]
pub fn SecretOnce(secret: String) -> impl IntoView {
    view! {
        <section class="tl-handover">
            <CopyField id="secret" label="Secret that signs" value=Signal::stored(secret) />
            <WarningText>"This secret is shown once. Copy it before you leave this page."</WarningText>
            <p class="govuk-body">
                "Give it to the receiver, which checks with it that what arrives comes from here and was not changed. Any library for Standard Webhooks takes it as it is."
            </p>
        </section>
    }
}
