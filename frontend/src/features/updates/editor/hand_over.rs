//! A lead lays the update for a colleague.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::auth::api::PersonView;
use shared::ids::AgencyId;
use shared::updates::api::{HandOver, UpdateView};

use super::state::Editor;
use crate::api::{self, Sending, load, show};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Button, ButtonKind, Choice, Details, FormErrors, Load, Notice, NoticeKind, Notices, Select,
};

/// Where the update is handed over, for those who may.
#[component]
pub fn HandOverPanel(view: UpdateView, editor: Editor, errors: FormErrors) -> impl IntoView {
    if !api::open(&view.allowed, "hand_over") {
        return ().into_any();
    }
    let people = load(|client| async move { client.people().await });
    let agency = view.agency.id;
    let held = view.assigned.as_ref().map(|person| person.id.to_string());
    let update = view.id;
    view! {
        <Details summary="Hand this update to a colleague">
            <Load resource=people let:list>
                <Choose update agency held=held.clone() people=list.items editor errors />
            </Load>
        </Details>
    }
    .into_any()
}

#[component]
fn Choose(
    update: shared::ids::UpdateId,
    agency: AgencyId,
    held: Option<String>,
    people: Vec<PersonView>,
    editor: Editor,
    errors: FormErrors,
) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let value = RwSignal::new(held.unwrap_or_default());
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "Anyone in the agency"))
        .chain(writers(&people, agency))
        .collect();
    let hand = Callback::new(move |_| {
        let form = HandOver {
            person: value.get_untracked().parse().ok(),
        };
        let version = editor.version();
        let go = go.clone();
        errors.clear();
        sending.send(
            move |client| async move { client.hand_over(update, version, &form).await },
            move |answer| match answer {
                Ok(view) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: told(&view),
                        });
                    }
                    go(&Route::MyWork.href(), NavigateOptions::default());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Select
            id="person"
            label="Who is to write it"
            hint="They find it in their work as theirs. Everyone who reports for the agency can still write it."
            value
            choices=Signal::stored(choices)
        />
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=hand>
            "Hand it over"
        </Button>
    }
}

/// The people who report for an agency today.
fn writers(people: &[PersonView], agency: AgencyId) -> impl Iterator<Item = Choice> {
    let today = dates::today();
    people
        .iter()
        .filter(move |person| person.reports_for(agency, today))
        .map(|person| Choice::new(person.id.to_string(), person.name.clone()))
}

fn told(view: &UpdateView) -> String {
    let reference = &view.action.reference;
    match &view.assigned {
        Some(person) => format!(
            "The update on {reference} is now {} to write.",
            genitive(&person.name)
        ),
        None => format!("The update on {reference} is now anyone\u{2019}s in the agency to write."),
    }
}

fn genitive(name: &str) -> String {
    format!("{name}\u{2019}s")
}
