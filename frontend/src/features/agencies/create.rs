use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::AgencyKind;
use shared::agencies::api::{AgencyList, CreateAgency};
use shared::text::{NAME_MAX, line};

use super::fields::{agencies, filled, kinds};
use crate::api::{Sending, load, show};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, FieldWidth, Form, FormErrors, Load,
    NavItem, Notice, NoticeKind, Notices, PageHeading, Select, TextField,
};

/// Where an agency is added.
#[component]
pub fn NewAgencyPage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.agencies().await });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Agencies", Route::Agencies.href())] />
        <ErrorSummary errors />
        <PageHeading title="Add an agency" errors />
        <Load resource children=move |list: AgencyList| view! { <NewAgencyForm list errors /> } />
    }
}

#[component]
fn NewAgencyForm(list: AgencyList, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let text = || RwSignal::new(String::new());
    let (name, abbreviation, kind, parent) = (text(), text(), text(), text());
    let parents = agencies(&list.items, None, "Nothing", |_| true);
    let submit = Callback::new(move |()| {
        let kept = name.with_untracked(|name| line("/name", "the agency's name", name, NAME_MAX));
        let chosen = kind.with_untracked(|kind| AgencyKind::from_code(kind));
        let form = match (kept, chosen) {
            (Ok(name), Some(kind)) => CreateAgency {
                name,
                abbreviation: abbreviation.with_untracked(|text| filled(text)),
                kind,
                parent: parent.with_untracked(|id| id.parse().ok()),
            },
            (name, kind) => {
                let name = name.err().map(FormError::from);
                let kind = kind
                    .is_none()
                    .then(|| FormError::field("kind", "Choose what kind of agency it is"));
                return errors.set([name, kind].into_iter().flatten().collect());
            }
        };
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.create_agency(&form).await }
            },
            move |answer| match answer {
                Ok(made) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: format!("{} has been added.", made.name),
                        });
                    }
                    go(
                        &Route::Agency { agency: made.id }.href(),
                        NavigateOptions::default(),
                    );
                }
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Form errors on_submit=submit>
            <TextField id="name" label="Name" value=name />
            <TextField
                id="abbreviation"
                label="Short name (optional)"
                hint="What people call it, such as an abbreviation"
                value=abbreviation
                width=FieldWidth::Twenty
            />
            <Select id="kind" label="Kind" value=kind choices=Signal::stored(kinds()) />
            <Select id="parent" label="Part of" value=parent choices=Signal::stored(parents) />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Add agency"
                </Button>
                <a href=Route::Agencies.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
