use leptos::context::Provider;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One thing wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The id of the field; none for what is wrong with the form as a whole.
    pub field: Option<String>,
    /// What is wrong and how to put it right, as a sentence without its full stop.
    pub message: String,
}

impl FormError {
    /// An error of one field.
    pub fn field(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: Some(id.into()),
            message: message.into(),
        }
    }

    /// An error of the form as a whole.
    pub fn form(message: impl Into<String>) -> Self {
        Self {
            field: None,
            message: message.into(),
        }
    }

    /// An error that names its field by JSON Pointer: `/milestones/0/due_on` is the field `milestones-0-due_on`, and the
    /// empty pointer the form as a whole.
    pub fn at_pointer(pointer: &str, message: impl Into<String>) -> Self {
        let id = pointer.trim_start_matches('/').replace('/', "-");
        Self {
            field: (!id.is_empty()).then_some(id),
            message: message.into(),
        }
    }
}

/// What is wrong with a form, as of its last submission.
#[derive(Clone, Copy)]
pub struct FormErrors(RwSignal<Vec<FormError>>);

impl FormErrors {
    /// Nothing wrong.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Replaces what was wrong. The summary takes the focus when there is anything.
    pub fn set(self, errors: Vec<FormError>) {
        self.0.set(errors);
    }

    /// The form is right, or is being sent again.
    pub fn clear(self) {
        if self.0.with_untracked(|errors| !errors.is_empty()) {
            self.0.set(Vec::new());
        }
    }

    /// Whether anything is wrong.
    pub fn any(self) -> bool {
        self.0.with(|errors| !errors.is_empty())
    }

    /// What is wrong with one field.
    pub fn of(self, field: String) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.0.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field.as_deref() == Some(field.as_str()))
                    .map(|error| error.message.clone())
            })
        })
    }
}

impl Default for FormErrors {
    fn default() -> Self {
        Self::new()
    }
}

/// A form. Its fields show their own errors from `errors`; the browser's validation stays out of it.
#[component]
pub fn Form(errors: FormErrors, on_submit: Callback<()>, children: Children) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <Provider value=errors>
            <form class="tl-form" novalidate on:submit=submit>
                {children()}
            </form>
        </Provider>
    }
}

/// Everything that is wrong with the form, above the page's heading, each with a link to its field.
#[component]
pub fn ErrorSummary(errors: FormErrors) -> impl IntoView {
    move || {
        let errors = errors.0.get();
        (!errors.is_empty()).then(|| view! { <Summary errors /> })
    }
}

#[component]
fn Summary(errors: Vec<FormError>) -> impl IntoView {
    let summary = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(element) = summary.get() {
            // It fails only on an element that has left the page, and then there is nothing to say.
            let _ = element.focus();
        }
    });
    let items = errors
        .into_iter()
        .map(|error| view! { <SummaryItem error /> })
        .collect_view();
    view! {
        <div class="govuk-error-summary tl-measure" tabindex="-1" node_ref=summary>
            <div role="alert">
                <h2 class="govuk-error-summary__title">"There is a problem"</h2>
                <div class="govuk-error-summary__body">
                    <ul class="govuk-list govuk-error-summary__list">{items}</ul>
                </div>
            </div>
        </div>
    }
}

#[component]
fn SummaryItem(error: FormError) -> impl IntoView {
    let FormError { field, message } = error;
    match field {
        None => view! { <li>{message}</li> }.into_any(),
        Some(id) => {
            let href = format!("#{id}");
            let go = move |event: MouseEvent| {
                event.prevent_default();
                focus_field(&id);
            };
            view! {
                <li>
                    <a href=href rel="external" on:click=go>
                        {message}
                    </a>
                </li>
            }
            .into_any()
        }
    }
}

/// Takes the person to a field: to the control itself, or to the first control of a group, with its label in sight.
fn focus_field(id: &str) {
    let Some(element) = document().get_element_by_id(id) else {
        return;
    };
    let control = match element.tag_name().as_str() {
        "INPUT" | "TEXTAREA" | "SELECT" | "BUTTON" => Some(element.clone()),
        _ => element
            .query_selector("input, textarea, select, button")
            .ok()
            .flatten(),
    };
    let group = element
        .closest(".govuk-form-group")
        .ok()
        .flatten()
        .unwrap_or(element);
    group.scroll_into_view();
    if let Some(control) =
        control.and_then(|control| control.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // A control that cannot take the focus is still in sight.
        let _ = control.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::FormError;

    #[test]
    fn a_pointer_becomes_the_id_of_its_field() {
        assert_eq!(
            FormError::at_pointer("/milestones/0/due_on", "")
                .field
                .as_deref(),
            Some("milestones-0-due_on")
        );
        assert_eq!(FormError::at_pointer("", "").field, None);
    }
}
