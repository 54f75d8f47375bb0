use leptos::prelude::*;

use super::state::{Editor, Saving};
use crate::dates;
use crate::features::updates::keep::Room;
use crate::session::Session;
use crate::ui::Announcer;

/// How grave the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Quiet,
    Grave,
}

/// Where the words are, in one line. Trouble and its end are said aloud; the steps between are not.
#[component]
pub fn StatusLine(editor: Editor) -> impl IntoView {
    let ended = Session::here().ended();
    let line = Memo::new(move |_| words(&editor.saving.get(), editor.room.get(), ended.get()));
    let announcer = use_context::<Announcer>();
    Effect::new(move |earlier: Option<Weight>| {
        let (weight, words) = line.get();
        if let Some(announcer) = announcer
            && earlier.is_some_and(|earlier| earlier != weight || weight == Weight::Grave)
        {
            announcer.announce(words);
        }
        weight
    });
    view! {
        <p class="tl-saving" class:tl-saving--grave=move || line.with(|(weight, _)| *weight == Weight::Grave)>
            {move || line.with(|(_, words)| words.clone())}
        </p>
    }
}

fn words(saving: &Saving, room: Room, ended: bool) -> (Weight, String) {
    let quiet = |words: &str| (Weight::Quiet, words.to_owned());
    let grave = |rest: &str| {
        let place = match room {
            Room::Kept => "Kept on this device",
            Room::None => "Not saved, and this device cannot keep it: stay on this page",
        };
        (Weight::Grave, format!("{place}. {rest}"))
    };
    match saving {
        Saving::Saved(at) => (Weight::Quiet, format!("Saved at {}", dates::time_of(*at))),
        Saving::SavedInPart(at) => (
            Weight::Quiet,
            format!(
                "Saved at {}. A date that is not complete is kept on this device",
                dates::time_of(*at)
            ),
        ),
        Saving::Untouched => quiet("Every change is saved as you type"),
        Saving::Waiting | Saving::Sending if ended => {
            grave("Your session has ended: sign in again and it is saved")
        }
        Saving::Waiting if room == Room::None => grave("It is being saved"),
        Saving::Waiting => quiet("Kept on this device"),
        Saving::Sending => quiet("Saving"),
        Saving::Unreachable => grave("The server cannot be reached, trying again"),
        Saving::Refused(why) => grave(why),
        Saving::Clash => grave("Somebody else has changed this update: choose which words to keep"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_where_the_words_are() {
        let at = "2026-11-22T14:32:00Z".parse().unwrap();
        let table = [
            (Saving::Saved(at), Room::Kept, false, "Saved at 2:32pm"),
            (Saving::Waiting, Room::Kept, false, "Kept on this device"),
            (
                Saving::Sending,
                Room::Kept,
                true,
                "Kept on this device. Your session has ended: sign in again and it is saved",
            ),
            (
                Saving::Unreachable,
                Room::Kept,
                false,
                "Kept on this device. The server cannot be reached, trying again",
            ),
            (
                Saving::Unreachable,
                Room::None,
                false,
                "Not saved, and this device cannot keep it: stay on this page. The server cannot be reached, trying again",
            ),
        ];
        for (saving, room, ended, expected) in table {
            assert_eq!(words(&saving, room, ended).1, expected);
        }
    }
}
