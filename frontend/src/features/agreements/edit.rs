use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::AgencyList;
use shared::agreements::api::AgreementView;
use shared::ids::AgreementId;

use super::fields::{Fields, Typed, differences};
use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading,
};

/// Where a sharing agreement is added.
#[component]
pub fn NewAgreementPage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.agencies().await });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Sharing agreements", Route::Agreements.href())] />
        <ErrorSummary errors />
        <PageHeading title="Add a sharing agreement" errors />
        <Load resource children=move |list: AgencyList| view! { <NewForm list errors /> } />
    }
}

/// Goes to the page of an agreement, with word of what was done.
fn done() -> Callback<(AgreementId, String)> {
    let notices = use_context::<Notices>();
    let go = use_navigate();
    Callback::new(move |(agreement, text): (AgreementId, String)| {
        if let Some(notices) = notices {
            notices.next(Notice {
                kind: NoticeKind::Success,
                text,
            });
        }
        go(
            &Route::Agreement { agreement }.href(),
            NavigateOptions::default(),
        );
    })
}

#[component]
fn NewForm(list: AgencyList, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let typed = Typed::of(None);
    let done = done();
    let submit = Callback::new(move |()| {
        let form = match typed.read() {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.create_sharing_agreement(&form).await }
            },
            move |answer| match answer {
                Ok(made) => done.run((made.id, format!("{} has been added.", made.name))),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Form errors on_submit=submit>
            <Fields typed list />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Add the agreement"
                </Button>
                <a href=Route::Agreements.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// Where a sharing agreement is changed.
#[component]
pub fn AgreementEditPage(agreement: AgreementId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move {
        Ok((
            client.sharing_agreement(agreement).await?,
            client.agencies().await?,
        ))
    });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.0.name));
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Sharing agreements", Route::Agreements.href()),
            NavItem::new("Agreement", Route::Agreement { agreement }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Change the agreement" caption errors />
        <Load
            resource
            children=move |(agreement, list): (AgreementView, AgencyList)| {
                view! { <EditForm agreement list errors /> }
            }
        />
    }
}

#[component]
fn EditForm(agreement: AgreementView, list: AgencyList, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let id = agreement.id;
    let typed = Typed::of(Some(&agreement));
    let read = RwSignal::new(agreement);
    let changed = RwSignal::new(Vec::new());
    let done = done();
    let submit = Callback::new(move |()| {
        let form = match typed.read() {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let version = read.with_untracked(|agreement| agreement.version);
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.replace_sharing_agreement(id, version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => done.run((id, "The agreement has been changed.".to_owned())),
                Err(fault) => {
                    if let Some(now) = stale::<AgreementView>(&fault) {
                        changed.set(read.with_untracked(|before| differences(before, &now)));
                        read.set(now);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <ChangedMeanwhile fields=changed />
        <Form errors on_submit=submit>
            <Fields typed list />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=Route::Agreement { agreement: id }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
