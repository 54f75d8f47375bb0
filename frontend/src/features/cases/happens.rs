use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cases::api::{CaseView, Happening};
use shared::cases::{CaseEvent, CaseEventKind, CaseReference, Known, identifiers};
use shared::ids::CaseId;
use shared::text::PASSAGE_MAX;

use super::told::ToldArea;
use crate::api::{Sending, load, show};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonRole, EmptyState, ErrorSummary, FieldWidth,
    Form, FormErrors, Load, NavItem, Notice, NoticeKind, Notices, PageHeading, TextField, TextKind,
    WarningText,
};

/// Where something happens to a case.
#[component]
pub fn CaseHappenPage(case: CaseId, kind: CaseEventKind) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.case(case).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Case", Route::Case { case }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title=kind.label() errors />
        <Load resource children=move |case: CaseView| view! { <Happens case kind errors /> } />
    }
}

/// What follows from it, where that is more than its name says.
const fn follows(kind: CaseEventKind) -> Option<&'static str> {
    match kind {
        CaseEventKind::RecordDeath => Some(
            "Everything that runs for this case stops, and nobody is reminded of it any more. Those who take part are told.",
        ),
        CaseEventKind::MoveAway => Some(
            "Everything that runs for this case stops. Make sure that somebody in the other area has taken over.",
        ),
        CaseEventKind::Merge => Some(
            "This case ends here and the other one carries on. Both stay, and can be separated again.",
        ),
        CaseEventKind::RaiseConcern => Some(
            "This record does not report it. Report it to children’s social care first, or call 999 in danger.",
        ),
        CaseEventKind::ProviderCloses => Some(
            "Those who take part are told, so that somebody takes over what the agency offers.",
        ),
        CaseEventKind::Close
        | CaseEventKind::Reopen
        | CaseEventKind::Separate
        | CaseEventKind::CorrectDeath
        | CaseEventKind::SettleConcern
        | CaseEventKind::Anonymise => None,
    }
}

/// What its words are asked for as, in the form of a label.
const fn label(kind: CaseEventKind) -> &'static str {
    match kind {
        CaseEventKind::Close => "How support ended, and what carries on",
        CaseEventKind::Reopen => "Why support begins again",
        CaseEventKind::MoveAway => "Which area took the support over, or that none has",
        CaseEventKind::Merge => "What shows that the two cases are one child",
        CaseEventKind::Separate => "What shows that they are two children",
        CaseEventKind::RecordDeath => "How it became known, and who tells the others",
        CaseEventKind::CorrectDeath => "How the error came about",
        CaseEventKind::RaiseConcern => "To whom you have reported it",
        CaseEventKind::SettleConcern => "What became of it",
        CaseEventKind::ProviderCloses => "From when, and who takes over what it offers",
        CaseEventKind::Anonymise => "Words",
    }
}

#[component]
fn Happens(case: CaseView, kind: CaseEventKind, errors: FormErrors) -> impl IntoView {
    if !case.events.contains(&kind) {
        return view! {
            <EmptyState title="This cannot happen to the case now">
                <p class="govuk-body">
                    {format!("The case stands at “{}”. ", case.state.label())}
                    <a href=Route::Case { case: case.id }.href()>"Back to the case"</a>
                </p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <HappenForm case kind errors /> }.into_any()
}

fn read(
    kind: CaseEventKind,
    words: &str,
    into: &str,
    known: Known,
) -> Result<Happening, Vec<FormError>> {
    let mut faults: Vec<FormError> = Vec::new();
    let merges = kind == CaseEventKind::Merge;
    if merges && let Err(fault) = into.parse::<CaseReference>() {
        faults.push(fault.at("/into").into());
    }
    let event = CaseEvent {
        event: kind,
        words: words.to_owned(),
    };
    let said = event
        .checked()
        .and_then(|event| identifiers::check("/words", &event.words, PASSAGE_MAX, &known));
    match said {
        Ok(words) if faults.is_empty() => Ok(Happening {
            event: kind,
            words,
            into: merges.then(|| into.to_owned()),
        }),
        Ok(_) => Err(faults),
        Err(fault) => {
            faults.push(fault.into());
            Err(faults)
        }
    }
}

#[component]
fn HappenForm(case: CaseView, kind: CaseEventKind, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let (id, version) = (case.id, case.version);
    let known = Known {
        born: Some(case.born),
    };
    let words = RwSignal::new(String::new());
    let into = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let form = match read(kind, &words.get_untracked(), &into.get_untracked(), known) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.happen_to_case(id, version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "It has been recorded, and stands on the time line.".to_owned(),
                        });
                    }
                    go(&Route::Case { case: id }.href(), NavigateOptions::default());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        {follows(kind).map(|words| view! { <WarningText>{words}</WarningText> })}
        <Form errors on_submit=submit>
            {(kind == CaseEventKind::Merge)
                .then(|| {
                    view! {
                        <TextField
                            id="into"
                            label="Reference of the case that carries on"
                            hint="You have to take part in both. For example, 4K7Q-20M4"
                            value=into
                            kind=TextKind::Reference
                            width=FieldWidth::Ten
                            autocomplete="off"
                        />
                    }
                })}
            {kind
                .asks()
                .map(|_| {
                    view! {
                        <ToldArea id="words" label=label(kind) value=words known limit=PASSAGE_MAX rows=4 />
                    }
                })}
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Warning busy=sending.busy()>
                    "Record it"
                </Button>
                <a href=Route::Case { case: id }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
