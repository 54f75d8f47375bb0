//! The form of a step-down plan, with its gate list beside it.

mod fields;
mod gates;
mod surroundings;
mod typed;

use client::Fault;
use leptos::prelude::*;
use shared::ids::StepDownId;
use shared::problem::ErrorCode;
use shared::step_down::StepDownEvent;
use shared::step_down::api::{StepDownContent, StepDownView};

use super::changes::differences;
use super::send::after;
use crate::api::{ChangedMeanwhile, Sending, Server, in_words, load};
use crate::routes::{Route, query};
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonRole, EmptyState, ErrorSummary, Form,
    FormErrors, Load, NavItem, Notice, NoticeKind, Notices, PageHeading, WarningText,
};
use fields::{Back, Carriers, Entries, Goals, Reviews, Voices, Way};
use gates::Gates;
use surroundings::Surroundings;
use typed::Typed;

pub use gates::field;

/// The word in the address for the field at which somebody wants to go on.
pub const AT: &str = "at";

/// The page.
#[component]
pub fn StepDownEditPage(plan: StepDownId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.step_down(plan).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Step-down plan", Route::StepDown { plan }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Write the plan" errors />
        <Load
            resource
            children=move |view: StepDownView| {
                if super::may(&view, "save") {
                    view! { <PlanForm view errors /> }.into_any()
                } else {
                    view! {
                        <EmptyState title="The plan is not being written">
                            <p>
                                "Only a version that is being written can be changed. The plan's page says how it stands and what can be done."
                            </p>
                            <p>
                                <a href=Route::StepDown { plan }.href()>"Go to the plan"</a>
                            </p>
                        </EmptyState>
                    }
                        .into_any()
                }
            }
        />
    }
}

/// The faults that the server found, each at its field: what the plan says lies one step deeper on the wire.
fn at_fields(fault: &Fault) -> Vec<FormError> {
    in_words(fault)
        .into_iter()
        .map(|mut error| {
            error.field = error
                .field
                .map(|field| match field.strip_prefix("content-") {
                    Some(inner) => inner.to_owned(),
                    None => field,
                });
            error
        })
        .collect()
}

/// What the form was filled from: its version, and what it said.
#[derive(Clone)]
struct Base {
    version: i32,
    content: StepDownContent,
}

#[component]
fn PlanForm(view: StepDownView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let server = Server::here();
    let plan = view.id;
    let done = after(plan);
    let around = StoredValue::new(Surroundings::of(&view));
    let typed = Typed::of(&view.content);
    let base = StoredValue::new(Base {
        version: view.version,
        content: view.content.clone(),
    });
    let changed = RwSignal::new(Vec::new());
    let notices = use_context::<Notices>();
    // Somebody else has saved meanwhile: what they wrote is read and told, what was typed here stays, and saving again
    // puts it in the place of theirs.
    let meanwhile = Callback::new(move |fault: Fault| {
        if fault.code() != Some(ErrorCode::Stale) {
            return errors.set(at_fields(&fault));
        }
        leptos::task::spawn_local(async move {
            let now = server
                .call(move |client| async move { client.step_down(plan).await })
                .await;
            match now {
                Ok(now) => {
                    let fresh = super::names(&now);
                    changed.set(
                        base.with_value(|base| differences(&base.content, &now.content, &fresh)),
                    );
                    base.set_value(Base {
                        version: now.version,
                        content: now.content,
                    });
                    errors.set(at_fields(&fault));
                }
                Err(other) => errors.set(at_fields(&other)),
            }
        });
    });
    let save = Callback::new(move |propose: bool| {
        let known = around.with_value(|around| around.known);
        let content = match typed.read(&known) {
            Ok(content) => content,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let version = base.with_value(|base| base.version);
        let kept = content.clone();
        sending.send(
            move |client| {
                let content = content.clone();
                async move { client.save_step_down(plan, version, &content).await }
            },
            move |answer| match answer {
                Ok(receipt) => {
                    changed.set(Vec::new());
                    base.set_value(Base {
                        version: receipt.version,
                        content: kept,
                    });
                    if !propose {
                        return done.run("The plan has been saved.".to_owned());
                    }
                    let version = receipt.version;
                    sending.send(
                        move |client| async move {
                            client
                                .step_down_event(plan, version, &StepDownEvent::Propose {})
                                .await
                        },
                        move |answer| {
                            match answer {
                            Ok(_) => done.run(
                                "The plan has been proposed. Every agency that takes part is asked."
                                    .to_owned(),
                            ),
                            Err(fault) => {
                                if let Some(notices) = notices {
                                    notices.here(Notice {
                                        kind: NoticeKind::News,
                                        text: "The plan has been saved. It has not been proposed."
                                            .to_owned(),
                                    });
                                }
                                meanwhile.run(fault);
                            }
                        }
                        },
                    );
                }
                Err(fault) => meanwhile.run(fault),
            },
        );
    });
    let submit = Callback::new(move |()| save.run(false));
    let propose = Callback::new(move |_| save.run(true));
    // Somebody who comes from a gap is taken to its field.
    let at = query().with_untracked(|query| query.get(AT));
    if let Some(at) = at {
        crate::ui::rows::go_to(at);
    }
    view! {
        <ChangedMeanwhile fields=changed />
        <WarningText>
            "Do not enter names, NHS numbers or dates of birth. Names cannot be found reliably, so read what you wrote."
        </WarningText>
        <Form errors on_submit=submit>
            <div class="tl-stepdown">
                <div class="tl-stepdown__fields">
                    <Way typed around />
                    <Goals typed around />
                    <Entries
                        id="strengths"
                        title="Strengths"
                        lead="What the young person is good at and can rest on."
                        one="strength"
                        rows=typed.strengths
                        around
                    />
                    <Entries
                        id="helps"
                        title="What helps"
                        lead="What has helped when it was hard, so that others can do it too."
                        one="thing that helps"
                        rows=typed.helps
                        around
                    />
                    <Entries
                        id="early_signs"
                        title="Early signs"
                        lead="How one notices early that it is getting harder."
                        one="early sign"
                        rows=typed.early_signs
                        around
                    />
                    <Carriers typed around />
                    <Back typed around />
                    <Reviews typed />
                    <Voices typed around />
                </div>
                <Gates typed around />
                <div class="tl-stepdown__fields">
                    <ButtonGroup>
                        <Button role=ButtonRole::Submit busy=sending.busy()>
                            "Save"
                        </Button>
                        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=propose>
                            "Save and propose"
                        </Button>
                        <a href=Route::StepDown { plan }.href()>"Cancel"</a>
                    </ButtonGroup>
                </div>
            </div>
        </Form>
    }
}
