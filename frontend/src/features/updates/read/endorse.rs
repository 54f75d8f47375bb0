//! What the other agencies with a part in the action say of an update, and the box in which one of them answers.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::AgencyRef;
use shared::ids::AgencyId;
use shared::problem::ErrorCode;
use shared::text::PASSAGE_MAX;
use shared::updates::api::{ContributionView, ReviewWords, UpdateView};
use shared::updates::{ContributionState, Endorsement, UpdateEvent};

use crate::api::{self, Sending};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Button, ButtonRole, Choice, Form, FormError, FormErrors, LabelSize, Notice, NoticeKind,
    Notices, Radios, Tag, TagColour, TextArea, WarningText,
};

/// What a partner has chosen and written. It outlives a change of the update underneath.
#[derive(Clone, Copy)]
pub struct Answer {
    decision: RwSignal<String>,
    words: RwSignal<String>,
}

impl Answer {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            decision: RwSignal::new(String::new()),
            words: RwSignal::new(String::new()),
        }
    }
}

/// Who stands behind the update. Nothing where nobody else is asked.
#[component]
pub fn Partners(
    view: UpdateView,
    answer: Answer,
    errors: FormErrors,
    /// Runs when the update has changed underneath.
    stale: Callback<()>,
) -> impl IntoView {
    let own = view
        .contributions
        .iter()
        .find(|one| api::open(&one.allowed, "endorse") || api::open(&one.allowed, "dispute"))
        .cloned();
    (!view.contributions.is_empty()).then(|| {
        let missing = missing(&view.not_endorsed);
        let rows = view.contributions.iter().cloned().map(row).collect_view();
        let agreement = view.agreement.map(|agreement| {
            view! { <Tag colour=agreement_colour(agreement) word=agreement.label() /> }
        });
        view! {
            <section class="tl-partners" aria-labelledby="partners">
                <h2 class="govuk-heading-m" id="partners">
                    "Who stands behind it"
                </h2>
                <p>{agreement}</p>
                {missing.map(|words| view! { <WarningText>{words}</WarningText> })}
                <ul class="tl-plain-list">{rows}</ul>
            </section>
            {own.map(|own| view! { <AnswerBox view own answer errors stale /> })}
        }
    })
}

/// "Not endorsed by Kent County Council and the school."
fn missing(agencies: &[AgencyRef]) -> Option<String> {
    let names: Vec<&str> = agencies.iter().map(|agency| agency.name.as_str()).collect();
    let (last, rest) = names.split_last()?;
    Some(if rest.is_empty() {
        format!("Not endorsed by {last}")
    } else {
        format!("Not endorsed by {} and {last}", rest.join(", "))
    })
}

fn row(one: ContributionView) -> impl IntoView {
    let when = one
        .by
        .zip(one.at)
        .map(|(by, at)| format!("{}, {}", by.name, dates::day_of(at)));
    view! {
        <li>
            <strong>{one.agency.name}</strong>
            " "
            <span class="tl-muted">{one.part.label()}</span>
            " "
            <Tag colour=colour(one.state) word=one.state.label() />
            {when.map(|words| view! { <span class="tl-register__note">{words}</span> })}
            {one.words.map(|words| view! { <p class="tl-prose tl-quote">{words}</p> })}
        </li>
    }
}

const fn colour(state: ContributionState) -> TagColour {
    match state {
        ContributionState::Requested => TagColour::Grey,
        ContributionState::Confirmed => TagColour::Green,
        ContributionState::Disputed => TagColour::Red,
        ContributionState::NotReceived => TagColour::Amber,
    }
}

const fn agreement_colour(agreement: Endorsement) -> TagColour {
    match agreement {
        Endorsement::None => TagColour::Grey,
        Endorsement::Partial => TagColour::Amber,
        Endorsement::Full => TagColour::Green,
        Endorsement::Disputed => TagColour::Red,
    }
}

