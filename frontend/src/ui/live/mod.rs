//! The one polite live region: what changed on the page, said to a person who cannot see it change.

use leptos::prelude::*;

/// What the live region says next. Provided once, by the application.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<Option<String>>);

impl Announcer {
    /// A silent one.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Says `text` once the person's reader is free. Saying the same words again says them again.
    pub fn announce(self, text: impl Into<String>) {
        let text = text.into();
        self.0.update(|said| {
            // A reader speaks only when the text differs: a no-break space at the end makes a repeat new.
            let again = said.as_deref() == Some(text.as_str());
            *said = Some(if again { format!("{text}\u{a0}") } else { text });
        });
    }
}

impl Default for Announcer {
    fn default() -> Self {
        Self::new()
    }
}

/// The region itself, rendered once by the shell.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let announcer = use_context::<Announcer>();
    view! {
        <div class="govuk-visually-hidden" role="status" aria-live="polite">
            {move || announcer.and_then(|announcer| announcer.0.get())}
        </div>
    }
}
