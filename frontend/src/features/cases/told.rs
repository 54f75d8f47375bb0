//! Where somebody writes about a young person: what tells who somebody is shows while they write.

use std::time::Duration;

use leptos::prelude::*;
use shared::cases::identifiers::find;
use shared::cases::{Found, Grade, Known};

use crate::features::step_down::listed;
use crate::ui::TextArea;

/// How long a person pauses before what they wrote is looked through.
const PAUSE: Duration = Duration::from_millis(700);
/// What stands at every such field.
const STANDING: &str =
    "Do not enter names, NHS numbers or dates of birth. Names cannot be found reliably.";

/// Several lines of text about a young person. What the server will refuse is marked in a copy of the text below, and so
/// is what is only likely to tell who somebody is, which can be kept.
#[component]
pub fn ToldArea(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    value: RwSignal<String>,
    /// What is known of the case.
    known: Known,
    #[prop(optional)] limit: Option<usize>,
    #[prop(default = 5)] rows: u32,
    /// Leaves out the standing sentence, where the page says it once for many fields.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let hint = match (hint, quiet) {
        (Some(hint), true) => hint,
        (Some(hint), false) => format!("{hint}. {STANDING}"),
        (None, true) => String::new(),
        (None, false) => STANDING.to_owned(),
    };
    let area = match (hint.is_empty(), limit) {
        (true, Some(limit)) => view! { <TextArea id label value limit rows /> }.into_any(),
        (true, None) => view! { <TextArea id label value rows /> }.into_any(),
        (false, Some(limit)) => view! { <TextArea id label hint value limit rows /> }.into_any(),
        (false, None) => view! { <TextArea id label hint value rows /> }.into_any(),
    };
    view! {
        <div class="tl-told">
            {area} <Marked value known />
        </div>
    }
}

/// What was found, in words and in its place. It follows after a pause and is then said once.
#[component]
fn Marked(value: RwSignal<String>, known: Known) -> impl IntoView {
    let look = move |text: &str| find(text, &known);
    let shown = RwSignal::new(value.with_untracked(|text| (text.clone(), look(text))));
    let mut later = debounce(PAUSE, move |text: String| {
        let found = look(&text);
        shown.set((text, found));
    });
    Effect::new(move |earlier: Option<()>| {
        let text = value.get();
        if earlier.is_some() {
            later(text);
        }
    });
    view! {
        <div role="status">
            {move || {
                let (text, found) = shown.get();
                (!found.is_empty()).then(|| view! { <Places text found /> })
            }}
        </div>
    }
}

#[component]
fn Places(text: String, found: Vec<Found>) -> impl IntoView {
    let told = |grade: Grade| {
        let mut kinds: Vec<String> = found
            .iter()
            .filter(|one| one.grade == grade)
            .map(|one| one.kind.label().to_owned())
            .collect();
        kinds.dedup();
        (!kinds.is_empty()).then(|| format!("{}: {}. ", grade.label(), listed(&kinds)))
    };
    let refused = told(Grade::Refused);
    let warned = told(Grade::Warned);
    let class = if refused.is_some() {
        "tl-told__found tl-told__found--refused"
    } else {
        "tl-told__found"
    };
    let pieces = pieces(&text, &found)
        .into_iter()
        .map(|(piece, grade)| match grade {
            None => piece.into_any(),
            Some(Grade::Refused) => {
                view! { <mark class="tl-told__refused">{piece}</mark> }.into_any()
            }
            Some(Grade::Warned) => {
                view! { <mark class="tl-told__warned">{piece}</mark> }.into_any()
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class=class>
            <p>
                {refused.map(|words| view! { <strong>{words}</strong> })}
                {warned}
            </p>
            <p class="tl-prose">{pieces}</p>
        </div>
    }
}

/// The text in pieces, each with the grade of what was found there. What overlaps counts once.
fn pieces(text: &str, found: &[Found]) -> Vec<(String, Option<Grade>)> {
    let letters: Vec<char> = text.chars().collect();
    let take = |from: usize, until: usize| -> String {
        letters
            .get(from..until.min(letters.len()))
            .unwrap_or_default()
            .iter()
            .collect()
    };
    let mut at = 0;
    let mut pieces = Vec::new();
    for one in found {
        let start = one.start.max(at);
        if one.end <= start {
            continue;
        }
        if at < start {
            pieces.push((take(at, start), None));
        }
        pieces.push((take(start, one.end), Some(one.grade)));
        at = one.end;
    }
    if at < letters.len() {
        pieces.push((take(at, letters.len()), None));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_stands_in_one_piece_and_the_place_is_marked() {
        let text = "Ring 07700 900123, or ask";
        let found = find(text, &Known::default());
        let pieces = pieces(text, &found);
        let whole: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        assert_eq!(whole, text);
        assert!(pieces.iter().any(|(piece, grade)| {
            piece.contains("07700 900123") && *grade == Some(Grade::Refused)
        }));
    }
}
