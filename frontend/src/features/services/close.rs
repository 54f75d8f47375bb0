use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::ServiceId;
use shared::services::api::{CloseService, ServiceView};
use shared::services::closing;
use shared::text::PASSAGE_MAX;

use crate::api::{Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, DateInput, DateParts, ErrorSummary, Form,
    FormErrors, Load, NavItem, Notice, NoticeKind, Notices, PageHeading, TextArea, WarningText,
};

/// Where a service gets its last day.
#[component]
pub fn CloseServicePage(service: ServiceId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.directory_service(service).await });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.name));
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Services", Route::Services.href()),
            NavItem::new("Service", Route::Service { service }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Close a service" caption errors />
        <Load resource children=move |service: ServiceView| view! { <CloseForm service errors /> } />
    }
}

/// What was typed, as the rules allow it.
fn read(
    service: &ServiceView,
    last_day: &DateParts,
    reason: String,
) -> Result<CloseService, Vec<FormError>> {
    let day = match last_day.read() {
        Ok(Some(day)) => Ok(day),
        Ok(None) => Err(FormError::field("last_day", "Enter the last day")),
        Err(fault) => Err(FormError::field("last_day", fault.sentence("The last day"))),
    };
    let form = |last_day| CloseService { last_day, reason };
    let faults = |found: Vec<shared::problem::FieldError>| -> Vec<FormError> {
        found.into_iter().map(FormError::from).collect()
    };
    match day {
        Ok(day) => closing(form(day), service.valid_from).map_err(faults),
        // The reason is judged all the same, so that a person is told of both.
        Err(fault) => {
            let others = closing(form(chrono::NaiveDate::MAX), service.valid_from);
            Err(std::iter::once(fault)
                .chain(others.map_err(faults).err().unwrap_or_default())
                .collect())
        }
    }
}

#[component]
fn CloseForm(service: ServiceView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let id = service.id;
    let here = Route::Service { service: id }.href();
    let back = here.clone();
    let last_day = RwSignal::new(DateParts::default());
    let reason = RwSignal::new(String::new());
    let known = RwSignal::new(service);
    let submit = Callback::new(move |()| {
        let service = known.get_untracked();
        let form = match read(&service, &last_day.get_untracked(), reason.get_untracked()) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let (go, here) = (go.clone(), here.clone());
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.close_service(id, service.version, &form).await }
            },
            move |answer| match answer {
                Ok(service) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: format!("{} has its last day.", service.name),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<ServiceView>(&fault) {
                        known.set(now);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <WarningText>
            "From the day after, nobody is sent to this service. It stays in the directory, and can be opened again."
        </WarningText>
        <Form errors on_submit=submit>
            <DateInput id="last_day" legend="Last day" hint="It can be a day to come" value=last_day />
            <TextArea id="reason" label="Reason" value=reason limit=PASSAGE_MAX rows=3 />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Close the service"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
