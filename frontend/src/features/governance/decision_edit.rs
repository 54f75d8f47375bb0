use client::{Client, Fault, MeetingFilter, Moment};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::governance::api::DecisionView;
use shared::ids::MeetingId;
use shared::plans::api::ActionRef;

use super::decision_form::{DecisionFields, DecisionFieldset, Options, change};
use crate::api::{ChangedMeanwhile, Sending, load, open, show, stale};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading,
};

async fn options(client: &Client, plan: &str) -> Result<Options, Fault> {
    let register = client.register(plan, Moment::default()).await?;
    Ok(Options {
        meetings: client.meetings(plan, MeetingFilter::default()).await?.items,
        agencies: client.agencies().await?.items,
        actions: register
            .rows
            .into_iter()
            .map(|row| ActionRef {
                id: row.id,
                reference: row.reference,
                title: row.title,
            })
            .collect(),
    })
}

/// Where a decision is put to a meeting.
#[component]
pub fn NewDecisionPage(plan: String, meeting: MeetingId) -> impl IntoView {
    let errors = FormErrors::new();
    let asked = plan.clone();
    let resource = load(move |client| {
        let plan = asked.clone();
        async move { options(&client, &plan).await }
    });
    let back = Route::Meeting {
        plan: plan.clone(),
        meeting,
    }
    .href();
    let items = vec![
        NavItem::new("Meetings", Route::Meetings { plan: plan.clone() }.href()),
        NavItem::new("Meeting", back.clone()),
    ];
    view! {
        <Breadcrumbs items />
        <ErrorSummary errors />
        <PageHeading title="Add a decision" errors />
        <Load
            resource
            children=move |options: Options| {
                let fields = DecisionFields::new(meeting);
                view! { <DecisionForm plan=plan.clone() fields options back=back.clone() errors /> }
            }
        />
    }
}

/// Where a decision is changed.
#[component]
pub fn DecisionEditPage(plan: String, decision: String) -> impl IntoView {
    let errors = FormErrors::new();
    let (asked, word) = (plan.clone(), decision.clone());
    let resource = load(move |client| {
        let (plan, decision) = (asked.clone(), word.clone());
        async move {
            let view = client.decision(&plan, &decision, None).await?;
            Ok((view, options(&client, &plan).await?))
        }
    });
    let back = Route::Decision {
        plan: plan.clone(),
        decision: decision.clone(),
    }
    .href();
    let items = vec![
        NavItem::new("Decisions", Route::Decisions { plan: plan.clone() }.href()),
        NavItem::new(format!("Decision {decision}"), back.clone()),
    ];
    view! {
        <Breadcrumbs items />
        <ErrorSummary errors />
        <PageHeading title="Change a decision" errors />
        <Load
            resource
            children=move |(decision, options): (DecisionView, Options)| {
                let fields = DecisionFields::of(&decision);
                view! { <DecisionForm plan=plan.clone() fields options decision back=back.clone() errors /> }
            }
        />
    }
}

#[component]
fn DecisionForm(
    plan: String,
    fields: DecisionFields,
    options: Options,
    #[prop(optional)] decision: Option<DecisionView>,
    back: String,
    errors: FormErrors,
) -> impl IntoView {
    let (reword, button) = match &decision {
        Some(decision) => (open(&decision.allowed, "reword"), "Save"),
        None => (true, "Add the decision"),
    };
    let known = options.actions.clone();
    let base = StoredValue::new(decision);
    let meanwhile = RwSignal::new(Vec::new());
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let submit = Callback::new(move |()| {
        let form = match fields.read(&known) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let (asked, before, go, plan) = (plan.clone(), base.get_value(), go.clone(), plan.clone());
        let said = if before.is_some() {
            "has been changed."
        } else {
            "has been added."
        };
        sending.send(
            move |client| {
                let (plan, form, before) = (asked.clone(), form.clone(), before.clone());
                async move {
                    match before {
                        None => client.create_decision(&plan, &form).await,
                        Some(before) => {
                            let form = change(&before, form);
                            client
                                .patch_decision(&plan, &before.reference, before.version, &form)
                                .await
                        }
                    }
                }
            },
            move |answer| match answer {
                Ok(view) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: format!("Decision {} {said}", view.reference),
                        });
                    }
                    let decision = view.reference;
                    go(
                        &Route::Decision { plan, decision }.href(),
                        NavigateOptions::default(),
                    );
                }
                Err(fault) => {
                    if let Some(now) = stale::<DecisionView>(&fault) {
                        if let Some(was) = base.get_value() {
                            meanwhile.set(differences(&was, &now));
                        }
                        base.set_value(Some(now));
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <ChangedMeanwhile fields=meanwhile />
        <Form errors on_submit=submit>
            <DecisionFieldset fields options reword />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    {button}
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// What somebody else changed: the name of each field and what it says now.
fn differences(was: &DecisionView, now: &DecisionView) -> Vec<(String, String)> {
    let owner = |view: &DecisionView| {
        let owner = view.owner.as_ref().map(|owner| owner.name.clone());
        owner.unwrap_or_else(|| "No agency".to_owned())
    };
    let due = |view: &DecisionView| view.due.map_or_else(|| "No date".to_owned(), dates::day);
    let actions = |view: &DecisionView| {
        let references: Vec<&str> = view
            .actions
            .iter()
            .map(|action| action.reference.as_str())
            .collect();
        references.join(", ")
    };
    [
        (
            "Where it stands",
            was.outcome.label().to_owned(),
            now.outcome.label().to_owned(),
        ),
        (
            "Meeting",
            was.meeting.title.clone(),
            now.meeting.title.clone(),
        ),
        (
            "What is to be decided",
            was.words.clone(),
            now.words.clone(),
        ),
        ("Agency that sees to it", owner(was), owner(now)),
        (
            "Who there sees to it",
            was.owner_note.clone(),
            now.owner_note.clone(),
        ),
        ("Due", due(was), due(now)),
        ("Actions that it is about", actions(was), actions(now)),
    ]
    .into_iter()
    .filter(|(_, was, now)| was != now)
    .map(|(name, _, now)| (name.to_owned(), now))
    .collect()
}
