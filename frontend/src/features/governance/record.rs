use client::Fault;
use leptos::prelude::*;
use shared::governance::DecisionEvent;
use shared::governance::api::DecisionView;
use shared::problem::ErrorCode;
use shared::text::PASSAGE_MAX;

use crate::api::{Sending, open, refusal, show};
use crate::ui::{
    Button, ButtonGroup, ButtonRole, Choice, Form, FormError, FormErrors, InsetText, Notice,
    NoticeKind, Notices, Radios, TextArea,
};

/// Where a coordinator records what the board decided, and how far it has been carried out. Renders nothing for others.
#[component]
pub fn RecordForm(
    plan: String,
    view: DecisionView,
    resource: LocalResource<Result<DecisionView, Fault>>,
    errors: FormErrors,
) -> impl IntoView {
    let events: Vec<DecisionEvent> = DecisionEvent::samples("")
        .into_iter()
        .filter(|event| open(&view.allowed, event.code()))
        .collect();
    if events.is_empty() {
        return ().into_any();
    }
    let (title, waiting) = if view.outcome.undecided() {
        let waiting = refusal(&view.allowed, DecisionEvent::Agree {}.code());
        ("Record what the board decided", waiting)
    } else {
        ("Record how far it has been carried out", None)
    };
    let choices = events
        .iter()
        .map(|event| {
            let choice = Choice::new(event.code(), event.label());
            match event.asks() {
                Some(asks) => choice.explained(asks),
                None => choice,
            }
        })
        .collect::<Vec<_>>();
    let (chosen, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let (reference, version) = (view.reference, view.version);
    let submit = Callback::new(move |()| {
        let event = chosen.with_untracked(|code| {
            words.with_untracked(|words| DecisionEvent::of_code(code, words))
        });
        let event = match event.map(DecisionEvent::checked) {
            Some(Ok(event)) => event,
            Some(Err(fault)) => return errors.set(vec![FormError::from(fault)]),
            None => return errors.set(vec![FormError::field("event", "Choose what happened")]),
        };
        errors.clear();
        let (plan, reference) = (plan.clone(), reference.clone());
        sending.send(
            move |client| {
                let (plan, reference, event) = (plan.clone(), reference.clone(), event.clone());
                async move {
                    client
                        .decision_event(&plan, &reference, version, &event)
                        .await
                }
            },
            move |answer| match answer {
                Ok(view) => {
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::Success,
                            text: format!("{} has been recorded.", view.reference),
                        });
                    }
                    resource.refetch();
                }
                Err(fault) => {
                    if fault.code() == Some(ErrorCode::Stale) {
                        resource.refetch();
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <section aria-labelledby="record">
            <h2 class="govuk-heading-m" id="record">
                {title}
            </h2>
            {waiting.map(|words| view! { <InsetText>{words}</InsetText> })}
            <Form errors on_submit=submit>
                <Radios id="event" legend="What happened" value=chosen choices />
                <TextArea
                    id="words"
                    label="In words"
                    hint="What the choice above asks for. They stay in its history"
                    value=words
                    limit=PASSAGE_MAX
                    rows=3
                />
                <ButtonGroup>
                    <Button role=ButtonRole::Submit busy=sending.busy()>
                        "Record it"
                    </Button>
                </ButtonGroup>
            </Form>
        </section>
    }
    .into_any()
}
