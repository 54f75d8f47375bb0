use leptos::prelude::*;
use shared::plans::api::{FindingState, FindingView};

use crate::features::plans::words::counted;
use crate::routes::Route;

/// What the checks found on this action and nobody has decided. Renders nothing where there is nothing.
#[component]
pub fn FindingsOn(plan: String, findings: Vec<FindingView>) -> impl IntoView {
    let open: Vec<_> = findings
        .into_iter()
        .filter(|finding| finding.state == FindingState::Open)
        .collect();
    if open.is_empty() {
        return ().into_any();
    }
    let title = format!("{} to decide", counted(open.len(), "finding"));
    let href = Route::Findings { plan }.href();
    let items = open
        .into_iter()
        .map(|finding| {
            let href = format!("{href}#finding-{}", finding.id);
            view! {
                <li>
                    <a href=href>{finding.code.title()}</a>
                    ": "
                    {finding.reason}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="tl-callout" aria-labelledby="findings">
            <h2 class="tl-callout__title" id="findings">
                {title}
            </h2>
            <ul class="tl-callout__list">{items}</ul>
        </section>
    }
    .into_any()
}
