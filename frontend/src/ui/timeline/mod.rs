//! What happened, newest first or oldest first as the page decides, each with who and when.

use leptos::prelude::*;

use crate::ui::status::{Tone, ToneShape};

/// A list of happenings; its children are `TimelineItem`s.
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <ol class="tl-timeline">{children()}</ol> }
}

/// One happening.
#[component]
pub fn TimelineItem(
    /// What happened.
    #[prop(into)]
    title: String,
    /// Who did it.
    #[prop(into)]
    by: String,
    /// When, ready to read: "22 November 2026 at 2:15pm".
    #[prop(into)]
    when: String,
    /// When, for machines: RFC 3339.
    #[prop(into)]
    instant: String,
    /// The address of the thing itself, where it has a page.
    #[prop(optional, into)]
    href: Option<String>,
    /// How things stood, where the happening says so.
    #[prop(optional)]
    tone: Option<Tone>,
    children: Children,
) -> impl IntoView {
    let title = match href {
        Some(href) => view! { <a href=href>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    view! {
        <li class="tl-timeline__item">
            <span class="tl-timeline__node">{tone.map(|tone| view! { <ToneShape tone /> })}</span>
            <h3 class="tl-timeline__title">{title}</h3>
            <p class="tl-timeline__byline">
                {by} ", " <time datetime=instant>{when}</time>
            </p>
            <div class="tl-timeline__body">{children()}</div>
        </li>
    }
}
