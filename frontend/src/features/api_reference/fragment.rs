//! Going to a part of the page: by a link on it, or by the address that the page was opened with.

use client::Fault;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::document::Document;

/// Opens the part with an id, brings it into sight and gives it the focus.
pub fn show(id: &str) {
    let Some(part) = document().get_element_by_id(id) else {
        return;
    };
    if part.tag_name() == "DETAILS" && part.set_attribute("open", "").is_err() {
        return;
    }
    part.scroll_into_view();
    let heading = part
        .query_selector("summary")
        .ok()
        .flatten()
        .unwrap_or(part);
    if let Ok(heading) = heading.dyn_into::<web_sys::HtmlElement>() {
        // A part that cannot take the focus is in sight all the same.
        let _ = heading.focus();
    }
}

/// Goes to the part that the address names, as the address of a problem does, once the page is complete.
pub fn follow(document: LocalResource<Result<Document, Fault>>) {
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) || document.with(Option::is_none) {
            return done.unwrap_or_default();
        }
        let Ok(hash) = window().location().hash() else {
            return true;
        };
        let id = hash.trim_start_matches('#').to_owned();
        if !id.is_empty() {
            request_animation_frame(move || show(&id));
        }
        true
    });
}
