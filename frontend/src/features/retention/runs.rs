//! What was proposed, and who agreed.

use leptos::prelude::*;
use shared::cases::api::RetentionRun;

use crate::api::{Sending, open, refusal, show};
use crate::dates;
use crate::features::plans::counted;
use crate::ui::{
    Button, ButtonKind, EmptyState, FormErrors, Notice, NoticeKind, Notices, SummaryList,
    SummaryRow, Tag, TagColour,
};

/// What was proposed, the latest first.
#[component]
pub fn Runs(runs: Vec<RetentionRun>, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let items = if runs.is_empty() {
        view! {
            <EmptyState title="Nothing has been proposed">
                <p class="govuk-body">"What somebody proposes stands here, until long after it was carried out."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        let runs = runs
            .into_iter()
            .map(|run| view! { <Run run errors again /> })
            .collect_view();
        view! { <div class="tl-cards">{runs}</div> }.into_any()
    };
    view! {
        <h2 class="govuk-heading-m">"What was proposed"</h2>
        {items}
    }
}

/// How a run stands, in a word.
fn stands(run: &RetentionRun) -> (TagColour, &'static str) {
    match (run.done_at, run.over) {
        (Some(_), _) => (TagColour::Blue, "Carried out"),
        (None, true) => (TagColour::Grey, "Too old"),
        (None, false) => (TagColour::Amber, "Waits for a second person"),
    }
}

#[component]
fn Run(run: RetentionRun, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let id = run.id;
    let agree = Callback::new(move |_| {
        errors.clear();
        sending.send(
            move |client| async move { client.agree_retention(id).await },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::Success,
                            text: "You have agreed, and it has been carried out.".to_owned(),
                        });
                    }
                    again.run(());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    let (colour, word) = stands(&run);
    let title = if run.early {
        format!(
            "A case before its time, {}",
            dates::instant(run.proposed_at)
        )
    } else {
        format!(
            "{}, {}",
            counted(run.cases, "case"),
            dates::instant(run.proposed_at)
        )
    };
    let may = open(&run.allowed, "agree");
    let why_not = refusal(&run.allowed, "agree").filter(|_| run.done_at.is_none() && !run.over);
    let by = [
        run.proposed_by.map(|person| person.name),
        run.proposed_for.map(|agency| agency.name),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ");
    let agreed = run.agreed_by.map(|person| person.name);
    let done = run.done_at.map(|at| {
        format!(
            "{} anonymised, {}",
            counted(run.done.unwrap_or_default(), "case"),
            dates::instant(at)
        )
    });
    let hidden = format!(": {title}");
    let label = title.clone();
    view! {
        <section class="tl-card" aria-label=label>
            <h3 class="govuk-heading-s">{title}</h3>
            <p>
                <Tag colour word />
            </p>
            <SummaryList>
                <SummaryRow name="Proposed by">{by}</SummaryRow>
                {run
                    .words
                    .map(|words| {
                        view! {
                            <SummaryRow name="Why">
                                <span class="tl-prose">{words}</span>
                            </SummaryRow>
                        }
                    })}
                {agreed.map(|name| view! { <SummaryRow name="Agreed by">{name}</SummaryRow> })}
                {done.map(|words| view! { <SummaryRow name="Done">{words}</SummaryRow> })}
            </SummaryList>
            {may
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Warning busy=sending.busy() on_press=agree>
                            "Agree and carry out" <span class="govuk-visually-hidden">{hidden}</span>
                        </Button>
                    }
                })}
            {why_not.map(|words| view! { <p class="tl-muted">{words}</p> })}
        </section>
    }
}
