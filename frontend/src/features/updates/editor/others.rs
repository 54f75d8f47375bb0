//! Who else has the update open: asked while the page is seen and somebody has typed or opened it lately.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::auth::api::PersonRef;
use shared::ids::UpdateId;

use super::state::Editor;
use crate::api::Server;
use crate::ui::{Announcer, InsetText};

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(15);
/// How often it is asked without anything being typed: a page that is left open must not keep somebody signed in.
const PATIENCE: u32 = 20;

/// Word of the others, where there are any.
#[component]
pub fn Others(update: UpdateId, editor: Editor) -> impl IntoView {
    let server = Server::here();
    let announcer = use_context::<Announcer>();
    let others = RwSignal::new(Vec::<PersonRef>::new());
    let left = StoredValue::new(PATIENCE);
    let ask = move || {
        if document().hidden() || left.get_value() == 0 {
            return;
        }
        left.update_value(|left| *left -= 1);
        spawn_local(async move {
            // Without an answer nothing is known, and the next one may say more.
            if let Ok(editors) = server.client().editors(update).await
                && !others.is_disposed()
            {
                others.set(editors.others);
            }
        });
    };
    ask();
    Effect::new(move |_| {
        editor.saving.track();
        left.set_value(PATIENCE);
    });
    if let Ok(repeat) = set_interval_with_handle(ask, EVERY) {
        on_cleanup(move || repeat.clear());
    }
    let words = Memo::new(move |_| others.with(|others| sentence(others)));
    Effect::new(move |_| {
        if let (Some(words), Some(announcer)) = (words.get(), announcer) {
            announcer.announce(words);
        }
    });
    move || {
        words
            .get()
            .map(|words| view! { <InsetText>{words}</InsetText> })
    }
}

fn sentence(others: &[PersonRef]) -> Option<String> {
    let names: Vec<&str> = others.iter().map(|other| other.name.as_str()).collect();
    let who = match names.as_slice() {
        [] => return None,
        [one] => format!("{one} has this update open too"),
        [first @ .., last] => format!("{} and {last} have this update open too", first.join(", ")),
    };
    Some(format!(
        "{who}. Whoever saves second is shown what the other has changed, and nothing is lost."
    ))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn everyone_is_named() {
        let people = |names: &[&str]| -> Vec<PersonRef> {
            names
                .iter()
                .map(|name| PersonRef {
                    id: Uuid::from_u128(1).into(),
                    name: (*name).to_owned(),
                })
                .collect()
        };
        let starts = |names: &[&str], with: &str| {
            sentence(&people(names)).is_some_and(|words| words.starts_with(with))
        };
        assert_eq!(sentence(&[]), None);
        assert!(starts(&["Edie"], "Edie has this update open too."));
        assert!(starts(
            &["Ali", "Bo", "Edie"],
            "Ali, Bo and Edie have this update open too."
        ));
    }
}
