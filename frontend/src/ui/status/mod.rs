//! How things stand, in shape, colour and word: marks, tags and figures.

use leptos::prelude::*;

/// How something stands. Each tone has a shape and a colour of its own, so that neither has to be told apart alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done: a blue disc with a tick.
    Done,
    /// As it should be: a green disc.
    Good,
    /// Needs watching: an amber triangle with a bar.
    Watch,
    /// Not as it should be: a red square on its corner with a cross.
    Bad,
    /// Not known: a grey ring.
    Unknown,
}

impl Tone {
    /// The name that the style sheet knows the tone by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Good => "good",
            Self::Watch => "watch",
            Self::Bad => "bad",
            Self::Unknown => "unknown",
        }
    }

    /// The outline that is filled with the tone's colour, and the sign drawn on it, in a box of 16 by 16.
    const fn shape(self) -> (&'static str, &'static str) {
        match self {
            Self::Done => (DISC, "M4.6 8.3 L7 10.7 L11.5 5.7"),
            Self::Good => (DISC, ""),
            Self::Watch => ("M8 1 L15.6 14.6 H0.4 Z", "M8 5.6 V9.6 M8 11.4 V12.9"),
            Self::Bad => (
                "M8 0.4 L15.6 8 L8 15.6 L0.4 8 Z",
                "M5.8 5.8 L10.2 10.2 M10.2 5.8 L5.8 10.2",
            ),
            Self::Unknown => (RING, ""),
        }
    }
}

const DISC: &str = "M8 1 A7 7 0 1 1 8 15 A7 7 0 1 1 8 1 Z";
const RING: &str =
    "M8 1 A7 7 0 1 1 8 15 A7 7 0 1 1 8 1 Z M8 3.4 A4.6 4.6 0 1 0 8 12.6 A4.6 4.6 0 1 0 8 3.4 Z";

/// A status: the tone's shape, then the word for it.
#[component]
pub fn StatusMark(
    tone: Tone,
    /// The word: adjectival, sentence case.
    #[prop(into)]
    word: String,
) -> impl IntoView {
    view! {
        <span class="tl-status">
            <ToneShape tone />
            <span>{word}</span>
        </span>
    }
}

/// The tone's shape alone, for places that have its word beside it.
#[component]
pub fn ToneShape(tone: Tone) -> impl IntoView {
    let (outline, sign) = tone.shape();
    view! {
        <svg
            class=format!("tl-mark tl-mark--{}", tone.name())
            viewBox="0 0 16 16"
            width="16"
            height="16"
            aria-hidden="true"
            focusable="false"
        >
            <path class="tl-mark__shape" d=outline />
            <path class="tl-mark__sign" d=sign />
        </svg>
    }
}

/// A tag's colour: one meaning each across the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagColour {
    /// Waiting, not begun, not known.
    #[default]
    Grey,
    /// Under way.
    Teal,
    /// Finished.
    Blue,
    /// Good.
    Green,
    /// Needs a person's eye.
    Amber,
    /// A problem.
    Red,
}

impl TagColour {
    const fn class(self) -> &'static str {
        match self {
            Self::Grey => "tl-tag tl-tag--grey",
            Self::Teal => "tl-tag tl-tag--teal",
            Self::Blue => "tl-tag tl-tag--blue",
            Self::Green => "tl-tag tl-tag--green",
            Self::Amber => "tl-tag tl-tag--amber",
            Self::Red => "tl-tag tl-tag--red",
        }
    }
}

/// A short word about a state. Never a link.
#[component]
pub fn Tag(#[prop(optional)] colour: TagColour, #[prop(into)] word: String) -> impl IntoView {
    view! { <strong class=colour.class()>{word}</strong> }
}

/// One figure and what it counts, opening the list behind it.
#[component]
pub fn StatTile(
    /// The figure, ready to read.
    #[prop(into)]
    value: String,
    /// What it counts.
    #[prop(into)]
    label: String,
    /// The list behind the figure.
    #[prop(into)]
    href: String,
    /// How the figure stands, where it says something good or bad.
    #[prop(optional)]
    tone: Option<Tone>,
    /// A word more, below: how it has changed.
    #[prop(optional_no_strip)]
    note: Option<String>,
) -> impl IntoView {
    view! {
        <a class="tl-stat" href=href>
            <span class="tl-stat__value">{tone.map(|tone| view! { <ToneShape tone /> })} {value}</span>
            <span class="tl-stat__label">{label}</span>
            {note.map(|note| view! { <span class="tl-stat__note">{note}</span> })}
        </a>
    }
}
