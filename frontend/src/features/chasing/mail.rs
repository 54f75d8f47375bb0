use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::chasing::MailChoice;
use shared::chasing::api::MailView;

use crate::api::{Sending, load, show};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Checkboxes, Choice, ErrorSummary, Form,
    FormErrors, InsetText, Load, NavItem, Notice, NoticeKind, Notices, PageHeading,
};

const REMINDERS: &str = "reminders";
const DECISIONS: &str = "decisions";
const WEEKLY: &str = "weekly";

/// What somebody gets by mail.
#[component]
pub fn MailPage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.mail().await });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Your account", Route::Account.href())] />
        <ErrorSummary errors />
        <PageHeading title="What you get by mail" errors />
        <Load resource children=move |mail: MailView| view! { <Choices mail errors /> } />
    }
}

#[component]
fn Choices(mail: MailView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let values = RwSignal::new(chosen(mail.choice));
    let submit = Callback::new(move |()| {
        let choice = values.with_untracked(|values| read(values));
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| async move { client.set_mail(&choice).await },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "Your choice has been saved.".to_owned(),
                        });
                    }
                    go(&Route::Account.href(), NavigateOptions::default());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let choices = vec![
        Choice::new(REMINDERS, "What your agency owes")
            .explained("When a reporting cycle opens, a week and two days before the due date, and the day after it; and when an update is handed to you."),
        Choice::new(DECISIONS, "What became of your updates")
            .explained("When something that you wrote was accepted or returned."),
        Choice::new(WEEKLY, "A summary on Mondays")
            .explained("What your agency still owes in the cycles that are open."),
    ];
    let off = (!mail.on).then(|| {
        view! { <InsetText>"This service sends no mail at the moment. What you choose holds once it does."</InsetText> }
    });
    let answers = (!mail.answers_for.is_empty()).then(|| {
        let names: Vec<String> = mail
            .answers_for
            .into_iter()
            .map(|agency| agency.name)
            .collect();
        let words = format!(
            "You answer for {}: when a cycle closes without its reports you are told, whatever you choose here.",
            names.join(" and ")
        );
        view! { <p class="govuk-body tl-measure">{words}</p> }
    });
    view! {
        {off}
        <p class="govuk-body tl-measure">
            "Mail goes to " <strong>{mail.email}</strong> ", in one digest a day and agency at most."
        </p>
        {answers}
        <Form errors on_submit=submit>
            <Checkboxes id="choice" legend="What you want to get" hint="Choose none to get no mail." values choices />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=Route::Account.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

fn chosen(choice: MailChoice) -> Vec<String> {
    [
        (REMINDERS, choice.reminders),
        (DECISIONS, choice.decisions),
        (WEEKLY, choice.weekly),
    ]
    .into_iter()
    .filter(|(_, on)| *on)
    .map(|(value, _)| value.to_owned())
    .collect()
}

fn read(values: &[String]) -> MailChoice {
    let has = |value: &str| values.iter().any(|one| one == value);
    MailChoice {
        reminders: has(REMINDERS),
        decisions: has(DECISIONS),
        weekly: has(WEEKLY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_survives_the_form() {
        for bits in 0u8..8 {
            let choice = MailChoice {
                reminders: bits & 1 != 0,
                decisions: bits & 2 != 0,
                weekly: bits & 4 != 0,
            };
            assert_eq!(read(&chosen(choice)), choice);
        }
    }
}
