//! One action: what is to be done and by whom, how it stands, everything that happened to it, and what the person may do.

mod acts;
mod agencies;
mod change;
mod commitments;
mod edit;
mod event;
mod evidence;
mod facts;
mod findings;
mod here;
mod history;
mod links;
mod milestone;
mod milestones;
mod parts;
mod report;
mod stale;

use client::Fault;
use leptos::prelude::*;
use shared::plans::ActionEvent;
use shared::plans::api::ActionView;
use wasm_bindgen::JsCast;

use super::moment::{self, AsAtBanner};
use super::words::state_colour;
use crate::features::governance::DecisionsOn;
use crate::features::rating::{RatingMark, implied_view};
use crate::routes::Route;
use crate::ui::{Breadcrumbs, ErrorSummary, FormErrors, Load, NavItem, PageHeading, Tag};
use crate::{api, dates};
use acts::Acts;
pub use acts::{Standing, standing};
use change::ChangeForm;
use edit::Edit;
use event::EventForm;
use evidence::EvidenceList;
pub use evidence::Source;
use facts::Facts;
use findings::FindingsOn;
use here::ChangesHere;
pub use history::Changes;
use history::History;
use links::Links;
use milestone::MilestoneForm;
pub use milestones::MilestoneTable;
use milestones::Milestones;

/// What the person does with the action; it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// Reads it.
    #[default]
    Read,
    /// Changes what is written of it.
    Change,
    /// Adds a milestone.
    Milestone,
    /// Moves it through its states by this event.
    Event(&'static str),
}

impl Task {
    const KEY: &'static str = "do";

    /// What an address says; to read for anything unknown.
    fn read(text: Option<String>) -> Self {
        match text.as_deref() {
            Some("change") => Self::Change,
            Some("milestone") => Self::Milestone,
            Some(code) => ActionEvent::samples()
                .iter()
                .map(ActionEvent::code)
                .find(|event| *event == code)
                .map_or(Self::Read, Self::Event),
            None => Self::Read,
        }
    }

    /// The address of the task on the action at `path`.
    pub fn href(&self, path: &str) -> String {
        let text = match self {
            Self::Read => "",
            Self::Change => "change",
            Self::Milestone => "milestone",
            Self::Event(code) => code,
        };
        crate::routes::with_query(path, [(Self::KEY, text)])
    }

    /// The page's title; none where the action's own serves.
    fn title(&self) -> Option<&'static str> {
        match self {
            Self::Read => None,
            Self::Change => Some("Change this action"),
            Self::Milestone => Some("Add a milestone"),
            Self::Event(code) => Some(event::title(code)),
        }
    }
}

/// The page.
#[component]
pub fn ActionPage(plan: String, action: String) -> impl IntoView {
    let (moment, query) = (moment::here(), crate::routes::query());
    let task = Memo::new(move |_| Task::read(query.with(|query| query.get(Task::KEY))));
    let errors = FormErrors::new();
    let record = api::load({
        let (plan, action) = (plan.clone(), action.clone());
        move |client| {
            let (plan, action, moment) = (plan.clone(), action.clone(), moment.get());
            async move { client.action(&plan, &action, moment).await }
        }
    });
    let answer = Signal::derive(move || record.get().and_then(Result::ok));
    let title = Signal::derive(move || match (task.get().title(), answer.get()) {
        (Some(title), _) => title.to_owned(),
        (None, Some(record)) => record.title,
        (None, None) => "Action".to_owned(),
    });
    let caption = Signal::derive(move || answer.get().map(|record| caption(&record, &task.get())));
    let as_at = Signal::derive(move || {
        answer.with(|answer| answer.as_ref().and_then(|record| record.as_at))
    });
    follow_task(task, errors);
    let plan_of_changes = plan.clone();
    let register = moment::href(
        &Route::Register { plan: plan.clone() }.href(),
        moment.get_untracked(),
    );
    view! {
        <Breadcrumbs items=vec![NavItem::new("Actions", register)] />
        <ErrorSummary errors />
        <PageHeading title caption errors />
        <AsAtBanner as_at />
        <Load
            resource=record
            children=move |view| {
                let plan = plan.clone();
                view! { <Doing plan record=view resource=record task errors /> }
            }
        />
        <ChangesHere plan=plan_of_changes answer resource=record moment task />
    }
}

