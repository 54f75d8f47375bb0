use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::plans::api::MilestoneView;
use shared::text::PASSAGE_MAX;
use shared::updates::api::{ReviewWords, UpdateView};
use shared::updates::{Brag, DeliveryStatus, UpdateEvent};

use super::fields::MilestoneFields;
use super::ratings::{Finish, Ratings, Unchanged};
use super::state::Editor;
use super::status_line::StatusLine;
use super::{CHANGED, DELIVERY, DONE, HELP, NEXT, RATING};
use crate::api::{self, Sending};
use crate::dates;
use crate::features::rating::tone;
use crate::features::updates::draft::{Said, milestone_field};
use crate::features::updates::keep::Keeper;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::{
    Button, ButtonGroup, ButtonKind, ButtonRole, Choice, DateInput, Dialog, Form, LabelSize,
    Notice, NoticeKind, Notices, Radios, TextArea,
};

/// The form, in the order in which a person thinks: how it stands, what happened, what is due.
#[component]
pub fn EditorForm(editor: Editor, view: UpdateView) -> impl IntoView {
    let can_submit = api::open(&view.allowed, "submit");
    let obstacle = api::refusal(&view.allowed, "submit");
    let withdraw = api::open(&view.allowed, "withdraw");
    let milestones = view.milestones.clone();
    let leaving = view.clone();
    view! {
        <Form errors=editor.errors on_submit=Callback::new(move |()| editor.submit())>
            <Unchanged editor />
            <Standing editor />
            <Passages editor />
            <Milestones editor milestones />
            <Ratings editor />
            <Finish editor />
            {obstacle.map(|sentence| view! { <p class="govuk-body">{sentence}</p> })}
            <div class="tl-editor__bar">
                <StatusLine editor />
                {can_submit
                    .then(|| {
                        view! {
                            <Button role=ButtonRole::Submit busy=Signal::from(editor.submitting)>
                                "Submit for review"
                            </Button>
                        }
                    })}
            </div>
        </Form>
        {withdraw.then(|| view! { <Withdrawal view=leaving /> })}
    }
}

#[component]
fn Standing(editor: Editor) -> impl IntoView {
    let delivery = DeliveryStatus::ALL
        .iter()
        .map(|status| Choice::new(status.code(), status.label()))
        .collect();
    let ratings = [Brag::Green, Brag::Amber, Brag::Red, Brag::Blue]
        .into_iter()
        .map(|brag| {
            Choice::new(brag.code(), brag.label())
                .explained(brag.meaning())
                .marked(tone(Some(brag)))
        })
        .collect();
    view! {
        <Radios
            id="delivery_status"
            legend=DELIVERY
            size=LabelSize::Question
            value=editor.fields.delivery
            choices=delivery
        />
        <Radios id="brag" legend=RATING size=LabelSize::Question value=editor.fields.brag choices=ratings />
    }
}

#[component]
fn Passages(editor: Editor) -> impl IntoView {
    let fields = editor.fields;
    let passage = |id: &'static str, label: &'static str, hint: &'static str, value| {
        view! { <TextArea id label hint size=LabelSize::Question value limit=PASSAGE_MAX rows=6 /> }
    };
    view! {
        {passage("done", DONE, "Facts a board can rely on: what, where, for how many", fields.done)}
        {passage(
            "changed",
            CHANGED,
            "What is different for them, and how you know. Leave empty if it is too early to tell",
            fields.changed,
        )}
        {passage(
            "next",
            NEXT,
            "The next steps and their dates. If it is at risk or off track, how it gets back on track. Leave empty if all is done",
            fields.next,
        )}
        {passage("help", HELP, "Leave empty if none is needed", fields.help)}
    }
}

#[component]
fn Milestones(editor: Editor, milestones: Vec<MilestoneView>) -> impl IntoView {
    let fields = editor.fields.milestones();
    (!fields.is_empty()).then(|| {
        let items = fields
            .into_iter()
            .enumerate()
            .filter_map(|(at, fields)| {
                let milestone = milestones
                    .iter()
                    .find(|milestone| milestone.id == fields.milestone)?
                    .clone();
                Some(view! { <Milestone at fields milestone /> })
            })
            .collect_view();
        view! {
            <h2 class="govuk-heading-m">"Milestones"</h2>
            {items}
        }
    })
}

