//! The course of a plan once support is being reduced: what is owed around it, and its reviews.

use leptos::prelude::*;
use shared::step_down::api::{DutyView, ReviewAnswer, ReviewView, StepDownView};

use super::may;
use super::words::tone;
use crate::dates;
use crate::routes::Route;
use crate::ui::{StatusMark, Tag, TagColour, Tone};

/// What is owed around the step-down, each with its day.
#[component]
pub fn Duties(view: StepDownView) -> impl IntoView {
    let plan = view.id;
    let open = may(&view, "duty");
    (!view.duties.is_empty()).then(|| {
        let items = view
            .duties
            .iter()
            .map(|one| {
                let record = (open && one.done_on.is_none()).then(|| {
                    let duty = one.duty;
                    view! {
                        <a href=Route::StepDownDuty { plan, duty }.href()>
                            "Record it" <span class="govuk-visually-hidden">{format!(": {}", duty.label())}</span>
                        </a>
                    }
                });
                view! {
                    <li class="tl-duties__item">
                        <div>
                            <p>{one.duty.label()}</p>
                            <p class="tl-muted">
                                <Done duty=*one />
                            </p>
                        </div>
                        {record}
                    </li>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="duties">
                <h2 class="govuk-heading-m" id="duties">
                    "Owed around the step-down"
                </h2>
                <ul class="tl-duties">{items}</ul>
            </section>
        }
    })
}

#[component]
fn Done(duty: DutyView) -> impl IntoView {
    let due = dates::day(duty.due);
    match duty.done_on {
        Some(on) => {
            let late = if on > duty.due {
                format!(", owed by {due}")
            } else {
                String::new()
            };
            format!("Done on {}{late}", dates::day(on)).into_any()
        }
        None if duty.overdue => {
            view! { <StatusMark tone=Tone::Bad word=format!("Overdue since {due}") /> }.into_any()
        }
        None => format!("Owed by {due}").into_any(),
    }
}

/// The reviews: those that were held, those that were missed, and those to come.
#[component]
pub fn Reviews(view: StepDownView) -> impl IntoView {
    let plan = view.id;
    let (record, miss) = (may(&view, "review"), may(&view, "miss_review"));
    (!view.reviews.is_empty()).then(|| {
        let items = view
            .reviews
            .iter()
            .map(|review| {
                let due = review.due;
                let link = ((record || miss) && review.answer.is_none()).then(|| {
                    view! {
                        <a href=Route::StepDownReview { plan, due }.href()>
                            "Record it"
                            <span class="govuk-visually-hidden">{format!(": review due on {}", dates::day(due))}</span>
                        </a>
                    }
                });
                view! {
                    <li class="tl-duties__item">
                        <div>
                            <OneReview review=review.clone() />
                        </div>
                        {link}
                    </li>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="reviews">
                <h2 class="govuk-heading-m" id="reviews">
                    "Reviews"
                </h2>
                <ul class="tl-duties">{items}</ul>
            </section>
        }
    })
}

#[component]
fn OneReview(review: ReviewView) -> impl IntoView {
    let due = dates::day(review.due);
    match review.answer {
        None if review.overdue => view! {
            <p>{format!("Was due on {due}")}</p>
            <p>
                <StatusMark tone=Tone::Bad word="Overdue" />
            </p>
        }
        .into_any(),
        None => view! { <p>{format!("Due on {due}")}</p> }.into_any(),
        Some(ReviewAnswer {
            held_on,
            finding,
            words,
            agency,
            ..
        }) => {
            let mark = match finding {
                Some(finding) => {
                    view! { <StatusMark tone=tone(finding) word=finding.label() /> }.into_any()
                }
                None => view! { <Tag colour=TagColour::Amber word="Not held" /> }.into_any(),
            };
            let held = held_on.map(|on| format!("Held on {}", dates::day(on)));
            let by = agency.map(|agency| format!(", recorded by {}", agency.name));
            view! {
                <p>
                    {held.unwrap_or_else(|| format!("Was due on {due}"))}
                    {by}
                </p>
                <p>{mark}</p>
                {(!words.is_empty()).then(|| view! { <p class="tl-prose">{words}</p> })}
            }
            .into_any()
        }
    }
}
