use leptos::prelude::*;

use super::Menu;
use crate::ui::navigation::NavItem;

/// The sections: a rail beside the page on a wide screen, a menu under the header on a narrow one.
#[component]
pub fn Rail(
    sections: Signal<Vec<NavItem>>,
    current: Signal<Option<String>>,
    menu: RwSignal<Menu>,
) -> impl IntoView {
    let open = move || menu.get() == Menu::Open;
    let toggle = move |_| {
        menu.update(|menu| {
            *menu = match *menu {
                Menu::Open => Menu::Closed,
                Menu::Closed => Menu::Open,
            };
        });
    };
    // A menu that stays open after it has been used covers the page that was asked for.
    Effect::new(move |_| {
        current.track();
        menu.set(Menu::Closed);
    });
    view! {
        <nav class="tl-rail" aria-label="Sections">
            <button
                type="button"
                class="tl-rail__toggle"
                aria-controls="sections"
                aria-expanded=move || if open() { "true" } else { "false" }
                on:click=toggle
            >
                "Menu"
            </button>
            <ul class="tl-rail__list" id="sections" class:tl-rail__list--open=open>
                {move || sections.get().into_iter().map(|item| view! { <RailItem item current menu /> }).collect_view()}
            </ul>
        </nav>
    }
}

#[component]
fn RailItem(item: NavItem, current: Signal<Option<String>>, menu: RwSignal<Menu>) -> impl IntoView {
    let (href, own) = (item.href.clone(), item.href.clone());
    let marked = move || {
        current
            .with(|current| current.as_deref() == Some(own.as_str()))
            .then_some("true")
    };
    view! {
        <li class="tl-rail__item">
            <a
                class="tl-rail__link"
                href=href
                aria-current=marked
                on:click=move |_| menu.set(Menu::Closed)
            >
                {item.label}
            </a>
        </li>
    }
}
