use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::AgencyList;
use shared::ids::ServiceId;
use shared::services::api::{ServiceDraft, ServiceView};

use super::fields::{Fields, Typed, differences};
use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading,
};

/// Where a service is added.
#[component]
pub fn NewServicePage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.agencies().await });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Services", Route::Services.href())] />
        <ErrorSummary errors />
        <PageHeading title="Add a service" errors />
        <Load resource children=move |list: AgencyList| view! { <NewForm list errors /> } />
    }
}

/// Goes to the page of a service, with word of what was done.
fn done() -> Callback<(ServiceId, String)> {
    let notices = use_context::<Notices>();
    let go = use_navigate();
    Callback::new(move |(service, text): (ServiceId, String)| {
        if let Some(notices) = notices {
            notices.next(Notice {
                kind: NoticeKind::Success,
                text,
            });
        }
        go(
            &Route::Service { service }.href(),
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
                async move { client.create_service(&form).await }
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
                    "Add service"
                </Button>
                <a href=Route::Services.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// Where the details of a service are changed.
#[component]
pub fn ServiceEditPage(service: ServiceId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move {
        Ok((
            client.directory_service(service).await?,
            client.agencies().await?,
        ))
    });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.0.name));
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Services", Route::Services.href()),
            NavItem::new("Service", Route::Service { service }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Change the details" caption errors />
        <Load
            resource
            children=move |(service, list): (ServiceView, AgencyList)| view! { <EditForm service list errors /> }
        />
    }
}

#[component]
fn EditForm(service: ServiceView, list: AgencyList, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let id = service.id;
    let typed = Typed::of(Some(&ServiceDraft::of(&service)));
    let read = RwSignal::new(service);
    let changed = RwSignal::new(Vec::new());
    let done = done();
    let submit = Callback::new(move |()| {
        let form = match typed.read() {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let version = read.with_untracked(|service| service.version);
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.replace_service(id, version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => done.run((id, "The details have been changed.".to_owned())),
                Err(fault) => {
                    if let Some(now) = stale::<ServiceView>(&fault) {
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
                <a href=Route::Service { service: id }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
