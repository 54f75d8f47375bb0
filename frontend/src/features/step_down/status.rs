//! How a plan stands, and what can be done with it.

use leptos::prelude::*;
use shared::step_down::api::StepDownView;
use shared::step_down::{StepDownEvent, StepDownState, VersionStage};

use super::event::Happening;
use super::send::version_now;
use super::words::{StateTag, listed};
use super::{edit, in_force, may};
use crate::api::{Sending, in_words, refusal};
use crate::dates;
use crate::features::plans::counted;
use crate::routes::{Route, with_query};
use crate::ui::{
    Button, ButtonGroup, ButtonKind, ButtonLink, FormError, FormErrors, InsetText, Notice,
    NoticeKind, Notices, StatusMark, Tone,
};

/// Where the plan stands, in a sentence.
fn sentence(view: &StepDownView) -> String {
    let next = view
        .reviews
        .iter()
        .find(|review| review.answer.is_none())
        .map(|review| {
            let day = dates::day(review.due);
            if review.overdue {
                format!(" A review is overdue since {day}.")
            } else {
                format!(" The next review is due on {day}.")
            }
        })
        .unwrap_or_default();
    let since = view
        .stepped_down_on
        .map(|day| format!(" since {}", dates::day(day)))
        .unwrap_or_default();
    match view.state {
        StepDownState::Draft if view.gaps.is_empty() => {
            "It is being written. Nothing is missing, so it can be proposed.".to_owned()
        }
        StepDownState::Draft => format!(
            "It is being written. {} to settle before it can be proposed.",
            counted(view.gaps.len(), "thing")
        ),
        StepDownState::Proposed => format!("{} asked.", waiting(view)),
        StepDownState::Agreed => {
            let from = in_force(view)
                .and_then(|plan| plan.steps_down_on)
                .map(|day| format!(" Support is to be reduced from {}.", dates::day(day)))
                .unwrap_or_default();
            format!("Every agency that takes part has accepted it.{from}")
        }
        StepDownState::SteppingDown => format!("Support has been reduced{since}.{next}"),
        StepDownState::Sustained => {
            format!("What was reached has held. Support has been reduced{since}.{next}")
        }
        StepDownState::Closed => "It has done its work, and is kept to read.".to_owned(),
        StepDownState::ReEntered => {
            "The young person came back in by the way that the plan promised.".to_owned()
        }
        StepDownState::Stopped => "Life went another way. The plan is kept to read.".to_owned(),
    }
}

/// Who is still to accept what is proposed: "Kent County Council is", "A and B are".
fn waiting(view: &StepDownView) -> String {
    let names: Vec<String> = view
        .outstanding
        .iter()
        .map(|agency| agency.name.clone())
        .collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    if names.is_empty() {
        "Every agency that takes part is".to_owned()
    } else {
        format!("{} {verb}", listed(&names))
    }
}

/// The state, its sentence, and what there is beside the version in force.
#[component]
pub fn Status(view: StepDownView) -> impl IntoView {
    let beside = view.in_force.is_some().then(|| match view.stage {
        VersionStage::Draft => Some(format!(
            "Version {} is being written. The version in force stays until every agency has accepted the new one.",
            view.number
        )),
        VersionStage::Proposed => Some(format!(
            "Version {} is proposed, and {} asked. The version in force stays until every agency has accepted the new one.",
            view.number,
            waiting(&view)
        )),
        VersionStage::InForce | VersionStage::Superseded | VersionStage::Dropped => None,
    });
    view! {
        <p>
            <StateTag state=view.state />
        </p>
        <p class="govuk-body-l tl-measure">{sentence(&view)}</p>
        {beside.flatten().map(|words| view! { <InsetText>{words}</InsetText> })}
    }
}

/// What the plan lacks, each with the way to where it is mended.
#[component]
pub fn Missing(view: StepDownView) -> impl IntoView {
    let writing = may(&view, "save");
    (view.stage == VersionStage::Draft && !view.gaps.is_empty()).then(|| {
        let page = Route::StepDownEdit { plan: view.id }.href();
        let items = view
            .gaps
            .iter()
            .map(|one| {
                let label = one.gap.label();
                let at = with_query(&page, [(edit::AT, edit::field(one.gap).as_str())]);
                let line = if writing {
                    view! { <a href=at>{label}</a> }.into_any()
                } else {
                    label.into_any()
                };
                view! { <li class="tl-gates__item">{line}</li> }
            })
            .collect_view();
        view! {
            <section class="tl-gates" aria-labelledby="missing">
                <h2 class="govuk-heading-s" id="missing">
                    "Before it can be proposed"
                </h2>
                <ul class="tl-gates__list">{items}</ul>
            </section>
        }
    })
}

