use leptos::prelude::*;

use crate::ui::PageHeading;

/// The accessibility statement, in the order of the model statement for public bodies.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    view! {
        <PageHeading title="Accessibility statement" />
        <p class="govuk-body-l tl-measure">
            "We want as many people as possible to be able to use this service, whichever way they see, hear, move or read."
        </p>
        <p class="govuk-body">"That means you should be able to:"</p>
        <ul class="govuk-list govuk-list--bullet">
            <li>"zoom in up to 400% without the text spilling off the screen"</li>
            <li>"get from the start of the service to the end using just a keyboard"</li>
            <li>"use the service with a screen reader or speech recognition"</li>
            <li>"read it in a light or dark scheme, or in the colours that you set in your system"</li>
            <li>"tell every status by its word and shape, without its colour"</li>
        </ul>
        <h2 class="govuk-heading-m">"How accessible this service is"</h2>
        <p class="govuk-body">
            "The service is built to the Web Content Accessibility Guidelines version 2.2, level AA. It is checked by automated tests on every change. It has not yet been audited by an independent body."
        </p>
        <p class="govuk-body">"It needs JavaScript. Everything it shows can also be read through its REST interface."</p>
        <h2 class="govuk-heading-m">"What to do if you cannot use part of this service"</h2>
        <p class="govuk-body">
            "Tell the coordinator of your plan. They can give you the information in another format, such as large print, easy read or on paper, and will pass on what needs to be put right."
        </p>
        <h2 class="govuk-heading-m">"Enforcement procedure"</h2>
        <p class="govuk-body">
            "The Equality and Human Rights Commission is responsible for enforcing the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. If you are not happy with the answer to your complaint, contact the Equality Advisory and Support Service."
        </p>
    }
}
