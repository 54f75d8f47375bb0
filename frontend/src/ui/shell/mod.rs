//! The frame of every page: skip link, header, the strip that says where one is, navigation, the page, footer.

mod header;
mod rail;

use leptos::html::Main;
use leptos::prelude::*;

use crate::ui::live::LiveRegion;
use crate::ui::navigation::NavItem;
use crate::ui::notice::NoticeSlot;
use header::Header;
use rail::Rail;

/// Whether the navigation may be opened and closed (only small screens show the button that does it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Menu {
    Open,
    Closed,
}

/// The frame around `children`. With no sections (nobody signed in) the page stands alone, without a rail.
#[component]
pub fn Shell(
    /// The name of the service.
    product: &'static str,
    /// Whose service it is.
    #[prop(into)]
    organisation: Signal<String>,
    /// The address that the service's name leads to.
    #[prop(into)]
    home: String,
    /// The parts of the service that are open to the person.
    #[prop(into)]
    sections: Signal<Vec<NavItem>>,
    /// The address of the section that is shown.
    #[prop(into)]
    current: Signal<Option<String>>,
    /// The box to search in, in the header.
    #[prop(into)]
    search: ViewFn,
    /// What stands at the end of the header: who is signed in, and the way out.
    #[prop(into)]
    account: ViewFn,
    /// A strip under the header, on every page: that the accounts are demonstration ones.
    #[prop(into)]
    strip: ViewFn,
    /// The footer's links.
    footer: Vec<NavItem>,
    children: Children,
) -> impl IntoView {
    let main = NodeRef::<Main>::new();
    let menu = RwSignal::new(Menu::Closed);
    let guest = Memo::new(move |_| sections.with(Vec::is_empty));
    view! {
        <SkipLink main />
        <Header product organisation home search account />
        {strip.run()}
        <div class="tl-frame" class:tl-frame--alone=guest>
            {move || (!guest.get()).then(|| view! { <Rail sections current menu /> })}
            <main class="tl-main" id="main" tabindex="-1" node_ref=main>
                <NoticeSlot />
                {children()}
            </main>
        </div>
        <Footer items=footer />
        <LiveRegion />
    }
}

/// The first stop of the keyboard: past everything that repeats. It moves the focus itself, for the router answers the
/// click on a fragment and would only scroll.
#[component]
fn SkipLink(main: NodeRef<Main>) -> impl IntoView {
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            // The main element is always on the page; were it not, there would be nowhere to skip to.
            let _ = main.focus();
            main.scroll_into_view();
        }
    };
    view! {
        <a href="#main" rel="external" class="govuk-skip-link" on:click=skip>
            "Skip to main content"
        </a>
    }
}

#[component]
fn Footer(items: Vec<NavItem>) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            view! {
                <li>
                    <a href=item.href>{item.label}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <footer class="tl-footer">
            <nav class="tl-footer__inner" aria-label="About this service">
                <ul class="tl-footer__list">{items}</ul>
            </nav>
        </footer>
    }
}
