//! What this device remembers of the frame around the pages, so that the next visit paints it before the program is there.
//! It holds names of places and nothing about anybody; `boot.js` reads it.

use leptos::prelude::*;
use serde::Serialize;
use web_sys::Storage;

use crate::ui::NavItem;

const NAME: &str = "throughline.frame";

/// The frame as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    /// The server has not said yet what belongs into it.
    Unknown,
    /// A guest's: there is nothing to remember.
    Plain,
    /// Somebody's.
    Full(Memory),
}

/// What is remembered of a frame.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Memory {
    /// Whose service it is.
    pub organisation: String,
    /// The strip under the header: the words that stand out, and the rest.
    pub strip: Option<(&'static str, &'static str)>,
    sections: Vec<(String, String)>,
}

impl Memory {
    /// The frame with these sections.
    pub fn of(
        organisation: String,
        strip: Option<(&'static str, &'static str)>,
        sections: Vec<NavItem>,
    ) -> Self {
        Self {
            organisation,
            strip,
            sections: sections
                .into_iter()
                .map(|section| (section.label, section.href))
                .collect(),
        }
    }
}

/// Keeps what `frame` says for the next visit, and lets go of it when nobody is signed in.
pub fn remember(frame: Memo<Frame>) {
    Effect::new(move |_| match frame.get() {
        Frame::Unknown => {}
        Frame::Plain => forget(),
        Frame::Full(memory) => {
            if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&memory)) {
                // It fails only where the person's settings keep nothing; then the next visit waits with a plain frame.
                let _ = storage.set_item(NAME, &text);
            }
        }
    });
}

/// Lets go of it.
pub fn forget() {
    if let Some(storage) = storage() {
        // It fails only where nothing could have been kept.
        let _ = storage.remove_item(NAME);
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
