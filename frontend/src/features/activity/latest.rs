use leptos::prelude::*;
use shared::events::api::ActivityEntry;
use shared::ids::AgencyId;
use shared::page::Page;

use super::entries::Entries;
use crate::api::load;
use crate::ui::Load;

/// How many stand on a page that is about something else.
const FEW: u16 = 8;

type Part = Page<ActivityEntry>;

/// What was done lately on behalf of an agency, and to it.
#[component]
pub fn LatestOfAgency(agency: AgencyId) -> impl IntoView {
    let resource =
        load(move |client| async move { client.agency_activity(agency, None, Some(FEW)).await });
    view! {
        <section aria-labelledby="activity">
            <h2 class="govuk-heading-m" id="activity">
                "Lately"
            </h2>
            <Load
                resource=resource
                children=move |page: Part| {
                    if page.items.is_empty() {
                        view! { <p class="govuk-body">"Nothing that you may know of has happened yet."</p> }.into_any()
                    } else {
                        view! { <Entries entries=page.items /> }.into_any()
                    }
                }
            />
        </section>
    }
}
