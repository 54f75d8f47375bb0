use leptos::prelude::*;
use shared::plans::api::{LinkResolution, LinkView};

use crate::features::plans::link::ActionLink;

/// References from the action and to it.
#[component]
pub fn Links(plan: String, links_out: Vec<LinkView>, links_in: Vec<LinkView>) -> impl IntoView {
    if links_out.is_empty() && links_in.is_empty() {
        return ().into_any();
    }
    let incoming = plan.clone();
    view! {
        <section aria-labelledby="links">
            <h2 class="govuk-heading-m" id="links">
                "Links"
            </h2>
            <div class="tl-columns">
                <LinkList title="From this action" none="It refers to no other action." plan links=links_out />
                <LinkList title="To this action" none="No other action refers to it." plan=incoming links=links_in />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn LinkList(
    title: &'static str,
    none: &'static str,
    plan: String,
    links: Vec<LinkView>,
) -> impl IntoView {
    let body = if links.is_empty() {
        view! { <p class="govuk-body tl-muted">{none}</p> }.into_any()
    } else {
        let items = links
            .into_iter()
            .map(|link| link_view(plan.clone(), link))
            .collect_view();
        view! { <ul class="tl-links">{items}</ul> }.into_any()
    };
    view! {
        <div>
            <h3 class="govuk-heading-s">{title}</h3>
            {body}
        </div>
    }
}

fn link_view(plan: String, link: LinkView) -> impl IntoView {
    let LinkView {
        kind,
        action,
        printed,
        label,
        resolution,
        ..
    } = link;
    let printed = match label.filter(|label| *label != printed) {
        Some(label) => format!("{printed}, {label}"),
        None => printed,
    };
    let (target, note) = match action {
        Some(action) => (
            view! { <ActionLink plan action /> }.into_any(),
            format!("Printed as {printed}"),
        ),
        None => (printed.into_any(), unresolved(resolution).to_owned()),
    };
    view! {
        <li class="tl-links__item">
            <span class="tl-links__kind">{kind.label()}</span>
            " "
            {target}
            <span class="tl-register__note">{note}</span>
        </li>
    }
}

/// What a reference means that leads to no action of this plan.
const fn unresolved(resolution: LinkResolution) -> &'static str {
    match resolution {
        LinkResolution::Resolved => "Leads to an action that you cannot see",
        LinkResolution::Dangling => "Leads nowhere: no action of this plan has the number",
        LinkResolution::External => "Leads to another plan or document",
        LinkResolution::NotNumbered => "Names a page, an appendix or a thing, not an action",
    }
}
