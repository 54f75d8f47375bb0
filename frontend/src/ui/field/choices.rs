use leptos::prelude::*;

use super::frame::{FieldContext, Grouped, LabelSize, Labelled};
use crate::ui::status::{Tone, ToneShape};

/// One answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value that stands for it.
    pub value: String,
    /// Its words.
    pub label: String,
    /// What choosing it means, where the words do not say it. Not shown in a `Select`.
    pub hint: Option<String>,
    /// The status that it stands for: its shape goes before its words. Shown in `Radios` alone.
    pub tone: Option<Tone>,
}

impl Choice {
    /// An answer that needs no explaining.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            tone: None,
        }
    }

    /// The same answer, explained.
    #[must_use]
    pub fn explained(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same answer, with the shape of the status that it stands for.
    #[must_use]
    pub fn marked(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }
}

/// One answer of a short list that opens. For a handful of answers `Radios` serve better.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] size: LabelSize,
    value: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// Runs when the person chooses, after `value` has changed.
    #[prop(optional)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let field = FieldContext::new(id, &hint);
    let (id, described_by, invalid, error) = (
        field.id.clone(),
        field.described_by(),
        field.aria_invalid(),
        field.invalid(),
    );
    let change = move |event| {
        let chosen = event_target_value(&event);
        value.set(chosen.clone());
        if let Some(on_change) = on_change {
            on_change.run(chosen);
        }
    };
    let options = move || {
        choices
            .get()
            .into_iter()
            .map(
                |Choice {
                     value: own, label, ..
                 }| {
                    let compared = own.clone();
                    let selected = move || value.with(|value| *value == compared);
                    view! {
                        <option value=own prop:selected=selected>
                            {label}
                        </option>
                    }
                },
            )
            .collect_view()
    };
    view! {
        <Labelled field label hint size>
            <select
                class="govuk-select"
                class:govuk-select--error=error
                id=id.clone()
                name=id
                aria-describedby=described_by
                aria-invalid=invalid
                on:change=change
            >
                {options}
            </select>
        </Labelled>
    }
}

/// One answer of a few.
#[component]
pub fn Radios(
    #[prop(into)] id: String,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] size: LabelSize,
    value: RwSignal<String>,
    choices: Vec<Choice>,
) -> impl IntoView {
    let field = FieldContext::new(id, &hint);
    let name = field.id.clone();
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(index, Choice { value: own, label, hint, tone })| {
            let id = format!("{name}-{index}");
            let (compared, chosen) = (own.clone(), own.clone());
            let hint_id = hint.is_some().then(|| format!("{id}-hint"));
            view! {
                <div class="govuk-radios__item">
                    <input
                        class="govuk-radios__input"
                        id=id.clone()
                        name=name.clone()
                        type="radio"
                        value=own
                        aria-describedby=hint_id.clone()
                        prop:checked=move || value.with(|value| *value == compared)
                        on:change=move |_| value.set(chosen.clone())
                    />
                    <label class="govuk-label govuk-radios__label" for=id>
                        {tone.map(|tone| view! { <ToneShape tone /> " " })}
                        {label}
                    </label>
                    {hint.map(|hint| view! { <div class="govuk-hint govuk-radios__hint" id=hint_id>{hint}</div> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <Grouped field legend hint size>
            <div class="govuk-radios">{items}</div>
        </Grouped>
    }
}

/// Any number of answers.
#[component]
pub fn Checkboxes(
    #[prop(into)] id: String,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] size: LabelSize,
    /// The values that are chosen, in the order of the choices as they were made.
    values: RwSignal<Vec<String>>,
    choices: Vec<Choice>,
) -> impl IntoView {
    let field = FieldContext::new(id, &hint);
    let name = field.id.clone();
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(index, Choice { value: own, label, hint, .. })| {
            let id = format!("{name}-{index}");
            let (compared, toggled) = (own.clone(), own.clone());
            let hint_id = hint.is_some().then(|| format!("{id}-hint"));
            view! {
                <div class="govuk-checkboxes__item">
                    <input
                        class="govuk-checkboxes__input"
                        id=id.clone()
                        name=name.clone()
                        type="checkbox"
                        value=own
                        aria-describedby=hint_id.clone()
                        prop:checked=move || values.with(|values| values.contains(&compared))
                        on:change=move |_| toggle(values, &toggled)
                    />
                    <label class="govuk-label govuk-checkboxes__label" for=id>
                        {label}
                    </label>
                    {hint.map(|hint| view! { <div class="govuk-hint govuk-checkboxes__hint" id=hint_id>{hint}</div> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <Grouped field legend hint size>
            <div class="govuk-checkboxes">{items}</div>
        </Grouped>
    }
}

fn toggle(values: RwSignal<Vec<String>>, value: &str) {
    values.update(
        |values| match values.iter().position(|chosen| chosen == value) {
            Some(index) => {
                values.remove(index);
            }
            None => values.push(value.to_owned()),
        },
    );
}
