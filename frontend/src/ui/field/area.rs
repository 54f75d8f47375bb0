use std::time::Duration;

use leptos::prelude::*;

use super::frame::{FieldContext, LabelSize, Labelled};

/// How long a person pauses before a reader tells what is left.
const PAUSE: Duration = Duration::from_secs(1);

/// Several lines of text, with the number of characters left where there is a limit.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] size: LabelSize,
    value: RwSignal<String>,
    /// The most characters allowed. Too many can be typed, and are refused on submit.
    #[prop(optional)]
    limit: Option<usize>,
    #[prop(default = 5)] rows: u32,
) -> impl IntoView {
    let info_id = format!("{id}-info");
    let mut field = FieldContext::new(id, &hint);
    if limit.is_some() {
        field = field.described_also_by(info_id.clone());
    }
    let (id, described_by, invalid, error) = (
        field.id.clone(),
        field.described_by(),
        field.aria_invalid(),
        field.invalid(),
    );
    view! {
        <Labelled field label hint size>
            <textarea
                class="govuk-textarea"
                class:govuk-textarea--error=error
                id=id.clone()
                name=id
                rows=rows
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            {limit.map(|limit| view! { <CharactersLeft id=info_id value limit /> })}
        </Labelled>
    }
}

/// What is left, seen at once and said after a pause.
#[component]
fn CharactersLeft(id: String, value: RwSignal<String>, limit: usize) -> impl IntoView {
    let typed = Memo::new(move |_| value.with(|text| text.chars().count()));
    let spoken = RwSignal::new(String::new());
    let mut speak = debounce(PAUSE, move |sentence: String| spoken.set(sentence));
    Effect::new(move |earlier: Option<()>| {
        let sentence = sentence(typed.get(), limit);
        // The hint says the limit at first; only what changes is said.
        if earlier.is_some() {
            speak(sentence);
        }
    });
    view! {
        <div class="govuk-hint tl-count" id=id>
            <span class="govuk-visually-hidden">{format!("You can enter up to {limit} characters")}</span>
            <span class:tl-count--over=move || { typed.get() > limit } aria-hidden="true">
                {move || sentence(typed.get(), limit)}
            </span>
        </div>
        <div class="govuk-visually-hidden" aria-live="polite">
            {move || spoken.get()}
        </div>
    }
}

fn sentence(typed: usize, limit: usize) -> String {
    let (left, words) = match limit.checked_sub(typed) {
        Some(left) => (left, "remaining"),
        None => (typed - limit, "too many"),
    };
    let noun = if left == 1 { "character" } else { "characters" };
    format!("You have {left} {noun} {words}")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn the_sentence_tells_what_is_left_or_over() {
        assert_eq!(sentence(9, 10), "You have 1 character remaining");
        assert_eq!(sentence(10, 10), "You have 0 characters remaining");
        assert_eq!(sentence(12, 10), "You have 2 characters too many");
    }
}
