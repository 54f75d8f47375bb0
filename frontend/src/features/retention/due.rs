//! What is due: looked at first, then proposed.

use leptos::prelude::*;
use shared::cases::api::{RetentionAsk, RetentionDue, RetentionView};

use crate::api::{Sending, open, refusal, show};
use crate::dates;
use crate::features::plans::counted;
use crate::ui::field::FormError;
use crate::ui::{
    Button, ButtonGroup, ButtonKind, Checkboxes, Choice, Form, FormErrors, Notice, NoticeKind,
    Notices, WarningText,
};

/// The one answer of the box that stands there when the clock has jumped.
const RIGHT: &str = "right";

/// Looks at what is due, and proposes it.
#[component]
pub fn Due(view: RetentionView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let looking = Sending::new();
    let proposing = Sending::new();
    let notices = use_context::<Notices>();
    let found = RwSignal::new(None::<RetentionDue>);
    let clock = RwSignal::new(Vec::<String>::new());
    let jumped = view.jumped;
    let asked = move || {
        let clock_is_right = clock.with_untracked(|clock| clock.iter().any(|one| one == RIGHT));
        if jumped && !clock_is_right {
            errors.set(vec![FormError::field(
                "clock_is_right",
                "Look at the date of the server first, and say that it is right",
            )]);
            return None;
        }
        errors.clear();
        Some(RetentionAsk { clock_is_right })
    };
    let look = Callback::new(move |()| {
        let Some(form) = asked() else { return };
        looking.send(
            move |client| async move { client.propose_retention(true, &form).await },
            move |answer| match answer {
                Ok(answer) => found.set(Some(answer.due)),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let propose = Callback::new(move |_| {
        let Some(form) = asked() else { return };
        proposing.send(
            move |client| async move { client.propose_retention(false, &form).await },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::Success,
                            text: "The run has been proposed. Another person has to agree within 7 days."
                                .to_owned(),
                        });
                    }
                    again.run(());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let may = open(&view.allowed, "propose");
    let why_not = refusal(&view.allowed, "propose");
    let warning = jumped.then(|| {
        view! {
            <WarningText>
                {format!(
                    "The clock of the server has jumped since somebody last looked. It takes today for {}. Nothing is proposed until somebody has looked at it.",
                    dates::day(view.today),
                )}
            </WarningText>
            <Checkboxes
                id="clock_is_right"
                legend="The date of the server"
                values=clock
                choices=vec![Choice::new(RIGHT, "I have looked at the date, and it is right")]
            />
        }
    });
    view! {
        <h2 class="govuk-heading-m">"What is due"</h2>
        {may
            .then(|| {
                view! {
                    <Form errors on_submit=look>
                        {warning}
                        <ButtonGroup>
                            <Button
                                role=crate::ui::ButtonRole::Submit
                                kind=ButtonKind::Secondary
                                busy=looking.busy()
                            >
                                "Look at what is due"
                            </Button>
                        </ButtonGroup>
                    </Form>
                }
            })}
        {(!may).then(|| view! { <p class="govuk-body">{why_not.unwrap_or_else(|| "The lead of an agency looks at what is due and proposes it.".to_owned())}</p> })}
        <div role="status">
            {move || found.get().map(|due| view! { <p class="govuk-body tl-measure">{in_words(due)}</p> })}
        </div>
        {move || {
            let due = found.get().filter(|due| due.cases > 0)?;
            Some(
                view! {
                    <Button kind=ButtonKind::Warning busy=proposing.busy() on_press=propose>
                        {format!("Propose to anonymise {}", counted(due.cases, "case"))}
                    </Button>
                },
            )
        }}
    }
}

/// What is due, in words.
fn in_words(due: RetentionDue) -> String {
    let mut told = vec![match due.cases {
        0 => "Nothing is due today.".to_owned(),
        cases => format!("{} can be anonymised today.", counted(cases, "case")),
    }];
    if due.left > 0 {
        told.push(format!("{} more wait for another run.", due.left));
    }
    if due.held > 0 {
        told.push(format!(
            "{} kept by a legal hold.",
            counted(due.held, "case")
        ));
    }
    if due.concerns > 0 {
        told.push(format!(
            "{} kept by a safeguarding concern.",
            counted(due.concerns, "case")
        ));
    }
    told.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_against_it_is_told() {
        let due = |cases, left, held, concerns| RetentionDue {
            cases,
            left,
            held,
            concerns,
        };
        assert_eq!(in_words(due(0, 0, 0, 0)), "Nothing is due today.");
        assert_eq!(
            in_words(due(200, 48, 1, 2)),
            "200 cases can be anonymised today. 48 more wait for another run. 1 case kept by a legal hold. 2 cases kept by a safeguarding concern."
        );
    }
}
