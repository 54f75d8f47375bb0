//! Buttons, and links that look like them.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing that a page is for.
    #[default]
    Primary,
    /// Anything else.
    Secondary,
    /// An act that is hard to undo.
    Warning,
    /// As quiet as a link, where a link would be wrong because it acts.
    Plain,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "tl-button",
            Self::Secondary => "tl-button tl-button--secondary",
            Self::Warning => "tl-button tl-button--warning",
            Self::Plain => "tl-button tl-button--plain",
        }
    }
}

/// What pressing a button does to the form around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonRole {
    /// Acts by itself.
    #[default]
    Act,
    /// Sends the form.
    Submit,
}

/// A button. A second press while the first is under way is made harmless by the idempotency key of the request, so the
/// button is never disabled: it says what it is doing through `busy`.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] role: ButtonRole,
    /// While true the button is announced as busy.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional)] on_press: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let button_type = match role {
        ButtonRole::Act => "button",
        ButtonRole::Submit => "submit",
    };
    view! {
        <button
            type=button_type
            class=kind.class()
            aria-busy=move || busy.get().then_some("true")
            on:click=move |event| {
                if let Some(on_press) = on_press {
                    on_press.run(event);
                }
            }
        >
            {children()}
        </button>
    }
}

/// A link that starts something, in a button's clothes.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=kind.class()>
            {children()}
        </a>
    }
}

/// Buttons and links that are decided between.
#[component]
pub fn ButtonGroup(children: Children) -> impl IntoView {
    view! { <div class="tl-button-group">{children()}</div> }
}
