use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::AgencyList;
use shared::auth::api::{GrantView, PersonView, SetGrants};
use shared::ids::PersonId;

use super::grants::{RoleFields, RolesForm};
use super::roles::term;
use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading,
};

/// Where a person's roles are changed.
#[component]
pub fn PersonRolesPage(person: PersonId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move {
        Ok((client.person(person).await?, client.agencies().await?))
    });
    let caption = Signal::derive(move || match resource.get() {
        Some(Ok((person, _))) => Some(person.name),
        _ => None,
    });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("People", Route::People.href()),
            NavItem::new("Account", Route::Person { person }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Change roles" caption errors />
        <Load
            resource
            children=move |(person, agencies): (PersonView, AgencyList)| view! { <Roles person agencies errors /> }
        />
    }
}

#[component]
fn Roles(person: PersonView, agencies: AgencyList, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let id = person.id;
    let here = Route::Person { person: id }.href();
    let roles = RolesForm::of(&person.grants);
    let version = RwSignal::new(person.version);
    let changed = RwSignal::new(Vec::new());
    let back = here.clone();
    let submit = Callback::new(move |()| {
        let form = match roles.read() {
            Ok(grants) => SetGrants { grants },
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let (go, here, read) = (go.clone(), here.clone(), version.get_untracked());
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.set_grants(id, read, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "The roles have been changed.".to_owned(),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<PersonView>(&fault) {
                        version.set(now.version);
                        changed.set(vec![("Roles".to_owned(), words(&now.grants))]);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <ChangedMeanwhile fields=changed />
        <Form errors on_submit=submit>
            <RoleFields form=roles agencies=agencies.items />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save roles"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

fn words(grants: &[GrantView]) -> String {
    if grants.is_empty() {
        return "none".to_owned();
    }
    grants
        .iter()
        .map(|grant| {
            let place = match (&grant.agency, &grant.plan) {
                (Some(agency), _) => Some(agency.name.clone()),
                (None, Some(plan)) => Some(plan.title.clone()),
                (None, None) => None,
            };
            let time = term(grant.from, grant.until, dates::today());
            std::iter::once(grant.role.label().to_owned())
                .chain(place)
                .chain(time)
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect::<Vec<_>>()
        .join("; ")
}
