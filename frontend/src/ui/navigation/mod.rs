//! Ways from page to page: where this page sits, its sub-pages, and the next part of a long list.

use leptos::prelude::*;

/// One place to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// What the place is called.
    pub label: String,
    /// Its address.
    pub href: String,
}

impl NavItem {
    /// A place called `label` at `href`.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// The way down to this page, without the page itself.
#[component]
pub fn Breadcrumbs(items: Vec<NavItem>) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            view! {
                <li class="govuk-breadcrumbs__list-item">
                    <a class="govuk-breadcrumbs__link" href=item.href>
                        {item.label}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="govuk-breadcrumbs govuk-breadcrumbs--collapse-on-mobile tl-breadcrumbs" aria-label="Breadcrumb">
            <ol class="govuk-breadcrumbs__list">{items}</ol>
        </nav>
    }
}

/// The views of one thing, each a page with an address of its own.
#[component]
pub fn SubNavigation(
    /// What the views are of, for a person who cannot see where the list stands.
    #[prop(into)]
    label: String,
    items: Vec<NavItem>,
    /// The address of the view that is shown.
    #[prop(into)]
    current: Signal<String>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let (href, own) = (item.href.clone(), item.href.clone());
            let marked = move || (current.get() == own).then_some("page");
            view! {
                <li class="tl-subnav__item">
                    <a class="tl-subnav__link" href=href aria-current=marked>
                        {item.label}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tl-subnav" aria-label=label>
            <ul class="tl-subnav__list">{items}</ul>
        </nav>
    }
}

/// The next and the previous part of a list that is read by cursor. Renders nothing when there is neither.
#[component]
pub fn Pagination(
    /// The address of the part before.
    #[prop(into)]
    previous: Signal<Option<String>>,
    /// The address of the part after.
    #[prop(into)]
    next: Signal<Option<String>>,
) -> impl IntoView {
    let link = |rel: &'static str, words: &'static str, href: String| {
        view! {
            <a class="tl-pagination__link" href=href rel=rel>
                {words}
                <span class="govuk-visually-hidden">" page"</span>
            </a>
        }
    };
    move || {
        let (previous, next) = (previous.get(), next.get());
        (previous.is_some() || next.is_some()).then(|| {
            view! {
                <nav class="tl-pagination" aria-label="Pagination">
                    {previous.map(|href| link("prev", "Previous", href))} {next.map(|href| link("next", "Next", href))}
                </nav>
            }
        })
    }
}
