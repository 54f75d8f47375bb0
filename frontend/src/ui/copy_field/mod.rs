//! Something to copy and pass on, such as a one-time link.

use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::ui::button::{Button, ButtonKind};
use crate::ui::live::Announcer;

/// A value that cannot be changed, and a button that copies it. Where the browser refuses, the value is selected and the
/// person is told how to copy it.
#[component]
pub fn CopyField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let outcome = RwSignal::new(None::<&'static str>);
    let announcer = use_context::<Announcer>();
    let subject = label.clone();
    let tell = move |words: &'static str| {
        outcome.set(Some(words));
        if let Some(announcer) = announcer {
            announcer.announce(words);
        }
    };
    let copy = Callback::new(move |_| {
        let text = value.get_untracked();
        leptos::task::spawn_local(async move {
            let copied = match clipboard() {
                Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
                None => false,
            };
            if copied {
                tell("Copied");
            } else {
                if let Some(input) = input.get_untracked() {
                    input.select();
                }
                tell("Selected: copy it with the keyboard or the menu");
            }
        });
    });
    view! {
        <div class="govuk-form-group tl-copy">
            <label class="govuk-label" for=id.clone()>
                {label}
            </label>
            <div class="tl-copy__row">
                <input
                    class="govuk-input tl-copy__value"
                    id=id
                    type="text"
                    readonly=true
                    prop:value=move || value.get()
                    node_ref=input
                />
                <Button kind=ButtonKind::Secondary on_press=copy>
                    "Copy" <span class="govuk-visually-hidden">{format!(" {subject}")}</span>
                </Button>
            </div>
            <p class="tl-copy__outcome">{move || outcome.get()}</p>
        </div>
    }
}

/// The browser's clipboard; none on a page that was not loaded securely.
fn clipboard() -> Option<web_sys::Clipboard> {
    let window = window();
    window
        .is_secure_context()
        .then(|| window.navigator().clipboard())
}
