use leptos::prelude::*;

use super::frame::{FieldContext, LabelSize, Labelled};

/// Which password is asked for, so that password managers offer the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordUse {
    /// The one that the person has.
    Current,
    /// The one that the person is making.
    New,
}

impl PasswordUse {
    const fn autocomplete(self) -> &'static str {
        match self {
            Self::Current => "current-password",
            Self::New => "new-password",
        }
    }
}

/// Whether what is typed can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    Hidden,
    Shown,
}

/// A password, with a button that shows what is typed. Pasting is allowed.
#[component]
pub fn PasswordField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    value: RwSignal<String>,
    purpose: PasswordUse,
) -> impl IntoView {
    let field = FieldContext::new(id, &hint);
    let (id, described_by, invalid, error) = (
        field.id.clone(),
        field.described_by(),
        field.aria_invalid(),
        field.invalid(),
    );
    let sight = RwSignal::new(Sight::Hidden);
    let input_type = move || match sight.get() {
        Sight::Hidden => "password",
        Sight::Shown => "text",
    };
    view! {
        <Labelled field label hint size=LabelSize::Regular>
            <div class="tl-password">
                <input
                    class="govuk-input govuk-input--width-20 tl-password__input"
                    class:govuk-input--error=error
                    id=id.clone()
                    name=id.clone()
                    type=input_type
                    spellcheck="false"
                    autocapitalize="none"
                    autocomplete=purpose.autocomplete()
                    aria-describedby=described_by
                    aria-invalid=invalid
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <ShowButton id sight />
            </div>
        </Labelled>
    }
}

#[component]
fn ShowButton(id: String, sight: RwSignal<Sight>) -> impl IntoView {
    let toggle = move |_| {
        sight.update(|sight| {
            *sight = match *sight {
                Sight::Hidden => Sight::Shown,
                Sight::Shown => Sight::Hidden,
            };
        });
    };
    let words = move || match sight.get() {
        Sight::Hidden => ("Show", "Show password"),
        Sight::Shown => ("Hide", "Hide password"),
    };
    view! {
        <button
            type="button"
            class="tl-button tl-button--secondary"
            aria-controls=id
            aria-label=move || words().1
            on:click=toggle
        >
            {move || words().0}
        </button>
    }
}
