use client::Fault;
use leptos::prelude::*;
use shared::auth::api::{OneTimeLink, PatchPerson, PersonState, PersonView};
use shared::ids::PersonId;
use shared::patch::Patch;

use super::handover::Handover;
use super::roles::RoleLines;
use super::state::StateTag;
use crate::api::{Sending, load, open, refusal};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, Dialog, Failure, InsetText, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading, SummaryList, SummaryRow,
};

/// What the page loads.
type Person = LocalResource<Result<PersonView, Fault>>;

/// One person with an account.
#[component]
pub fn PersonPage(person: PersonId) -> impl IntoView {
    let resource = load(move |client| async move { client.person(person).await });
    let name = Signal::derive(move || match resource.get() {
        Some(Ok(person)) => person.name,
        _ => "Person".to_owned(),
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("People", Route::People.href())] />
        <PageHeading title=name />
        <Load resource children=move |person: PersonView| view! { <Facts person resource /> } />
    }
}

#[component]
fn Facts(person: PersonView, resource: Person) -> impl IntoView {
    let id = person.id;
    let change = |act: &str, route: Route| open(&person.allowed, act).then(|| route.href());
    let (rename, roles) = (
        change("update", Route::PersonName { person: id }),
        change("grants", Route::PersonRoles { person: id }),
    );
    let held = if person.grants.is_empty() {
        view! { <span class="tl-muted">"None: this person can sign in and sees nothing"</span> }
            .into_any()
    } else {
        view! { <RoleLines grants=person.grants.clone() /> }.into_any()
    };
    let seen = person
        .last_signed_in_at
        .map_or_else(|| "Never".to_owned(), dates::instant);
    let why = refusal(&person.allowed, "update");
    let (name, email) = (person.name.clone(), person.email.clone());
    view! {
        <SummaryList>
            <SummaryRow name="Name" change=rename>
                {name}
            </SummaryRow>
            <SummaryRow name="Email address">{email}</SummaryRow>
            <SummaryRow name="Account">
                <StateTag state=person.state />
            </SummaryRow>
            <SummaryRow name="Roles" change=roles>
                {held}
            </SummaryRow>
            <SummaryRow name="Last signed in">{seen}</SummaryRow>
        </SummaryList>
        {why.map(|why| view! { <InsetText>{why}</InsetText> })}
        <Acts person resource />
    }
}

/// What the caller can do to the account as a whole.
#[component]
fn Acts(person: PersonView, resource: Person) -> impl IntoView {
    let link = RwSignal::new(None::<OneTimeLink>);
    let linking = (open(&person.allowed, "link") && person.state != PersonState::Disabled)
        .then(|| view! { <NewLink person=person.id link /> });
    let closing = open(&person.allowed, "disable")
        .then(|| view! { <CloseAccount person=person.clone() resource /> });
    let opening = open(&person.allowed, "enable")
        .then(|| view! { <OpenAccount person=person.clone() resource /> });
    let name = person.name;
    view! {
        {move || link.get().map(|link| view! { <Handover name=name.clone() link /> })}
        <ButtonGroup>{linking} {opening} {closing}</ButtonGroup>
    }
}

#[component]
fn NewLink(person: PersonId, link: RwSignal<Option<OneTimeLink>>) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let make = Callback::new(move |_| {
        sending.send(
            move |client| async move { client.make_link(person).await },
            move |answer| match answer {
                Ok(made) => link.set(Some(made)),
                Err(fault) => tell(notices, fault),
            },
        );
    });
    view! {
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=make>
            "Make a link to a new password"
        </Button>
    }
}

#[component]
fn OpenAccount(person: PersonView, resource: Person) -> impl IntoView {
    let set = state_setter(&person, PersonState::Active, resource);
    view! {
        <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| set.run(()))>
            "Open the account again"
        </Button>
    }
}

#[component]
fn CloseAccount(person: PersonView, resource: Person) -> impl IntoView {
    let asked = RwSignal::new(false);
    let set = state_setter(&person, PersonState::Disabled, resource);
    let close = Callback::new(move |_| {
        asked.set(false);
        set.run(());
    });
    let title = format!("Close the account of {}?", person.name);
    view! {
        <Button kind=ButtonKind::Warning on_press=Callback::new(move |_| asked.set(true))>
            "Close the account"
        </Button>
        <Dialog id="close-account" title open=asked on_dismiss=Callback::new(move |()| asked.set(false))>
            <p class="govuk-body">
                "They are signed out everywhere at once and cannot sign in. What they wrote stays, under their name. The account can be opened again."
            </p>
            <ButtonGroup>
                <Button kind=ButtonKind::Warning on_press=close>
                    "Close the account"
                </Button>
                <Button kind=ButtonKind::Secondary on_press=Callback::new(move |_| asked.set(false))>
                    "Keep it open"
                </Button>
            </ButtonGroup>
        </Dialog>
    }
}

/// Closes or opens the account, and shows it as it stands then.
fn state_setter(person: &PersonView, state: PersonState, resource: Person) -> Callback<()> {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let (id, version, name) = (person.id, person.version, person.name.clone());
    Callback::new(move |()| {
        let form = PatchPerson {
            state: Patch::Set(state),
            ..PatchPerson::default()
        };
        let words = match state {
            PersonState::Disabled => format!("The account of {name} is closed."),
            PersonState::Active | PersonState::Invited => {
                format!("The account of {name} is open again.")
            }
        };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.patch_person(id, version, &form).await }
            },
            move |answer| {
                match answer {
                    Ok(_) => {
                        if let Some(notices) = notices {
                            notices.here(Notice {
                                kind: NoticeKind::Success,
                                text: words,
                            });
                        }
                    }
                    Err(fault) => tell(notices, fault),
                }
                resource.refetch();
            },
        );
    })
}

/// Says at the top of the page why something did not work.
fn tell(notices: Option<Notices>, fault: Fault) {
    let failure = Failure::from(fault);
    match notices {
        Some(notices) => notices.here(Notice {
            kind: NoticeKind::News,
            text: format!("{}. {}", failure.title, failure.detail),
        }),
        None => leptos::logging::error!("{}", failure.title),
    }
}