/// What a partner can answer, with what it means.
const ANSWERS: [(UpdateEvent, &str, &str); 2] = [
    (
        UpdateEvent::Endorse,
        "Confirm it",
        "Your agency stands behind these words and this rating",
    ),
    (
        UpdateEvent::Dispute,
        "Ask for a change",
        "It goes back to those who write it with your words, which stay in the history",
    ),
];

#[component]
fn AnswerBox(
    view: UpdateView,
    own: ContributionView,
    answer: Answer,
    errors: FormErrors,
    stale: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let done = done(view.action.reference.clone());
    let (update, version, agency): (_, _, AgencyId) = (view.id, view.version, own.agency.id);
    let open: Vec<_> = ANSWERS
        .into_iter()
        .filter(|(event, ..)| api::open(&own.allowed, event.code()))
        .collect();
    let offered: Vec<UpdateEvent> = open.iter().map(|(event, ..)| *event).collect();
    let choices = open
        .into_iter()
        .map(|(event, label, hint)| Choice::new(event.code(), label).explained(hint))
        .collect();
    let submit = Callback::new(move |()| {
        let chosen = answer
            .decision
            .with_untracked(|code| UpdateEvent::from_code(code));
        let Some(event) = chosen.filter(|event| offered.contains(event)) else {
            errors.set(vec![FormError::field(
                "answer",
                "Select your agency's answer",
            )]);
            return;
        };
        let comment = answer.words.get_untracked();
        if event == UpdateEvent::Dispute && comment.trim().is_empty() {
            errors.set(vec![FormError::field(
                "answer-words",
                "Enter what has to change",
            )]);
            return;
        }
        errors.clear();
        let words = ReviewWords { comment };
        sending.send(
            move |client| {
                let words = words.clone();
                async move {
                    client
                        .contribute(update, agency, version, event, &words)
                        .await
                }
            },
            move |answer| match answer {
                Ok(_) => done.run(event),
                Err(fault) if fault.code() == Some(ErrorCode::Stale) => {
                    errors.set(vec![FormError::form(
                        "This update changed while you were reading it. Read it again: your answer has not been sent",
                    )]);
                    stale.run(());
                }
                Err(fault) => api::show(errors, &fault),
            },
        );
    });
    let legend = format!("What does {} say?", own.agency.name);
    view! {
        <section class="tl-review">
            <h2 class="govuk-heading-m">"Your agency's answer"</h2>
            <Form errors on_submit=submit>
                <Radios id="answer" legend size=LabelSize::Strong value=answer.decision choices />
                <TextArea
                    id="answer-words"
                    label="What has to change"
                    hint="Needed if you ask for a change"
                    size=LabelSize::Strong
                    value=answer.words
                    limit=PASSAGE_MAX
                    rows=4
                />
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Record answer"
                </Button>
            </Form>
        </section>
    }
}

/// After an answer the person goes back to what else waits.
fn done(reference: String) -> Callback<UpdateEvent> {
    let notices = use_context::<Notices>();
    let navigate = use_navigate();
    Callback::new(move |event| {
        let text = match event {
            UpdateEvent::Dispute => {
                format!("The update on {reference} has gone back with your words.")
            }
            _ => format!("You have confirmed the update on {reference}."),
        };
        if let Some(notices) = notices {
            notices.next(Notice {
                kind: NoticeKind::Success,
                text,
            });
        }
        navigate(
            &Route::MyWork.href(),
            leptos_router::NavigateOptions::default(),
        );
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn who_is_missing_reads_as_a_sentence() {
        let agency = |name: &str| AgencyRef {
            id: Uuid::from_u128(1).into(),
            name: name.to_owned(),
            abbreviation: None,
        };
        assert_eq!(missing(&[]), None);
        assert_eq!(
            missing(&[agency("A")]).as_deref(),
            Some("Not endorsed by A")
        );
        assert_eq!(
            missing(&[agency("A"), agency("B"), agency("C")]).as_deref(),
            Some("Not endorsed by A, B and C")
        );
    }
}
