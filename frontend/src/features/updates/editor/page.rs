use client::Fault;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::ids::UpdateId;
use shared::updates::UpdateEvent;
use shared::updates::api::UpdateView;

use super::aside::PreviousWords;
use super::clash::ClashPanel;
use super::elsewhere::ChangedElsewhere;
use super::form::EditorForm;
use super::hand_over::HandOverPanel;
use super::others::Others;
use super::state::{Editor, Found};
use crate::api::{self, load};
use crate::dates;
use crate::features::updates::draft::Draft;
use crate::features::updates::keep::{Browser, Keeper};
use crate::routes::Route;
use crate::session::Session;
use crate::ui::{
    Breadcrumbs, Button, ButtonKind, ButtonLink, ErrorSummary, FormErrors, InsetText, Load,
    NavItem, Notice, NoticeKind, Notices, PageHeading, WarningText,
};

/// Writes one update.
#[component]
pub fn UpdateEditorPage(update: UpdateId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.update(update).await });
    let known = Memo::new(move |_| {
        resource.with(|answer| {
            answer
                .as_ref()
                .and_then(|answer| answer.as_ref().ok())
                .map(names)
        })
    });
    let title = Signal::derive(move || match known.get() {
        Some((reference, _)) => format!("Report on {reference}"),
        None => "Report progress".to_owned(),
    });
    let caption = Signal::derive(move || known.get().map(|(_, cycle)| cycle));
    view! {
        <Breadcrumbs items=vec![NavItem::new("My work", Route::MyWork.href())] />
        <ErrorSummary errors />
        <PageHeading title caption errors />
        <Load resource=resource let:view>
            <Opened view errors resource />
        </Load>
    }
}

fn names(view: &UpdateView) -> (String, String) {
    (view.action.reference.clone(), view.cycle.name.clone())
}

#[component]
fn Opened(
    view: UpdateView,
    errors: FormErrors,
    resource: LocalResource<Result<UpdateView, Fault>>,
) -> impl IntoView {
    let session = Session::here();
    let keeper = untrack(|| session.view()).map(|view| Keeper::of(view.person.id));
    if api::open(&view.allowed, "update") {
        return view! { <Writing view errors keeper resource /> }.into_any();
    }
    let sentence = api::refusal(&view.allowed, "update")
        .unwrap_or_else(|| "You can read this update but not change it.".to_owned());
    view! { <Closed view sentence keeper /> }.into_any()
}

#[component]
fn Writing(
    view: UpdateView,
    errors: FormErrors,
    keeper: Option<Keeper<Browser>>,
    resource: LocalResource<Result<UpdateView, Fault>>,
) -> impl IntoView {
    let notices = use_context::<Notices>();
    let navigate = use_navigate();
    let submitted = Callback::new(move |view: UpdateView| {
        if let Some(notices) = notices {
            notices.next(Notice {
                kind: NoticeKind::Success,
                text: format!(
                    "Your update on {} has been submitted for review.",
                    view.action.reference
                ),
            });
        }
        navigate(
            &Route::Update { update: view.id }.href(),
            leptos_router::NavigateOptions::default(),
        );
    });
    let (editor, found) = Editor::open(&view, keeper, errors, submitted);
    let restored = RwSignal::new(found);
    let previous = view.previous.clone();
    let milestones = view.milestones.clone();
    let form_view = view.clone();
    let update = view.id;
    let (hand_view, own_view) = (view.clone(), view.clone());
    view! {
        <Context view />
        <Others update editor />
        <HandOverPanel view=hand_view editor errors />
        {move || match (restored.get(), editor.clash.with(Option::is_some)) {
            (Found::Restored(at), false) => view! { <RestoredWords at editor restored /> }.into_any(),
            _ => ().into_any(),
        }}
        <ChangedElsewhere editor view=own_view resource />
        <div class="tl-split tl-editor">
            <PreviousWords previous milestones />
            <div class="tl-editor__main">
                {move || editor.clash.get().map(|theirs| view! { <ClashPanel editor view=theirs /> })}
                <div class:tl-editor__waiting=move || editor.clash.with(Option::is_some)>
                    <EditorForm editor view=form_view />
                </div>
            </div>
        </div>
    }
}

