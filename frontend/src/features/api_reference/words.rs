use leptos::prelude::*;

use super::document::{Piece, Shape};
use super::fragment;

/// A type in words, with links to the records that it names.
#[component]
pub fn ShapeWords(shape: Shape) -> impl IntoView {
    shape
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.into_any(),
            Piece::Literal(value) => view! { <code>{value}</code> }.into_any(),
            Piece::Record(name) => {
                let id = record_id(&name);
                view! {
                    <a
                        href=format!("#{id}")
                        rel="external"
                        on:click=move |event| {
                            event.prevent_default();
                            fragment::show(&id);
                        }
                    >
                        {name}
                    </a>
                }
                .into_any()
            }
        })
        .collect_view()
}

/// The id under which a record stands on the page.
pub fn record_id(name: &str) -> String {
    format!("record-{name}")
}

/// Words in which backticks mark code.
#[component]
pub fn Prose(text: String) -> impl IntoView {
    text.split('`')
        .enumerate()
        .map(|(at, part)| {
            let part = part.to_owned();
            if at % 2 == 1 {
                view! { <code>{part}</code> }.into_any()
            } else {
                part.into_any()
            }
        })
        .collect_view()
}