fn caption(record: &ActionView, task: &Task) -> String {
    let reference = shown_reference(record);
    match task {
        Task::Read => format!("Action {reference}"),
        _ => format!("Action {reference}: {}", record.title),
    }
}

/// The reference that holds: settled, or else as printed.
fn shown_reference(record: &ActionView) -> &str {
    record.reference.as_deref().unwrap_or(&record.printed_ref)
}

/// After a move from one task to another, the errors of the old one go and the heading takes the focus.
fn follow_task(task: Memo<Task>, errors: FormErrors) {
    Effect::new(move |earlier: Option<()>| {
        task.track();
        if earlier.is_none() {
            return;
        }
        errors.clear();
        let heading = document()
            .query_selector("h1")
            .ok()
            .flatten()
            .and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(heading) = heading {
            // A heading that has left the page has nothing to announce.
            let _ = heading.focus();
        }
    });
}

/// The task at hand.
#[component]
fn Doing(
    plan: String,
    record: ActionView,
    resource: LocalResource<Result<ActionView, Fault>>,
    task: Memo<Task>,
    errors: FormErrors,
) -> impl IntoView {
    move || {
        let (plan, record) = (plan.clone(), record.clone());
        let edit = Edit::new(plan.clone(), record.clone(), resource, errors);
        match task.get() {
            Task::Read => view! { <Reading plan record errors /> }.into_any(),
            Task::Change => view! { <ChangeForm edit /> }.into_any(),
            Task::Milestone => view! { <MilestoneForm edit /> }.into_any(),
            Task::Event(code) => view! { <EventForm code edit /> }.into_any(),
        }
    }
}

/// The action to read.
#[component]
fn Reading(plan: String, record: ActionView, errors: FormErrors) -> impl IntoView {
    let (facts, acts, strip) = (record.clone(), record.clone(), record.clone());
    let (plan_of_links, plan_of_milestones) = (plan.clone(), plan.clone());
    let as_at = record.as_at;
    let ActionView {
        id,
        summary,
        parts_of_work,
        rationale,
        milestones,
        links_out,
        links_in,
        evidence,
        findings,
        decisions,
        ..
    } = record;
    let parts = parts_of_work
        .into_iter()
        .map(|part| view! { <li>{part}</li> })
        .collect_view();
    view! {
        <Strip record=strip />
        <Acts record=acts errors />
        <FindingsOn plan=plan.clone() findings />
        <div class="tl-split">
            <div>
                <section aria-labelledby="what">
                    <h2 class="govuk-heading-m" id="what">
                        "What is to be done"
                    </h2>
                    <p class="govuk-body-l tl-prose">{summary}</p>
                    <ul class="govuk-list govuk-list--bullet">{parts}</ul>
                </section>
                {(!rationale.is_empty())
                    .then(|| {
                        view! {
                            <section aria-labelledby="why">
                                <h2 class="govuk-heading-m" id="why">
                                    "Why"
                                </h2>
                                <p class="govuk-body tl-prose">{rationale}</p>
                            </section>
                        }
                    })}
                <DecisionsOn plan=plan.clone() decisions />
                <Milestones plan=plan_of_milestones milestones />
                <Links plan=plan_of_links links_out links_in />
                <EvidenceList evidence />
                <History plan action=id as_at />
            </div>
            <Facts record=facts />
        </div>
    }
}

/// How the action stands, in one line under its title.
#[component]
fn Strip(record: ActionView) -> impl IntoView {
    let cycle = match &record.cycle {
        Some(cycle) => format!("in {}", cycle.name),
        None => "no reporting cycle yet".to_owned(),
    };
    let last = match record.last {
        None => "Never reported".to_owned(),
        Some(last) => format!(
            "Last report: {}, {} ({})",
            last.brag.label().to_lowercase(),
            dates::day_of(last.accepted_at),
            dates::since(last.accepted_at)
        ),
    };
    view! {
        <ul class="tl-strip-facts">
            <li>
                <Tag colour=state_colour(record.state) word=record.state.label() />
            </li>
            <li>
                <RatingMark rating=record.brag />
                " "
                <span class="tl-muted">{cycle}</span>
            </li>
            <li class="tl-muted">{last}</li>
        </ul>
        <section class="tl-implied" aria-label="What its dates say">
            <p class="tl-implied__head">
                {if record.implied.differs_from(record.brag) {
                    "Its dates and milestones say otherwise"
                } else {
                    "What its dates and milestones say"
                }}
            </p>
            {implied_view(&record.implied)}
        </section>
    }
}
