//! Ratings on the screen: the shape, colour and word of each, and how a number of actions divides by them.

use leptos::prelude::*;
use shared::updates::api::BragCounts;
use shared::updates::{Brag, Implied, brag_label};

use crate::ui::{Segment, StatusMark, Tone};

/// Every rating and its absence, from what needs a board's eye to what is not known.
pub const RATINGS: [Option<Brag>; 5] = [
    Some(Brag::Red),
    Some(Brag::Amber),
    Some(Brag::Green),
    Some(Brag::Blue),
    None,
];

/// The shape and colour of a rating or its absence.
pub const fn tone(rating: Option<Brag>) -> Tone {
    match rating {
        Some(Brag::Blue) => Tone::Done,
        Some(Brag::Green) => Tone::Good,
        Some(Brag::Amber) => Tone::Watch,
        Some(Brag::Red) => Tone::Bad,
        None => Tone::Unknown,
    }
}

/// A rating in shape, colour and word.
#[component]
pub fn RatingMark(rating: Option<Brag>) -> impl IntoView {
    view! { <StatusMark tone=tone(rating) word=brag_label(rating) /> }
}

/// The rating that the facts imply, and why.
pub fn implied_view(implied: &Implied) -> impl IntoView + use<> {
    let reasons = implied
        .reasons
        .iter()
        .map(|reason| view! { <li>{reason.in_words()}</li> })
        .collect_view();
    let mark = implied
        .brag
        .map(|brag| view! { <RatingMark rating=Some(brag) /> });
    view! {
        {mark}
        <ul class="tl-plain-list tl-implied__reasons">{reasons}</ul>
    }
}

/// The parts of a bar of ratings; `href` gives the list behind each figure.
pub fn segments(
    counts: &BragCounts,
    href: impl Fn(Option<Brag>) -> Option<String>,
) -> Vec<Segment> {
    RATINGS
        .into_iter()
        .map(|rating| Segment {
            tone: tone(rating),
            label: brag_label(rating).to_owned(),
            count: counts.of(rating),
            href: href(rating),
        })
        .collect()
}
