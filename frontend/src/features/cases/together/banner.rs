use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::ids::CaseId;

use super::said::after;
use crate::api::{Sending, in_words};
use crate::dates;
use crate::routes::Route;
use crate::ui::{Button, ButtonKind, FormErrors};

/// How often the time that is left is told anew.
const EVERY: Duration = Duration::from_secs(20);

/// Says that the case is open because the glass was broken, for how long still, and offers to end it.
#[component]
pub fn GlassBanner(
    case: CaseId,
    until: DateTime<Utc>,
    errors: FormErrors,
    /// Reads the page again: when the time is over, the case leaves the screen.
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let after = after();
    let now = RwSignal::new(dates::now());
    if let Ok(repeat) = set_interval_with_handle(move || now.set(dates::now()), EVERY) {
        on_cleanup(move || repeat.clear());
    }
    let over = Memo::new(move |_| until <= now.get());
    // Once, as it ends: where the device's clock runs ahead the server still shows the case, and is not asked on and on.
    Effect::new(move |before: Option<bool>| {
        let over = over.get();
        if over && before == Some(false) {
            again.run(());
        }
        over
    });
    let words = Memo::new(move |_| left(until, now.get()));
    let press = Callback::new(move |_| {
        errors.clear();
        sending.send(
            move |client| async move { client.end_break_glass(case).await },
            move |answer| match answer {
                Ok(_) => after.run((
                    Route::Cases,
                    "Your emergency access has ended. You read nothing more of the case.",
                )),
                Err(fault) => errors.set(in_words(&fault)),
            },
        );
    });
    view! {
        <section class="tl-glass" aria-labelledby="glass-title">
            <h2 class="tl-glass__title" id="glass-title">
                "You opened this case in an emergency"
            </h2>
            <p class="govuk-body">
                {words} " Those who hold the case have been told. You can read it and change nothing."
            </p>
            <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=press>
                "End now"
            </Button>
        </section>
    }
}

/// How long the case stays open, in words.
fn left(until: DateTime<Utc>, now: DateTime<Utc>) -> String {
    // The last part of a minute counts as one: nobody is told "0 minutes" of a case that is open.
    let minutes = (until - now).num_seconds().div_euclid(60) + 1;
    if until <= now {
        return "Your time is over: this page opens nothing more.".to_owned();
    }
    let count = |number: i64, unit: &str| match number {
        1 => format!("1 {unit}"),
        _ => format!("{number} {unit}s"),
    };
    let span = match (minutes / 60, minutes % 60) {
        (0, minutes) => count(minutes, "minute"),
        (hours, 0) => count(hours, "hour"),
        (hours, minutes) => format!("{} and {}", count(hours, "hour"), count(minutes, "minute")),
    };
    format!(
        "This case is open to you until {}: {span} left.",
        dates::time_of(until)
    )
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_time_left_is_told_in_words() {
        let until = "2026-11-22T17:00:00Z".parse().unwrap();
        let told = |now: &str| left(until, now.parse().unwrap());
        assert_eq!(
            told("2026-11-22T14:19:30Z"),
            "This case is open to you until 5pm: 2 hours and 41 minutes left."
        );
        assert_eq!(
            told("2026-11-22T16:59:59Z"),
            "This case is open to you until 5pm: 1 minute left."
        );
        assert_eq!(
            told("2026-11-22T17:00:00Z"),
            "Your time is over: this page opens nothing more."
        );
    }
}
