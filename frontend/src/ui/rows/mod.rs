//! Rows of a form that a person adds, moves and takes out.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::{Button, ButtonKind};

/// A list of rows. What is typed into a row stays with it wherever it moves.
pub struct Rows<T: 'static> {
    rows: RwSignal<Vec<T>>,
    owner: StoredValue<Option<Owner>>,
}

impl<T: 'static> Clone for Rows<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Rows<T> {}

impl<T: Copy + Send + Sync + 'static> Rows<T> {
    /// The rows that there are. What a row is made of belongs to the owner of the list, so that it outlives the press of
    /// the button that added it.
    pub fn of(rows: Vec<T>) -> Self {
        Self {
            rows: RwSignal::new(rows),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// The rows now. Tracks.
    pub fn get(self) -> Vec<T> {
        self.rows.get()
    }

    /// Adds a row and goes to it: to the element `focus` of its place.
    pub fn add(self, make: impl FnOnce() -> T, focus: impl Fn(usize) -> String) {
        let at = self.rows.with_untracked(Vec::len);
        let row = self.owner.with_value(|owner| match owner {
            Some(owner) => owner.with(make),
            None => make(),
        });
        self.rows.update(|rows| rows.push(row));
        go_to(focus(at));
    }

    /// Takes a row out, and goes to the element `focus`.
    pub fn remove(self, at: usize, focus: String) {
        self.rows.update(|rows| {
            if at < rows.len() {
                rows.remove(at);
            }
        });
        go_to(focus);
    }

    /// Moves a row one place up, and goes with it.
    pub fn up(self, at: usize, focus: impl Fn(usize) -> String) {
        let Some(before) = at.checked_sub(1) else {
            return;
        };
        self.rows.update(|rows| {
            if at < rows.len() {
                rows.swap(before, at);
            }
        });
        go_to(focus(before));
    }

    /// Takes out the rows that say nothing.
    pub fn drop_blank(self, blank: impl Fn(&T) -> bool) {
        if self.rows.with_untracked(|rows| rows.iter().any(&blank)) {
            self.rows.update(|rows| rows.retain(|row| !blank(row)));
        }
    }
}

/// Moves the focus to an element, or to the first control in it, once it is on the page.
pub fn go_to(id: String) {
    request_animation_frame(move || {
        let Some(element) = document().get_element_by_id(&id) else {
            return;
        };
        let own = matches!(
            element.tag_name().as_str(),
            "INPUT" | "TEXTAREA" | "SELECT" | "BUTTON"
        );
        let control = if own {
            Some(element.clone())
        } else {
            element
                .query_selector("input, textarea, select, button")
                .ok()
                .flatten()
        };
        element.scroll_into_view();
        if let Some(control) =
            control.and_then(|control| control.dyn_into::<web_sys::HtmlElement>().ok())
        {
            // A control that has gone again cannot take the focus, and nothing is lost by it.
            let _ = control.focus();
        }
    });
}

/// The buttons of a row.
#[component]
pub fn RowButtons(
    /// What the row is, as in "stage 2".
    #[prop(into)]
    what: String,
    /// Moves the row up; absent for the first, and where the order says nothing.
    #[prop(optional_no_strip)]
    up: Option<Callback<()>>,
    remove: Callback<()>,
) -> impl IntoView {
    let said = what.clone();
    let up = up.map(|up| {
        view! {
            <Button kind=ButtonKind::Plain on_press=Callback::new(move |_| up.run(()))>
                "Move up" <span class="govuk-visually-hidden">{format!(" {said}")}</span>
            </Button>
        }
    });
    view! {
        <div class="tl-rows__buttons">
            {up} <Button kind=ButtonKind::Plain on_press=Callback::new(move |_| remove.run(()))>
                "Remove" <span class="govuk-visually-hidden">{format!(" {what}")}</span>
            </Button>
        </div>
    }
}

/// The button that adds a row.
#[component]
pub fn AddRow(
    #[prop(into)] id: String,
    #[prop(into)] words: String,
    add: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" id=id class="tl-button tl-button--secondary" on:click=move |_| add.run(())>
            {words}
        </button>
    }
}
