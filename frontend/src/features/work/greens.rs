use client::Fault;
use leptos::prelude::*;
use shared::ids::UpdateId;
use shared::problem::ErrorCode;
use shared::updates::UpdateEvent;
use shared::updates::api::{MyWork, ReviewWords, UnchangedGreen, UpdateSummary};

use crate::api::{Sending, in_words, show};
use crate::ui::{
    Button, ButtonRole, Checkboxes, Choice, Form, FormError, FormErrors, LabelSize, Notice,
    NoticeKind, Notices,
};

/// One that can be accepted with others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Green {
    update: UpdateId,
    version: i32,
    reference: String,
    words: String,
}

/// The updates to review that are unchanged greens, in their order.
fn greens(items: &[UpdateSummary], unchanged: &[UnchangedGreen]) -> Vec<Green> {
    items
        .iter()
        .filter_map(|item| {
            let green = unchanged.iter().find(|green| green.update == item.id)?;
            Some(Green {
                update: green.update,
                version: green.version,
                reference: item.action.reference.clone(),
                words: format!(
                    "{} {}, {}, {}",
                    item.action.reference,
                    item.action.title,
                    item.agency.short(),
                    item.cycle.name
                ),
            })
        })
        .collect()
}

/// Greens like the ones before them: ticked, they are accepted one after the other, each as if by itself.
#[component]
pub fn UnchangedGreens(
    items: Vec<UpdateSummary>,
    unchanged: Vec<UnchangedGreen>,
    resource: LocalResource<Result<MyWork, Fault>>,
    errors: FormErrors,
) -> impl IntoView {
    let greens = greens(&items, &unchanged);
    if greens.is_empty() {
        return ().into_any();
    }
    let ticked = RwSignal::new(Vec::<String>::new());
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let choices = greens
        .iter()
        .map(|green| Choice::new(green.update.to_string(), green.words.clone()))
        .collect();
    let greens = StoredValue::new(greens);
    // Who has to sign in again in between goes on where they were.
    let accepted = StoredValue::new(Vec::<UpdateId>::new());
    let submit = Callback::new(move |()| {
        let chosen: Vec<Green> = greens.with_value(|greens| {
            ticked.with_untracked(|ticked| {
                greens
                    .iter()
                    .filter(|green| ticked.contains(&green.update.to_string()))
                    .cloned()
                    .collect()
            })
        });
        if chosen.is_empty() {
            return errors.set(vec![FormError::field(
                "unchanged",
                "Select the updates that you accept",
            )]);
        }
        errors.clear();
        sending.send(
            move |client| {
                let chosen = chosen.clone();
                async move {
                    let mut refused = Vec::new();
                    for green in chosen {
                        if accepted.with_value(|done| done.contains(&green.update)) {
                            continue;
                        }
                        let answer = client
                            .update_event(
                                green.update,
                                green.version,
                                UpdateEvent::Accept,
                                &ReviewWords::default(),
                            )
                            .await;
                        match answer {
                            Ok(_) => accepted.update_value(|done| done.push(green.update)),
                            Err(Fault::Problem(problem))
                                if problem.code != ErrorCode::NotSignedIn =>
                            {
                                refused.push((green.reference, Fault::Problem(problem)));
                            }
                            Err(fault) => return Err(fault),
                        }
                    }
                    Ok(refused)
                }
            },
            move |answer| {
                let number = accepted.with_value(Vec::len);
                match answer {
                    Ok(refused) => {
                        errors.set(
                            refused
                                .iter()
                                .flat_map(|(reference, fault)| told(reference, fault))
                                .collect(),
                        );
                        if number > 0
                            && let Some(notices) = notices
                        {
                            notices.here(Notice {
                                kind: NoticeKind::Success,
                                text: sentence(number),
                            });
                        }
                        resource.refetch();
                    }
                    Err(fault) => show(errors, &fault),
                }
            },
        );
    });
    view! {
        <div class="tl-work__greens">
            <Form errors on_submit=submit>
                <Checkboxes
                    id="unchanged"
                    legend="Unchanged greens"
                    hint="On track as in the last report, with which the dates agree, and nothing is asked. Accept those that you stand behind; each can also be read by itself below"
                    size=LabelSize::Strong
                    values=ticked
                    choices
                />
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Accept the selected updates"
                </Button>
            </Form>
        </div>
    }
    .into_any()
}

/// Why one of several was not accepted.
fn told(reference: &str, fault: &Fault) -> Vec<FormError> {
    in_words(fault)
        .into_iter()
        .map(|error| FormError::form(format!("{reference}: {}", error.message)))
        .collect()
}

fn sentence(number: usize) -> String {
    match number {
        1 => "1 update has been accepted.".to_owned(),
        _ => format!("{number} updates have been accepted."),
    }
}
