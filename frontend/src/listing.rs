//! What narrows a list, kept in the address: it survives a reload, can be sent to somebody, and the browser's back button
//! undoes it.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::routes::with_query;

/// How long a person pauses before the address says what they typed.
const PAUSE: Duration = Duration::from_millis(400);

/// Whether the browser's back button undoes a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    OfItsOwn,
    Folded,
}

/// The choices of one list. A choice that is not made is empty.
#[derive(Clone, Copy)]
pub struct Choices {
    path: StoredValue<String>,
    keys: &'static [&'static str],
    values: Memo<Vec<String>>,
    go: Callback<(String, Step)>,
}

impl Choices {
    /// The choices `keys` of the list at `path`.
    pub fn of(path: String, keys: &'static [&'static str]) -> Self {
        let (query, navigate) = (crate::routes::query(), use_navigate());
        let values = Memo::new(move |_| {
            query.with(|query| {
                keys.iter()
                    .map(|key| query.get(key).unwrap_or_default())
                    .collect()
            })
        });
        let go = Callback::new(move |(href, step): (String, Step)| {
            let options = NavigateOptions {
                scroll: false,
                replace: step == Step::Folded,
                ..NavigateOptions::default()
            };
            navigate(&href, options);
        });
        Self {
            path: StoredValue::new(path),
            keys,
            values,
            go,
        }
    }

    /// What is chosen under `key`.
    pub fn get(self, key: &str) -> String {
        let at = self.keys.iter().position(|own| *own == key);
        self.values
            .with(|values| at.and_then(|at| values.get(at)).cloned())
            .unwrap_or_default()
    }

    /// The address of the list with some choices changed.
    pub fn href(self, changes: &[(&str, &str)]) -> String {
        self.values.with(|values| {
            let pairs = self.keys.iter().zip(values).map(|(key, value)| {
                let changed = changes.iter().find(|(own, _)| own == key);
                (*key, changed.map_or(value.as_str(), |(_, value)| value))
            });
            self.path.with_value(|path| with_query(path, pairs))
        })
    }

    /// The address of the list without any choice.
    pub fn cleared(self) -> String {
        self.path.get_value()
    }

    /// Makes a choice.
    pub fn choose(self, key: &str, value: &str) {
        self.take(&[(key, value)], Step::OfItsOwn);
    }

    fn take(self, changes: &[(&str, &str)], step: Step) {
        if untrack(|| changes.iter().any(|(key, value)| self.get(key) != *value)) {
            self.go.run((untrack(|| self.href(changes)), step));
        }
    }

    /// The value of a `Select` that makes the choice `key`, and what it runs on a change. Choosing goes back to the first
    /// page of a list that is read by cursor.
    pub fn select(self, key: &'static str) -> (RwSignal<String>, Callback<String>) {
        let value = self.field(key);
        let on_change = Callback::new(move |chosen: String| {
            self.take(&[(key, &chosen), ("cursor", "")], Step::OfItsOwn);
        });
        (value, on_change)
    }

    /// The value of a `SearchBox` that makes the choice `key` while the person types.
    pub fn typed(self, key: &'static str) -> RwSignal<String> {
        let value = self.field(key);
        let mut write = debounce(PAUSE, move |words: String| {
            self.take(&[(key, words.trim())], Step::Folded);
        });
        Effect::new(move |earlier: Option<()>| {
            let words = value.get();
            if earlier.is_some() {
                write(words);
            }
        });
        value
    }

    /// A field that follows the address, as after the back button, without undoing what is being typed.
    fn field(self, key: &'static str) -> RwSignal<String> {
        let value = RwSignal::new(untrack(|| self.get(key)));
        Effect::new(move |_| {
            let chosen = self.get(key);
            if value.with_untracked(|value| value.trim() != chosen) {
                value.set(chosen);
            }
        });
        value
    }
}

/// The cursor in the address of a next page.
pub fn cursor_of(next: &str) -> Option<String> {
    let (_, query) = next.split_once('?')?;
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("cursor="))
        .map(str::to_owned)
}

/// Whether every word that was typed stands somewhere in `texts`, whatever its case.
pub fn matches(typed: &str, texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    typed
        .to_lowercase()
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::{cursor_of, matches};

    #[test]
    fn the_next_page_is_named_by_its_cursor() {
        assert_eq!(
            cursor_of("/api/v1/search?q=a%26cursor%3Db&limit=5&cursor=AAAABQ&plan=kent"),
            Some("AAAABQ".to_owned())
        );
        assert_eq!(cursor_of("/api/v1/search"), None);
    }

    #[test]
    fn every_word_has_to_stand_somewhere() {
        assert!(matches("kent trust", &["Kent Community Trust", "KCT"]));
        assert!(matches("", &["anything"]));
        assert!(!matches("kent police", &["Kent Community Trust"]));
    }
}
