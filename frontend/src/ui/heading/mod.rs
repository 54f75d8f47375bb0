//! A page's name: its heading, the document's title and, after a move inside the application, the focus.

use leptos::html::H1;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::field::FormErrors;

/// The name of the service, which ends every document title. Provided by the application.
#[derive(Clone, Copy)]
pub struct ServiceName(pub &'static str);

/// The path whose heading was shown last; none before the first heading since the document was loaded.
#[derive(Clone, Copy)]
pub struct LastHeading(StoredValue<Option<String>>);

impl LastHeading {
    /// Before any heading.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Notes that the heading of `path` is shown, and tells whether the person came to it from another page here.
    fn arrived(self, path: String) -> bool {
        let moved = self
            .0
            .with_value(|last| last.as_ref().is_some_and(|last| *last != path));
        self.0.set_value(Some(path));
        moved
    }
}

impl Default for LastHeading {
    fn default() -> Self {
        Self::new()
    }
}

/// The page's only `h1`. Sets the document's title, with "Error: " before it while the page's form has errors, and takes
/// the focus after a move inside the application (a browser leaves it where it was), never on the first load and never
/// from a person who is already typing.
#[component]
pub fn PageHeading(
    #[prop(into)] title: Signal<String>,
    /// Set above the title in smaller type: what the page belongs to.
    #[prop(optional, into)]
    caption: MaybeProp<String>,
    /// The errors of the page's form.
    #[prop(optional)]
    errors: Option<FormErrors>,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    let path = use_location().pathname;
    let last = use_context::<LastHeading>();
    let service = use_context::<ServiceName>().map_or("", |name| name.0);

    Effect::new(move |_| {
        let prefix = if errors.is_some_and(FormErrors::any) {
            "Error: "
        } else {
            ""
        };
        document().set_title(&format!("{prefix}{} - {service}", title.get()));
    });
    Effect::new(move |_| {
        let Some(element) = heading.get() else { return };
        if last.is_some_and(|last| last.arrived(path.get_untracked())) && !typing() {
            // Focus can fail only on an element that has left the page again: then there is nothing to announce.
            let _ = element.focus();
        }
    });

    view! {
        <div class="tl-heading">
            {move || caption.get().map(|caption| view! { <p class="tl-heading__caption">{caption}</p> })}
            <h1 class="tl-heading__title" tabindex="-1" node_ref=heading>
                {move || title.get()}
            </h1>
        </div>
    }
}

/// Whether the person's focus is in something that is typed into.
fn typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
