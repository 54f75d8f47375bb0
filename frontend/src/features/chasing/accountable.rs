use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::chasing::api::{AccountableView, SetAccountable};
use shared::ids::AgencyId;

use crate::api::{ChangedMeanwhile, Sending, load, refusal, show, stale};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Choice, ErrorSummary, Form, FormErrors,
    InsetText, Load, NavItem, Notice, NoticeKind, Notices, PageHeading, Select,
};

const EVERYONE: &str = "All of the agency's leads";

/// Who answers for an agency when a cycle closes without its reports.
#[component]
pub fn AccountablePage(agency: AgencyId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.accountable(agency).await });
    let caption = Signal::derive(move || {
        resource.with(|answer| match answer {
            Some(Ok(view)) => Some(view.agency.name.clone()),
            _ => None,
        })
    });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Agencies", Route::Agencies.href()),
            NavItem::new("Agency", Route::Agency { agency }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Who answers for the agency" caption errors />
        <p class="govuk-body tl-measure">
            "This person is told by mail when a reporting cycle has closed without the agency's reports. They cannot switch that off."
        </p>
        <Load resource children=move |view: AccountableView| view! { <Answering view errors /> } />
    }
}

fn named(view: &AccountableView) -> String {
    view.person
        .as_ref()
        .map_or_else(|| EVERYONE.to_owned(), |person| person.name.clone())
}

#[component]
fn Answering(view: AccountableView, errors: FormErrors) -> impl IntoView {
    if view.leads.is_empty() {
        return view! {
            <InsetText>
                "Nobody leads this agency here, so nobody can be told. Invite a lead, or give the role to one of its people."
            </InsetText>
        }
        .into_any();
    }
    if let Some(why) = refusal(&view.allowed, "update") {
        return view! {
            <p class="govuk-body">
                <strong>{named(&view)}</strong>
            </p>
            <InsetText>{why}</InsetText>
        }
        .into_any();
    }
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let agency = view.agency.id;
    let here = Route::Agency { agency }.href();
    let back = here.clone();
    let version = RwSignal::new(view.version);
    let changed = RwSignal::new(Vec::new());
    let value = RwSignal::new(
        view.person
            .as_ref()
            .map_or_else(String::new, |person| person.id.to_string()),
    );
    let choices: Vec<Choice> = std::iter::once(Choice::new("", EVERYONE))
        .chain(
            view.leads
                .iter()
                .map(|lead| Choice::new(lead.id.to_string(), lead.name.clone())),
        )
        .collect();
    let submit = Callback::new(move |()| {
        errors.clear();
        let form = SetAccountable {
            person: value.with_untracked(|value| value.parse().ok()),
        };
        let (go, here, read) = (go.clone(), here.clone(), version.get_untracked());
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.set_accountable(agency, read, &form).await }
            },
            move |answer| match answer {
                Ok(now) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: format!(
                                "{} will be told when a cycle closes without reports.",
                                named(&now)
                            ),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<AccountableView>(&fault) {
                        version.set(now.version);
                        changed.set(vec![("Who answers".to_owned(), named(&now))]);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <ChangedMeanwhile fields=changed />
        <Form errors on_submit=submit>
            <Select id="person" label="Who answers" value choices />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
    .into_any()
}
