use leptos::prelude::*;

use super::frame::{FieldContext, LabelSize, Labelled};

/// What is typed into a text field: it sets the keyboard of a phone and what the browser may correct.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Words.
    #[default]
    Words,
    /// An email address.
    Email,
    /// A reference, spelt as it is.
    Reference,
}

impl TextKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Words | Self::Reference => "text",
        }
    }

    const fn spell_check(self) -> Option<&'static str> {
        match self {
            Self::Words => None,
            Self::Email | Self::Reference => Some("false"),
        }
    }
}

/// How wide a text field is: as wide as its answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    /// As wide as the text around it.
    #[default]
    Full,
    /// About 20 characters.
    Twenty,
    /// About 10 characters.
    Ten,
}

impl FieldWidth {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Full => "govuk-input tl-input--full",
            Self::Twenty => "govuk-input govuk-input--width-20",
            Self::Ten => "govuk-input govuk-input--width-10",
        }
    }
}

/// A line of text.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] size: LabelSize,
    value: RwSignal<String>,
    #[prop(optional)] kind: TextKind,
    #[prop(optional)] width: FieldWidth,
    /// The browser's word for what it may fill in, such as `username`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// The id of a `datalist` with what may be meant.
    #[prop(optional)]
    suggestions: Option<&'static str>,
) -> impl IntoView {
    let field = FieldContext::new(id, &hint);
    let (id, described_by, invalid, error) = (
        field.id.clone(),
        field.described_by(),
        field.aria_invalid(),
        field.invalid(),
    );
    view! {
        <Labelled field label hint size>
            <input
                class=width.class()
                class:govuk-input--error=error
                id=id.clone()
                name=id
                type=kind.input_type()
                spellcheck=kind.spell_check()
                autocomplete=autocomplete
                list=suggestions
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Labelled>
    }
}
