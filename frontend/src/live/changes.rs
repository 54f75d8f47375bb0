use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::events::api::EventView;
use uuid::Uuid;
use wasm_bindgen::JsCast as _;
use web_sys::{FocusOptions, HtmlElement};

use super::{Live, News};
use crate::features::plans::counted;
use crate::ui::{Announcer, Button, ButtonKind};

/// What was done to which record; done again, it is not counted again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Done {
    changes: BTreeSet<(String, Uuid)>,
    /// Whether there is more that nobody has counted.
    more: bool,
}

impl Done {
    fn words(&self) -> Option<String> {
        match (self.changes.len(), self.more) {
            (0, false) => None,
            (_, true) => Some("Others have changed this".to_owned()),
            (count, false) => Some(format!("{} by others", counted(count, "change"))),
        }
    }
}

/// What others have done that a page does not show yet.
#[derive(Clone, Copy)]
pub struct Unseen {
    done: RwSignal<Done>,
    announcer: Option<Announcer>,
}

impl Unseen {
    /// Counts what the page finds by itself to be new.
    pub fn new() -> Self {
        let unseen = Self {
            done: RwSignal::new(Done::default()),
            announcer: use_context(),
        };
        Live::listen(move |news| {
            if news == News::Unknown {
                unseen.more();
            }
        });
        unseen
    }

    /// There is more that nobody has counted.
    pub fn more(self) {
        self.add(|done| done.more = true);
    }

    /// Counts the events that change what the page shows.
    pub fn of(concerns: impl Fn(&EventView) -> bool + Send + Sync + 'static) -> Self {
        let unseen = Self::new();
        Live::listen(move |news| match news {
            News::Change(event) if concerns(&event) => unseen.count(event),
            News::Change(_) | News::Unknown | News::Notices(_) => {}
        });
        unseen
    }

    /// Counts an event.
    pub fn count(self, event: EventView) {
        self.add(|done| {
            done.changes.insert((event.r#type, event.data.id));
        });
    }

    fn add(self, change: impl FnOnce(&mut Done)) {
        let first = self.done.with_untracked(|done| done.words().is_none());
        self.done.update(change);
        // Said once: how many they become is read on the page.
        if let (true, Some(announcer)) = (first, self.announcer) {
            announcer.announce("Others have changed what this page shows. A button at its end shows it as it is now.");
        }
    }
}

/// Says at the end of the window that others have changed what the page shows, and shows it when the reader asks. Nothing
/// moves until then.
#[component]
pub fn Changes(
    unseen: Unseen,
    /// Shows the page as it is now.
    show: Callback<()>,
    /// While true nothing is said, as while a form is open that has words of its own for it.
    #[prop(optional, into)]
    quiet: Signal<bool>,
) -> impl IntoView {
    let words = Memo::new(move |_| unseen.done.with(Done::words).filter(|_| !quiet.get()));
    let there = Memo::new(move |_| words.with(Option::is_some));
    let on_press = Callback::new(move |_| {
        unseen.done.set(Done::default());
        keep_place();
        show.run(());
        if let Some(announcer) = unseen.announcer {
            announcer.announce("The page shows what is there now.");
        }
    });
    move || {
        there.get().then(|| {
            view! {
                <section class="tl-changes" aria-label="Changes by others">
                    <p class="tl-changes__words">{move || words.get()}</p>
                    <Button kind=ButtonKind::Secondary on_press>
                        "Show them"
                    </Button>
                </section>
            }
        })
    }
}

/// The button goes when it is pressed. Its focus goes to the page, which stays where it is.
fn keep_place() {
    let main = document()
        .get_element_by_id("main")
        .and_then(|main| main.dyn_into::<HtmlElement>().ok());
    if let Some(main) = main {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // The main element is always there; were it not, the focus would be the document's.
        let _ = main.focus_with_options(&options);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_twice_is_one_change() {
        let mut unseen = Done::default();
        assert_eq!(unseen.words(), None);
        for id in [1, 1, 2] {
            unseen
                .changes
                .insert(("action.changed".to_owned(), Uuid::from_u128(id)));
        }
        assert_eq!(unseen.words().as_deref(), Some("2 changes by others"));
        unseen.more = true;
        assert_eq!(unseen.words().as_deref(), Some("Others have changed this"));
    }
}
