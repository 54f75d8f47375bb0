use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::PathwayId;
use shared::pathways::api::{ClosePathway, PathwayView};
use shared::pathways::closing;
use shared::text::PASSAGE_MAX;

use crate::api::{Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, DateInput, DateParts, ErrorSummary, Form,
    FormErrors, Load, NavItem, Notice, NoticeKind, Notices, PageHeading, TextArea, WarningText,
};

/// Where a pathway gets its last day.
#[component]
pub fn ClosePathwayPage(plan: String, pathway: PathwayId) -> impl IntoView {
    let errors = FormErrors::new();
    let asked = plan.clone();
    let resource = load(move |client| {
        let plan = asked.clone();
        async move { client.pathway(&plan, pathway, None).await }
    });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.name));
    let list = Route::Pathways { plan: plan.clone() }.href();
    let here = Route::Pathway {
        plan: plan.clone(),
        pathway,
    }
    .href();
    view! {
        <Breadcrumbs items=vec![NavItem::new("Pathways", list), NavItem::new("Pathway", here.clone())] />
        <ErrorSummary errors />
        <PageHeading title="Close a pathway" caption errors />
        <Load
            resource
            children=move |view: PathwayView| {
                view! { <CloseForm plan=plan.clone() view errors here=here.clone() /> }
            }
        />
    }
}

/// What was typed, as the rules allow it.
fn read(last_day: &DateParts, reason: String) -> Result<ClosePathway, Vec<FormError>> {
    let day = match last_day.read() {
        Ok(Some(day)) => Ok(day),
        Ok(None) => Err(FormError::field("last_day", "Enter the last day")),
        Err(fault) => Err(FormError::field("last_day", fault.sentence("The last day"))),
    };
    let form = |last_day| ClosePathway { last_day, reason };
    let faults = |found: Vec<shared::problem::FieldError>| -> Vec<FormError> {
        found.into_iter().map(FormError::from).collect()
    };
    match day {
        Ok(day) => closing(form(day)).map_err(faults),
        // The reason is judged all the same, so that a person is told of both.
        Err(fault) => {
            let others = closing(form(chrono::NaiveDate::MAX));
            Err(std::iter::once(fault)
                .chain(others.map_err(faults).err().unwrap_or_default())
                .collect())
        }
    }
}

#[component]
fn CloseForm(plan: String, view: PathwayView, errors: FormErrors, here: String) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let back = here.clone();
    let last_day = RwSignal::new(DateParts::default());
    let reason = RwSignal::new(String::new());
    let known = RwSignal::new(view);
    let submit = Callback::new(move |()| {
        let (id, version) = known.with_untracked(|view| (view.id, view.version));
        let form = match read(&last_day.get_untracked(), reason.get_untracked()) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let (go, here, plan) = (go.clone(), here.clone(), plan.clone());
        sending.send(
            move |client| {
                let (form, plan) = (form.clone(), plan.clone());
                async move { client.close_pathway(&plan, id, version, &form).await }
            },
            move |answer| match answer {
                Ok(pathway) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: format!("{} has its last day.", pathway.name),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<PathwayView>(&fault) {
                        known.set(now);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <WarningText>
            "From the day after, nobody follows this pathway. It stays in the list, and can be opened again."
        </WarningText>
        <Form errors on_submit=submit>
            <DateInput id="last_day" legend="Last day" hint="It can be a day to come" value=last_day />
            <TextArea id="reason" label="Reason" value=reason limit=PASSAGE_MAX rows=3 />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Close the pathway"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