/// The way back, while it is open: before all else that can be done.
#[component]
pub fn WayBack(view: StepDownView) -> impl IntoView {
    let way = (view.state.reviewed())
        .then(|| in_force(&view)?.way_back.clone())
        .flatten();
    way.map(|way| {
        let re_enter = may(&view, Happening::ReEnter.code()).then(|| {
            let href = Route::StepDownEvent {
                plan: view.id,
                kind: Happening::ReEnter.code().to_owned(),
            }
            .href();
            view! { <ButtonLink href>{Happening::ReEnter.offered()}</ButtonLink> }
        });
        view! {
            <section class="tl-handover" aria-labelledby="way-back">
                <h2 class="govuk-heading-s" id="way-back">
                    "The way back in is open"
                </h2>
                <p>
                    <span class="tl-prose">{way.how}</span>
                    {format!(" An answer comes {}.", way.promised.label())}
                </p>
                {re_enter}
            </section>
        }
    })
}

/// By when an answer was promised to a young person who came back in.
#[component]
pub fn Promised(view: StepDownView) -> impl IntoView {
    view.re_entry.map(|back| {
        let title = match back.answer_by {
            Some(by) => format!("An answer was promised by {}", dates::day(by)),
            None => "An answer is awaited".to_owned(),
        };
        let (tone, word) = match back.answered_on {
            Some(on) => (
                Tone::Done,
                format!("The next plan was begun on {}", dates::day(on)),
            ),
            None if back.overdue => (Tone::Bad, "The promised time is over".to_owned()),
            None => (Tone::Watch, "The promised time runs".to_owned()),
        };
        view! {
            <section class="tl-handover" aria-labelledby="promised">
                <h2 class="govuk-heading-s" id="promised">
                    {title}
                </h2>
                <p>
                    <StatusMark tone word />
                </p>
                <p>{format!("They came back in on {}: ", dates::day(back.on))} <span class="tl-prose">{back.words}</span></p>
            </section>
        }
    })
}

/// What can be done now.
#[component]
pub fn Acts(view: StepDownView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let plan = view.id;
    let write = may(&view, "save").then(|| {
        let href = Route::StepDownEdit { plan }.href();
        view! { <ButtonLink href>"Write the plan"</ButtonLink> }
    });
    let at_once = [
        (
            StepDownEvent::Propose {},
            "Propose it",
            "The plan has been proposed. Every agency that takes part is asked.",
        ),
        (
            StepDownEvent::Accept {},
            "Accept it",
            "Your agency has accepted this version.",
        ),
        (
            StepDownEvent::Sustain {},
            "Say that it has held",
            "It has been recorded that what was reached has held.",
        ),
    ]
    .into_iter()
    .filter(|(event, _, _)| may(&view, event.code()))
    .filter(|(event, _, _)| event.code() != "propose" || view.gaps.is_empty())
    .map(|(event, words, done)| {
        view! { <AtOnce view=view.clone() event words done errors again /> }
    })
    .collect_view();
    let others = Happening::ALL
        .into_iter()
        .filter(|one| *one != Happening::ReEnter && may(&view, one.code()))
        .map(|one| {
            let href = Route::StepDownEvent {
                plan,
                kind: one.code().to_owned(),
            }
            .href();
            view! {
                <ButtonLink href kind=ButtonKind::Secondary>
                    {one.offered()}
                </ButtonLink>
            }
        })
        .collect_view();
    let not_yet = next_step(view.state)
        .and_then(|event| refusal(&view.allowed, event))
        .map(|words| view! { <p class="govuk-body tl-measure">{format!("Not yet: {words}")}</p> });
    view! {
        <ButtonGroup>{write} {at_once} {others}</ButtonGroup>
        {not_yet}
    }
}

/// The event by which a plan goes on, once it is agreed.
const fn next_step(state: StepDownState) -> Option<&'static str> {
    match state {
        StepDownState::Agreed => Some("step_down"),
        StepDownState::SteppingDown => Some("sustain"),
        StepDownState::Sustained => Some("close"),
        _ => None,
    }
}

#[component]
fn AtOnce(
    view: StepDownView,
    event: StepDownEvent,
    words: &'static str,
    done: &'static str,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let (plan, version) = (view.id, view.version);
    let event = StoredValue::new(event);
    let press = Callback::new(move |_| {
        errors.clear();
        sending.send(
            move |client| {
                let event = event.get_value();
                async move { client.step_down_event(plan, version, &event).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::Success,
                            text: done.to_owned(),
                        });
                    }
                    again.run(());
                }
                // The fields are on another page, so that each fault is told as one of the whole.
                Err(fault) => {
                    errors.set(
                        in_words(&fault)
                            .into_iter()
                            .map(|error| FormError::form(error.message))
                            .collect(),
                    );
                    // Nobody accepts what they have not read.
                    if version_now(&fault).is_some() {
                        again.run(());
                    }
                }
            },
        );
    });
    view! {
        <Button busy=sending.busy() on_press=press>
            {words}
        </Button>
    }
}
