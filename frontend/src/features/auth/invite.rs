use leptos::prelude::*;
use shared::agencies::api::AgencyList;
use shared::auth::api::{InvitePerson, Invited};
use shared::text::{NAME_MAX, email as check_email, line};

use super::grants::{RoleFields, RolesForm};
use super::handover::Handover;
use crate::api::{Sending, load, show};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonLink, ButtonRole, ErrorSummary, Form, FormErrors, Load,
    NavItem, PageHeading, TextField, TextKind,
};

/// Where a person is invited; afterwards it shows the link to hand to them.
#[component]
pub fn InvitePage() -> impl IntoView {
    let errors = FormErrors::new();
    let invited = RwSignal::new(None::<Invited>);
    let around = load(|client| async move { client.agencies().await });
    let title = Signal::derive(move || match invited.get() {
        Some(invited) => format!("{} has been invited", invited.person.name),
        None => "Invite a person".to_owned(),
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("People", Route::People.href())] />
        <ErrorSummary errors />
        <PageHeading title errors />
        {move || match invited.get() {
            Some(answer) => view! { <Done answer invited /> }.into_any(),
            None => {
                view! {
                    <Load
                        resource=around
                        children=move |agencies: AgencyList| view! { <InviteForm agencies errors invited /> }
                    />
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn InviteForm(
    agencies: AgencyList,
    errors: FormErrors,
    invited: RwSignal<Option<Invited>>,
) -> impl IntoView {
    let sending = Sending::new();
    let (name, email) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let roles = RolesForm::of(&[]);
    let submit = Callback::new(move |()| {
        let form = match read(name, email, roles) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.invite(&form).await }
            },
            move |answer| match answer {
                Ok(answer) => invited.set(Some(answer)),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <p class="govuk-body">
            "You get a link to give to the person. With it they choose a password of their own, and are in."
        </p>
        <Form errors on_submit=submit>
            <TextField id="name" label="Name" value=name autocomplete="off" />
            <TextField id="email" label="Email address" value=email kind=TextKind::Email autocomplete="off" />
            <RoleFields form=roles agencies=agencies.items />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Invite"
                </Button>
                <a href=Route::People.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

fn read(
    name: RwSignal<String>,
    email: RwSignal<String>,
    roles: RolesForm,
) -> Result<InvitePerson, Vec<FormError>> {
    let name = name.with_untracked(|name| line("/name", "the person's name", name, NAME_MAX));
    let email = email.with_untracked(|email| check_email("/email", email));
    match (name, email, roles.read()) {
        (Ok(name), Ok(email), Ok(grants)) => Ok(InvitePerson {
            name,
            email,
            grants,
        }),
        (name, email, grants) => Err([name.err(), email.err()]
            .into_iter()
            .flatten()
            .map(FormError::from)
            .chain(grants.err().into_iter().flatten())
            .collect()),
    }
}

#[component]
fn Done(answer: Invited, invited: RwSignal<Option<Invited>>) -> impl IntoView {
    let Invited { person, link } = answer;
    let again = Callback::new(move |_| invited.set(None));
    view! {
        <Handover name=person.name link />
        <ButtonGroup>
            <ButtonLink href=Route::People.href()>"Back to people"</ButtonLink>
            <Button kind=crate::ui::ButtonKind::Secondary on_press=again>
                "Invite somebody else"
            </Button>
            <a href=Route::Person { person: person.id }.href()>"See the account"</a>
        </ButtonGroup>
    }
}