/// What the update is about, when it is due, and what a reviewer said.
#[component]
fn Context(view: UpdateView) -> impl IntoView {
    let action = Route::Action {
        plan: view.plan.slug.clone(),
        action: view.action.id.to_string(),
    }
    .href();
    let due = format!("{} reports by {}", view.agency.name, dates::day(view.due));
    let correction = view.corrects.is_some();
    let returned = view
        .steps
        .iter()
        .rev()
        .find(|step| matches!(step.event, UpdateEvent::Return | UpdateEvent::Dispute))
        .filter(|_| view.state == shared::updates::UpdateState::Returned)
        .cloned();
    view! {
        <p class="govuk-body-l tl-editor__action">
            <a href=action>{view.action.title}</a>
        </p>
        <p class="tl-muted">{due}</p>
        {correction
            .then(|| {
                view! {
                    <InsetText>
                        "This is a correction. Once it is accepted it takes the place of the update before it, which stays in the history."
                    </InsetText>
                }
            })}
        {returned
            .map(|step| {
                view! {
                    <section class="tl-returned" aria-labelledby="returned-title">
                        <h2 class="tl-returned__title" id="returned-title">
                            {format!("{} by {} on {}", came_back(step.event), step.by.name, dates::day_of(step.at))}
                        </h2>
                        <p class="tl-prose">{step.comment}</p>
                    </section>
                }
            })}
    }
}

/// How an update came back to its writers.
const fn came_back(event: UpdateEvent) -> &'static str {
    match event {
        UpdateEvent::Dispute => "Disputed",
        _ => "Returned",
    }
}

#[component]
fn RestoredWords(
    at: chrono::DateTime<chrono::Utc>,
    editor: Editor,
    restored: RwSignal<Found>,
) -> impl IntoView {
    let discard = Callback::new(move |_| {
        restored.set(Found::Nothing);
        editor.discard();
    });
    view! {
        <InsetText>
            <p class="govuk-body">
                {format!(
                    "Your words of {} had not reached the server. They were kept on this device and are back in the form.",
                    dates::instant(at),
                )}
            </p>
            <Button kind=ButtonKind::Plain on_press=discard>
                "Go back to what the server has"
            </Button>
        </InsetText>
    }
}

/// The update cannot be changed. What this device still holds of it is shown, so that it can be used elsewhere.
#[component]
fn Closed(view: UpdateView, sentence: String, keeper: Option<Keeper<Browser>>) -> impl IntoView {
    let update = view.id;
    let server = Draft::of(&view.content, &view.milestones);
    let kept = keeper
        .as_ref()
        .and_then(|keeper| keeper.read(update))
        .filter(|kept| kept.draft.read().content != server.read().content);
    view! {
        <p class="govuk-body">{sentence}</p>
        <ButtonLink href=Route::Update { update }.href() kind=ButtonKind::Secondary>
            "Read the update"
        </ButtonLink>
        {kept.zip(keeper).map(|(kept, keeper)| view! { <LeftOver draft=kept.draft keeper update /> })}
    }
}

#[component]
fn LeftOver(draft: Draft, keeper: Keeper<Browser>, update: UpdateId) -> impl IntoView {
    let there = RwSignal::new(true);
    let passages = [
        (super::DONE, draft.done),
        (super::CHANGED, draft.changed),
        (super::NEXT, draft.next),
        (super::HELP, draft.help),
        (super::DIFFERENCE, draft.difference),
        (super::STEP, draft.step),
    ]
    .into_iter()
    .filter(|(_, words)| !words.trim().is_empty())
    .map(|(name, words)| {
        view! {
            <h2 class="govuk-heading-s">{name}</h2>
            <p class="govuk-body tl-prose">{words}</p>
        }
    })
    .collect_view();
    let discard = Callback::new(move |_| {
        keeper.forget(update);
        there.set(false);
    });
    view! {
        <section hidden=move || !there.get()>
            <WarningText>
                "This device holds words of yours that were not part of it. Copy what you still need before you remove them."
            </WarningText>
            {passages}
            <Button kind=ButtonKind::Warning on_press=discard>
                "Remove these words from this device"
            </Button>
        </section>
    }
}
