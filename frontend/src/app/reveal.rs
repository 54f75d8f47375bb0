//! The hand-over from the waiting page, which paints the frame before the program is there, to the application.

use leptos::prelude::*;

/// How long the application waits for what its first page loads, so that nothing moves once it is in sight, in
/// milliseconds. A slower answer is waited for on the page itself.
const PATIENCE: f64 = 1_000.0;

/// Takes the waiting page away once the application is `ready`, its frame is `complete`, and its first page has what it
/// loads. Until then the style sheet keeps the application out of sight.
pub fn reveal(ready: Memo<bool>, complete: impl Fn() -> bool + Copy + 'static) {
    Effect::new(move |begun: Option<bool>| {
        let begun = begun.unwrap_or(false);
        if ready.get() && !begun {
            when_settled(complete, js_sys::Date::now() + PATIENCE);
            return true;
        }
        begun
    });
}

fn when_settled(complete: impl Fn() -> bool + Copy + 'static, until: f64) {
    request_animation_frame(move || {
        let busy = document()
            .query_selector("#main [aria-busy='true']")
            .is_ok_and(|busy| busy.is_some());
        let settled = !busy && untrack(complete);
        if !settled && js_sys::Date::now() < until {
            when_settled(complete, until);
        } else if let Some(boot) = document().get_element_by_id("boot") {
            boot.remove();
        }
    });
}
