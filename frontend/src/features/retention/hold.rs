use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cases::api::{CaseView, HoldForm};
use shared::cases::{CaseVerb, Known, identifiers};
use shared::ids::CaseId;
use shared::text::PASSAGE_MAX;

use crate::api::{Sending, load, show};
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, EmptyState, ErrorSummary, Form, FormErrors, Load,
    NavItem, Notice, NoticeKind, Notices, PageHeading,
};

/// Where a legal hold is set on a case, or lifted.
#[component]
pub fn CaseHoldPage(case: CaseId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.case(case).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Case", Route::Case { case }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Legal hold" errors />
        <Load resource children=move |case: CaseView| view! { <Hold case errors /> } />
    }
}

#[component]
fn Hold(case: CaseView, errors: FormErrors) -> impl IntoView {
    if !case.allowed.contains(&CaseVerb::Hold) {
        return view! {
            <EmptyState title="Only who holds responsibility sets or lifts a legal hold">
                <p class="govuk-body">
                    <a href=Route::Case { case: case.id }.href()>"Back to the case"</a>
                </p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <HoldWords case errors /> }.into_any()
}

#[component]
fn HoldWords(case: CaseView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let (id, version, on) = (case.id, case.version, !case.legal_hold);
    let known = Known {
        born: Some(case.born),
    };
    let words = RwSignal::new(String::new());
    let (asks, label, button, done) = if on {
        (
            "Say what the hold is for",
            "What the hold is for",
            "Set the hold",
            "A legal hold lies on the case. Nothing of it is erased.",
        )
    } else {
        (
            "Say why the hold is lifted",
            "Why the hold is lifted",
            "Lift the hold",
            "The legal hold has been lifted.",
        )
    };
    let submit = Callback::new(move |()| {
        let said =
            words.with_untracked(|text| identifiers::check("/words", text, PASSAGE_MAX, &known));
        let words = match said {
            Ok(words) if words.is_empty() => {
                return errors.set(vec![FormError::field("words", asks)]);
            }
            Ok(words) => words,
            Err(fault) => return errors.set(vec![fault.into()]),
        };
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| {
                let form = HoldForm {
                    on,
                    words: words.clone(),
                };
                async move { client.hold_case(id, version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: done.to_owned(),
                        });
                    }
                    go(&Route::Case { case: id }.href(), NavigateOptions::default());
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <p class="govuk-body tl-measure">
            "While a legal hold lies on a case, nothing of it is anonymised or erased, whatever is due or asked for."
        </p>
        <Form errors on_submit=submit>
            <ToldArea id="words" label value=words known limit=PASSAGE_MAX rows=3 />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    {button}
                </Button>
                <a href=Route::Case { case: id }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
