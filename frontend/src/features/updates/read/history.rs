use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;
use shared::auth::api::PersonRef;
use shared::updates::UpdateEvent;
use shared::updates::api::UpdateStep;

use crate::dates;
use crate::ui::{Timeline, TimelineItem};

/// Everything that happened to an update, first to last, with the words that went with it.
#[component]
pub fn History(author: PersonRef, steps: Vec<UpdateStep>) -> impl IntoView {
    if steps.is_empty() {
        let story = format!(
            "{} is writing it. Nothing has been submitted yet.",
            author.name
        );
        return view! { <p class="tl-muted">{story}</p> }.into_any();
    }
    let items = steps
        .into_iter()
        .map(|step| view! { <Step step /> })
        .collect_view();
    view! { <Timeline>{items}</Timeline> }.into_any()
}

#[component]
fn Step(step: UpdateStep) -> impl IntoView {
    let title = title(step.event, step.round);
    view! {
        <TimelineItem title by=step.by.name when=dates::instant(step.at) instant=machine(step.at)>
            {step.comment.map(|comment| view! { <p class="tl-prose tl-quote">{comment}</p> })}
        </TimelineItem>
    }
}

/// What happened; from the second round of review on with its number.
fn title(event: UpdateEvent, round: i32) -> String {
    match (event, round) {
        (UpdateEvent::Submit, 2..) => format!("{}, round {round}", event.label()),
        _ => event.label().to_owned(),
    }
}

fn machine(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_rounds_are_told_apart() {
        assert_eq!(title(UpdateEvent::Submit, 1), "Submitted for review");
        assert_eq!(
            title(UpdateEvent::Submit, 2),
            "Submitted for review, round 2"
        );
        assert_eq!(title(UpdateEvent::Accept, 2), "Accepted");
    }
}
