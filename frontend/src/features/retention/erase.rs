use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cases::api::{CaseView, EraseForm};
use shared::cases::{CaseVerb, Known, identifiers};
use shared::ids::CaseId;
use shared::text::PASSAGE_MAX;

use crate::api::{Sending, load, show};
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonRole, EmptyState, ErrorSummary, Form,
    FormErrors, Load, NavItem, Notice, NoticeKind, Notices, PageHeading, WarningText,
};

/// Where somebody asks that a case is erased before its time.
#[component]
pub fn CaseErasePage(case: CaseId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.case(case).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Case", Route::Case { case }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Erase before its time" errors />
        <Load resource children=move |case: CaseView| view! { <Erase case errors /> } />
    }
}

/// Why the case cannot be erased now; none where it can.
fn stands_against(case: &CaseView) -> Option<&'static str> {
    if !case.allowed.contains(&CaseVerb::Hold) {
        Some("Only who holds responsibility, or held it last, asks that a case is erased")
    } else if !case.state.ended() {
        Some("A case is erased when it has ended. Close it first")
    } else if case.legal_hold {
        Some("A legal hold lies on the case. It wins over everything that is asked for")
    } else if case.concern {
        Some("A safeguarding concern has not been dealt with yet")
    } else {
        None
    }
}

#[component]
fn Erase(case: CaseView, errors: FormErrors) -> impl IntoView {
    if let Some(title) = stands_against(&case) {
        return view! {
            <EmptyState title>
                <p class="govuk-body">
                    <a href=Route::Case { case: case.id }.href()>"Back to the case"</a>
                </p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <EraseWords case errors /> }.into_any()
}

#[component]
fn EraseWords(case: CaseView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let id = case.id;
    let known = Known {
        born: Some(case.born),
    };
    let words = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let said =
            words.with_untracked(|text| identifiers::check("/words", text, PASSAGE_MAX, &known));
        let words = match said {
            Ok(words) if words.is_empty() => {
                return errors.set(vec![FormError::field(
                    "words",
                    "Say who asked for it, and why nothing has to be kept",
                )]);
            }
            Ok(words) => words,
            Err(fault) => return errors.set(vec![fault.into()]),
        };
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| {
                let form = EraseForm {
                    words: words.clone(),
                };
                async move { client.erase_case(id, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "It has been asked for. The lead of an agency has to agree within 7 days."
                                .to_owned(),
                        });
                    }
                    go(&Route::Case { case: id }.href(), NavigateOptions::default());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <WarningText>
            "When another person has agreed, everything that is written in the case is gone for good. What is left is counted, and nobody can find the case again."
        </WarningText>
        <Form errors on_submit=submit>
            <ToldArea
                id="words"
                label="Who asked for it, and why nothing has to be kept"
                hint="Say it by role: the young person, their parent"
                value=words
                known
                limit=PASSAGE_MAX
                rows=4
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit kind=ButtonKind::Warning busy=sending.busy()>
                    "Ask that it is erased"
                </Button>
                <a href=Route::Case { case: id }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