#[component]
fn Milestone(at: usize, fields: MilestoneFields, milestone: MilestoneView) -> impl IntoView {
    let due = milestone.due.as_ref().map_or_else(
        || "It has no date yet".to_owned(),
        |due| format!("Due {}", dates::printed(due)),
    );
    let moved = match milestone.moves {
        0 => String::new(),
        1 => ". Its date has moved once before".to_owned(),
        times => format!(". Its date has moved {times} times before"),
    };
    let choices = Said::ALL
        .into_iter()
        .map(|said| Choice::new(said.code(), said.label()))
        .collect();
    view! {
        <div class="tl-milestone">
            <Radios
                id=milestone_field(at, "milestone")
                legend=milestone.title
                hint=format!("{due}{moved}")
                size=LabelSize::Strong
                value=fields.said
                choices
            />
            <div class="tl-milestone__more" hidden=move || fields.answer() != Said::Done>
                <DateInput
                    id=milestone_field(at, "on")
                    legend="When was it done?"
                    hint="For example, 27 3 2026"
                    value=fields.on
                />
            </div>
            <div class="tl-milestone__more" hidden=move || fields.answer() != Said::Moved>
                <DateInput
                    id=milestone_field(at, "to")
                    legend="What is the new date?"
                    hint="For example, 27 3 2027"
                    value=fields.to
                />
                <TextArea
                    id=milestone_field(at, "reason")
                    label="Why does it move?"
                    value=fields.reason
                    limit=PASSAGE_MAX
                    rows=3
                />
            </div>
        </div>
    }
}

/// Taking the update back for good.
#[component]
fn Withdrawal(view: UpdateView) -> impl IntoView {
    let open = RwSignal::new(false);
    let session = Session::here();
    let keeper = untrack(|| session.view()).map(|view| Keeper::of(view.person.id));
    let sending = Sending::new();
    let trouble = RwSignal::new(None::<String>);
    let notices = use_context::<Notices>();
    let navigate = use_navigate();
    let (update, version, reference) = (view.id, view.version, view.action.reference);
    let close = Callback::new(move |()| open.set(false));
    let withdraw = Callback::new(move |_| {
        let (keeper, navigate, reference) = (keeper.clone(), navigate.clone(), reference.clone());
        sending.send(
            move |client| async move {
                // The words may have been saved since the page was opened; what goes is the update as it stands.
                let version = client
                    .update(update)
                    .await
                    .map_or(version, |view| view.version);
                client
                    .update_event(
                        update,
                        version,
                        UpdateEvent::Withdraw,
                        &ReviewWords::default(),
                    )
                    .await
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(keeper) = keeper {
                        keeper.forget(update);
                    }
                    if let Some(notices) = notices {
                        let text = format!("Your update on {reference} has been withdrawn.");
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text,
                        });
                    }
                    navigate(
                        &Route::MyWork.href(),
                        leptos_router::NavigateOptions::default(),
                    );
                }
                Err(fault) => trouble.set(
                    api::in_words(&fault)
                        .into_iter()
                        .map(|error| error.message)
                        .next(),
                ),
            },
        );
    });
    view! {
        <p class="tl-editor__withdraw">
            <Button kind=ButtonKind::Plain on_press=Callback::new(move |_| open.set(true))>
                "Withdraw this update"
            </Button>
        </p>
        <Dialog id="withdraw" title="Withdraw this update?" open=open on_dismiss=close>
            <p class="govuk-body">
                "It stays in the history with its words, and the action owes an update again. You can start a new one."
            </p>
            {move || trouble.get().map(|words| view! { <p class="govuk-error-message" role="alert">{words}</p> })}
            <ButtonGroup>
                <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| close.run(()))>
                    "Keep writing"
                </Button>
                <Button kind=ButtonKind::Warning busy=sending.busy() on_press=withdraw>
                    "Withdraw it"
                </Button>
            </ButtonGroup>
        </Dialog>
    }
}
