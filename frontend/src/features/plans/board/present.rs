//! The page in a meeting room: one part at a time, in large type, paged by keys. Which part stands in the address, so that
//! a reload or a shared link comes back to it.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::features::plans::moment::Mover;
use crate::ui::{Button, ButtonKind};

/// The key of the view in addresses, and its word.
const VIEW: &str = "view";
const PRESENT: &str = "present";
/// The key of the part in addresses, from 1.
const SLIDE: &str = "slide";

/// A part of the page.
pub struct Slide {
    /// What it is called.
    pub name: &'static str,
    /// What it shows.
    pub part: AnyView,
}

/// Whether the address asks for the view of the meeting room.
pub fn here() -> Memo<bool> {
    let query = crate::routes::query();
    Memo::new(move |_| query.with(|query| query.get(VIEW).as_deref() == Some(PRESENT)))
}

/// The way into it.
#[component]
pub fn Entrance() -> impl IntoView {
    let mover = Mover::new();
    let enter = Callback::new(move |_| {
        mover.set(vec![(VIEW, PRESENT.to_owned()), (SLIDE, String::new())]);
    });
    let print = Callback::new(move |_| {
        // A browser that cannot print has said so itself.
        let _ = window().print();
    });
    view! {
        <div class="tl-button-group tl-board__views">
            <Button kind=ButtonKind::Secondary on_press=enter>
                "Present in a meeting"
            </Button>
            <Button kind=ButtonKind::Secondary on_press=print>
                "Print"
            </Button>
        </div>
    }
}

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    To(usize),
    Out,
}

/// Where a key leads from the part at `place` of `all`.
fn step(key: &str, place: usize, all: usize) -> Option<Step> {
    let last = all.saturating_sub(1);
    Some(match key {
        "ArrowRight" | "PageDown" => Step::To((place + 1).min(last)),
        "ArrowLeft" | "PageUp" => Step::To(place.saturating_sub(1)),
        "Home" => Step::To(0),
        "End" => Step::To(last),
        "Escape" => Step::Out,
        _ => return None,
    })
}

/// The parts one at a time.
#[component]
pub fn Presentation(slides: Vec<Slide>) -> impl IntoView {
    let (query, mover) = (crate::routes::query(), Mover::new());
    let all = slides.len();
    let place = Memo::new(move |_| {
        let asked = query.with(|query| query.get(SLIDE)?.parse::<usize>().ok());
        asked.unwrap_or(1).clamp(1, all.max(1)) - 1
    });
    let go = Callback::new(move |step: Step| match step {
        Step::To(place) => mover.set(vec![(SLIDE, (place + 1).to_string())]),
        Step::Out => mover.set(vec![(VIEW, String::new()), (SLIDE, String::new())]),
    });
    let stage = NodeRef::<Div>::new();
    let keys = window_event_listener(keydown, move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || writes(&event) {
            return;
        }
        if let Some(step) = step(&event.key(), place.get_untracked(), all) {
            event.prevent_default();
            go.run(step);
        }
    });
    on_cleanup(move || keys.remove());
    Effect::new(move |earlier: Option<usize>| {
        let now = place.get();
        // Whoever pages is told which part it is, and reads on from its beginning.
        if let Some(stage) = stage.get()
            && earlier.is_some_and(|earlier| earlier != now)
        {
            let _ = stage.focus();
            stage.scroll_into_view();
        }
        now
    });
    let names: Vec<&'static str> = slides.iter().map(|slide| slide.name).collect();
    let parts = slides
        .into_iter()
        .enumerate()
        .map(|(at, slide)| {
            view! {
                <div class="tl-present__part" hidden=move || place.get() != at>
                    {slide.part}
                </div>
            }
        })
        .collect_view();
    let label = move || {
        let place = place.get();
        let name = names.get(place).copied().unwrap_or_default();
        format!("Part {} of {all}: {name}", place + 1)
    };
    let press = move |key: &'static str| {
        Callback::new(move |_| {
            if let Some(step) = step(key, place.get_untracked(), all) {
                go.run(step);
            }
        })
    };
    let (back, next, leave) = (press("ArrowLeft"), press("ArrowRight"), press("Escape"));
    let said = label.clone();
    view! {
        <div class="tl-present">
            <div class="tl-present__stage" node_ref=stage tabindex="-1" role="group" aria-label=label>
                {parts}
            </div>
            <div class="tl-present__pages" role="group" aria-label="Parts of the page">
                <Button kind=ButtonKind::Secondary on_press=back>
                    "Back"
                </Button>
                <span class="tl-present__place">{said}</span>
                <Button kind=ButtonKind::Secondary on_press=next>
                    "Next"
                </Button>
                <Button kind=ButtonKind::Plain on_press=leave>
                    "Leave the presentation"
                </Button>
            </div>
        </div>
    }
}

/// Whether the key belongs to something that is written in.
fn writes(event: &KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| {
            element.is_content_editable()
                || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_page_and_stop_at_the_ends() {
        assert_eq!(step("ArrowRight", 0, 3), Some(Step::To(1)));
        assert_eq!(step("PageDown", 2, 3), Some(Step::To(2)));
        assert_eq!(step("ArrowLeft", 0, 3), Some(Step::To(0)));
        assert_eq!(step("End", 0, 3), Some(Step::To(2)));
        assert_eq!(step("Home", 2, 3), Some(Step::To(0)));
        assert_eq!(step("Escape", 1, 3), Some(Step::Out));
        assert_eq!(step("a", 1, 3), None);
        assert_eq!(step("End", 0, 0), Some(Step::To(0)));
    }
}
