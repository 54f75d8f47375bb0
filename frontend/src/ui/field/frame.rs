use leptos::prelude::*;

use super::FormErrors;

/// What joins the parts of one field: its ids and its error.
#[derive(Clone)]
pub struct FieldContext {
    /// The id of the control or group.
    pub id: String,
    hint: bool,
    note: Option<String>,
    error: Signal<Option<String>>,
}

impl FieldContext {
    /// The field `id` of the form around it; without a form it has no errors.
    pub fn new(id: String, hint: &Option<String>) -> Self {
        let error = match use_context::<FormErrors>() {
            Some(errors) => errors.of(id.clone()),
            None => Signal::derive(|| None),
        };
        Self {
            id,
            hint: hint.is_some(),
            note: None,
            error,
        }
    }

    /// The same field, described by one more element.
    #[must_use]
    pub fn described_also_by(mut self, id: String) -> Self {
        self.note = Some(id);
        self
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// The ids of the hint, the error and the note, for `aria-describedby`.
    pub fn described_by(&self) -> Signal<Option<String>> {
        let hint = self.hint.then(|| self.hint_id());
        let (error_id, error, note) = (self.error_id(), self.error, self.note.clone());
        Signal::derive(move || {
            let error = error.with(Option::is_some).then(|| error_id.clone());
            let ids: Vec<String> = [hint.clone(), error, note.clone()]
                .into_iter()
                .flatten()
                .collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }

    /// Whether the field is in error.
    pub fn invalid(&self) -> Signal<bool> {
        let error = self.error;
        Signal::derive(move || error.with(Option::is_some))
    }

    /// `true` for `aria-invalid`, absent otherwise.
    pub fn aria_invalid(&self) -> Signal<Option<&'static str>> {
        let invalid = self.invalid();
        Signal::derive(move || invalid.get().then_some("true"))
    }
}

/// How prominent a label is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelSize {
    /// One field among others.
    #[default]
    Regular,
    /// A field with a hint or a group: the label in bold.
    Strong,
    /// The question that a page asks.
    Question,
}

impl LabelSize {
    const fn label(self) -> &'static str {
        match self {
            Self::Regular => "govuk-label",
            Self::Strong => "govuk-label govuk-label--s",
            Self::Question => "govuk-label govuk-label--m",
        }
    }

    const fn legend(self) -> &'static str {
        match self {
            Self::Regular => "govuk-fieldset__legend",
            Self::Strong => "govuk-fieldset__legend govuk-fieldset__legend--s",
            Self::Question => "govuk-fieldset__legend govuk-fieldset__legend--m",
        }
    }
}

/// The frame of a field with one control.
#[component]
pub fn Labelled(
    field: FieldContext,
    label: String,
    hint: Option<String>,
    size: LabelSize,
    children: Children,
) -> impl IntoView {
    let (id, invalid) = (field.id.clone(), field.invalid());
    view! {
        <div class="govuk-form-group" class:govuk-form-group--error=invalid>
            <label class=size.label() for=id>
                {label}
            </label>
            <HintAndError field hint />
            {children()}
        </div>
    }
}

/// The frame of a field with several controls.
#[component]
pub fn Grouped(
    field: FieldContext,
    legend: String,
    hint: Option<String>,
    size: LabelSize,
    children: Children,
) -> impl IntoView {
    let (id, described_by, invalid) = (field.id.clone(), field.described_by(), field.invalid());
    view! {
        <div class="govuk-form-group" class:govuk-form-group--error=invalid>
            <fieldset class="govuk-fieldset" id=id aria-describedby=described_by>
                <legend class=size.legend()>{legend}</legend>
                <HintAndError field hint />
                {children()}
            </fieldset>
        </div>
    }
}

#[component]
fn HintAndError(field: FieldContext, hint: Option<String>) -> impl IntoView {
    let error_id = field.error_id();
    view! {
        {hint
            .map(|hint| {
                view! {
                    <div class="govuk-hint" id=field.hint_id()>
                        {hint}
                    </div>
                }
            })}
        {move || {
            let id = error_id.clone();
            field
                .error
                .get()
                .map(|message| {
                    view! {
                        <p class="govuk-error-message" id=id>
                            <span class="govuk-visually-hidden">"Error: "</span>
                            {message}
                        </p>
                    }
                })
        }}
    }
}
