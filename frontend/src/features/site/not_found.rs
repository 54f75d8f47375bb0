use leptos::prelude::*;

use crate::routes::Route;
use crate::ui::PageHeading;

/// No page has this address, or the person may not know of what it names: the two look the same on purpose.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <PageHeading title="Page not found" />
        <p class="govuk-body">"If you typed the address, check it is correct."</p>
        <p class="govuk-body">
            "If you pasted the address, check you copied all of it. If you followed a link, what it led to may have been moved, or may not be open to your role."
        </p>
        <p class="govuk-body">
            <a class="govuk-link" href=Route::MyWork.href()>
                "Go to my work"
            </a>
        </p>
    }
}
