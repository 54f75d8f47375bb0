use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::auth::api::Permit;
use shared::policy::RefusalCode;
use shared::problem::ErrorCode;
use shared::text::PASSAGE_MAX;
use shared::updates::UpdateEvent;
use shared::updates::api::{ReviewWords, UpdateView};

use crate::api::{self, Sending};
use crate::routes::Route;
use crate::ui::{
    Button, ButtonRole, Choice, Form, FormError, FormErrors, LabelSize, Notice, NoticeKind,
    Notices, Radios, TextArea,
};

/// What a reviewer has chosen and written. It outlives a change of the update underneath.
#[derive(Clone, Copy)]
pub struct Verdict {
    decision: RwSignal<String>,
    comment: RwSignal<String>,
}

impl Verdict {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            decision: RwSignal::new(String::new()),
            comment: RwSignal::new(String::new()),
        }
    }
}

/// The decisions on an update that a person can take, with the words that each asks for.
const DECISIONS: [(UpdateEvent, &str, &str); 3] = [
    (
        UpdateEvent::Accept,
        "Accept it",
        "It is published in the plan and never changes. A later correction is a new edition",
    ),
    (
        UpdateEvent::Return,
        "Return it",
        "It goes back to the agency with your comment, which stays in the history",
    ),
    (
        UpdateEvent::Override,
        "Accept it in the reviewer's stead",
        "For when nobody at the agency can. Your reason stays in the history",
    ),
];

fn open_decisions(allowed: &[Permit]) -> Vec<UpdateEvent> {
    DECISIONS
        .iter()
        .map(|(event, ..)| *event)
        .filter(|event| api::open(allowed, event.code()))
        .collect()
}

/// Why none of the decisions is open to a person who might have taken one. That it is another agency's to decide needs no
/// saying to its partners.
fn obstacle(allowed: &[Permit]) -> Option<String> {
    let refusal = DECISIONS.iter().find_map(|(event, ..)| {
        let permit = allowed.iter().find(|permit| permit.act == event.code())?;
        permit.refusal.as_ref()
    })?;
    (refusal.code != RefusalCode::NotYours).then(|| refusal.sentence.clone())
}

/// The reviewer's box; or why this person cannot review it; or nothing where it is not for them.
#[component]
pub fn ReviewBox(
    view: UpdateView,
    verdict: Verdict,
    errors: FormErrors,
    /// Runs when the update has changed underneath.
    stale: Callback<()>,
) -> impl IntoView {
    let waiting = matches!(
        view.state,
        shared::updates::UpdateState::Submitted | shared::updates::UpdateState::InReview
    );
    let open = open_decisions(&view.allowed);
    match (waiting, open.is_empty()) {
        (true, false) => view! { <Decision view open verdict errors stale /> }.into_any(),
        (true, true) => obstacle(&view.allowed)
            .map(|sentence| {
                view! {
                    <section class="tl-review">
                        <h2 class="govuk-heading-m">"Review"</h2>
                        <p class="govuk-body">{sentence}</p>
                    </section>
                }
            })
            .into_any(),
        (false, _) => ().into_any(),
    }
}

#[component]
fn Decision(
    view: UpdateView,
    open: Vec<UpdateEvent>,
    verdict: Verdict,
    errors: FormErrors,
    stale: Callback<()>,
) -> impl IntoView {
    let sending = Sending::new();
    let done = done(view.action.reference.clone());
    let (update, version) = (view.id, view.version);
    let offered = open.clone();
    let submit = Callback::new(move |()| {
        let chosen = verdict
            .decision
            .with_untracked(|code| UpdateEvent::from_code(code));
        let Some(event) = chosen.filter(|event| offered.contains(event)) else {
            errors.set(vec![FormError::field("decision", "Select what you decide")]);
            return;
        };
        let comment = verdict.comment.get_untracked();
        if event != UpdateEvent::Accept && comment.trim().is_empty() {
            errors.set(vec![FormError::field("comment", missing(event))]);
            return;
        }
        errors.clear();
        let words = ReviewWords { comment };
        sending.send(
            move |client| {
                let words = words.clone();
                async move { client.update_event(update, version, event, &words).await }
            },
            move |answer| match answer {
                Ok(_) => done.run(event),
                Err(fault) if fault.code() == Some(ErrorCode::Stale) => {
                    errors.set(vec![FormError::form(
                        "This update changed while you were reading it. Read it again: your decision has not been sent",
                    )]);
                    stale.run(());
                }
                Err(fault) => api::show(errors, &fault),
            },
        );
    });
    view! {
        <section class="tl-review">
            <h2 class="govuk-heading-m">"Review"</h2>
            <Form errors on_submit=submit>
                <DecisionFields open verdict />
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Record decision"
                </Button>
            </Form>
        </section>
    }
}

#[component]
fn DecisionFields(open: Vec<UpdateEvent>, verdict: Verdict) -> impl IntoView {
    let hint = if open.contains(&UpdateEvent::Override) {
        "Needed unless you accept it as its reviewer"
    } else {
        "Needed if you return it"
    };
    let choices = DECISIONS
        .iter()
        .filter(|(event, ..)| open.contains(event))
        .map(|(event, label, hint)| Choice::new(event.code(), *label).explained(*hint))
        .collect();
    view! {
        <Radios
            id="decision"
            legend="What do you decide?"
            size=LabelSize::Strong
            value=verdict.decision
            choices
        />
        <TextArea
            id="comment"
            label="Comment"
            hint=hint
            size=LabelSize::Strong
            value=verdict.comment
            limit=PASSAGE_MAX
            rows=4
        />
    }
}

const fn missing(event: UpdateEvent) -> &'static str {
    match event {
        UpdateEvent::Return => "Enter what has to change before it can be accepted",
        _ => "Enter why you accept it in the reviewer's stead",
    }
}

/// After a decision the reviewer goes back to what else waits.
fn done(reference: String) -> Callback<UpdateEvent> {
    let notices = use_context::<Notices>();
    let navigate = use_navigate();
    Callback::new(move |event| {
        let text = match event {
            UpdateEvent::Return => {
                format!("The update on {reference} has been returned with your comment.")
            }
            _ => format!("The update on {reference} has been accepted."),
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
    use super::*;

    #[test]
    fn only_open_decisions_are_offered_and_a_refusal_is_said() {
        let permit = |act: &str, refusal: Option<RefusalCode>| Permit {
            act: act.to_owned(),
            refusal: refusal.map(Into::into),
        };
        let own = [
            permit("accept", Some(RefusalCode::OwnWork)),
            permit("return", Some(RefusalCode::OwnWork)),
        ];
        assert!(open_decisions(&own).is_empty());
        assert_eq!(
            obstacle(&own).as_deref(),
            Some(RefusalCode::OwnWork.sentence())
        );
        let partner = [permit("accept", Some(RefusalCode::NotYours))];
        assert_eq!(obstacle(&partner), None);
        let mixed = [
            permit("accept", None),
            permit("return", None),
            permit("update", None),
        ];
        assert_eq!(
            open_decisions(&mixed),
            [UpdateEvent::Accept, UpdateEvent::Return]
        );
        assert_eq!(obstacle(&mixed), None);
    }
}
