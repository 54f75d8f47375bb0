//! A question that must be answered before the page goes on, in the browser's own modal dialog: it holds the focus, gives
//! it back, and closes on Escape.

use leptos::html;
use leptos::prelude::*;

/// A modal dialog, shown while `open` holds. The page beneath keeps everything that was typed into it.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    #[prop(into)] open: Signal<bool>,
    /// The person closed the dialog with Escape.
    on_dismiss: Callback<()>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        match (open.get(), element.open()) {
            // It fails only on an element that has left the page: the next effect runs with the new one.
            (true, false) => drop(element.show_modal()),
            (false, true) => element.close(),
            (true, true) | (false, false) => {}
        }
    });
    let dismiss = move |event: leptos::ev::Event| {
        // The state decides, not the browser: whoever owns `open` may have a reason to keep it.
        event.prevent_default();
        on_dismiss.run(());
    };
    view! {
        <dialog class="tl-dialog" id=id aria-labelledby=labelled_by node_ref=dialog on:cancel=dismiss>
            <h2 class="tl-dialog__title" id=title_id>
                {title}
            </h2>
            {children()}
        </dialog>
    }
}
