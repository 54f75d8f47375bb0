use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cases::api::{CaseDraft, CaseView};
use shared::ids::CaseId;
use shared::problem::ErrorCode;

use super::fields::{Fields, Typed};
use crate::api::{ChangedMeanwhile, Sending, load, show};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading,
};

/// Where what is said about a young person is changed.
#[component]
pub fn CaseEditPage(case: CaseId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.case(case).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Case", Route::Case { case }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Change the details" errors />
        <Load resource children=move |case: CaseView| view! { <EditForm case errors /> } />
    }
}

fn draft(case: &CaseView) -> CaseDraft {
    CaseDraft {
        born: case.born,
        district: case.district,
        cohorts: case.cohorts.clone(),
        level: case.level,
        own_reference: case.own_reference.clone(),
    }
}

/// What somebody else changed between two readings, and what it says now.
fn differences(before: &CaseDraft, now: &CaseDraft) -> Vec<(String, String)> {
    let told = |it: &CaseDraft| {
        let cohorts: Vec<&str> = it.cohorts.iter().map(|one| one.label()).collect();
        [
            ("Month and year of birth", it.born.in_words()),
            (
                "District",
                it.district
                    .map_or_else(|| "Not known".to_owned(), |one| one.label().to_owned()),
            ),
            ("Level of need", it.level.in_words()),
            ("What services have to know", cohorts.join(", ")),
            (
                "Your own reference",
                it.own_reference
                    .clone()
                    .unwrap_or_else(|| "none".to_owned()),
            ),
        ]
    };
    told(before)
        .into_iter()
        .zip(told(now))
        .filter(|(before, now)| before != now)
        .map(|(_, (name, now))| (name.to_owned(), now))
        .collect()
}

#[component]
fn EditForm(case: CaseView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let reading = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let id = case.id;
    let typed = Typed::of(Some(&draft(&case)));
    let read = RwSignal::new((case.version, draft(&case)));
    let changed = RwSignal::new(Vec::new());
    let submit =
        Callback::new(move |()| {
            let form = match typed.read(dates::today()) {
                Ok(form) => form,
                Err(faults) => return errors.set(faults),
            };
            errors.clear();
            let version = read.with_untracked(|(version, _)| *version);
            let go = go.clone();
            sending.send(
                move |client| {
                    let form = form.clone();
                    async move { client.change_case(id, version, &form).await }
                },
                move |answer| match answer {
                    Ok(_) => {
                        if let Some(notices) = notices {
                            notices.next(Notice {
                                kind: NoticeKind::Success,
                                text: "The details have been changed.".to_owned(),
                            });
                        }
                        go(&Route::Case { case: id }.href(), NavigateOptions::default());
                    }
                    Err(fault) => {
                        // The refusal says nothing of the case: it is read again, as whoever reads it.
                        if fault.code() == Some(ErrorCode::Stale) {
                            reading.send(
                                move |client| async move { client.case(id).await },
                                move |answer| {
                                    if let Ok(now) = answer {
                                        let next = draft(&now);
                                        changed.set(read.with_untracked(|(_, before)| {
                                            differences(before, &next)
                                        }));
                                        read.set((now.version, next));
                                    }
                                },
                            );
                        }
                        show(errors, &fault);
                    }
                },
            );
        });
    view! {
        <ChangedMeanwhile fields=changed />
        <Form errors on_submit=submit>
            <Fields typed />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=Route::Case { case: id }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
