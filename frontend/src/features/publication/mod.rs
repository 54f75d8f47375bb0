//! What anybody may read without signing in, and where it is switched on and off.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::publication::api::{PublicationForm, PublicationView};

use crate::api::{Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Checkboxes, Choice, ErrorSummary, Form,
    FormErrors, InsetText, Load, NavItem, Notice, NoticeKind, Notices, PageHeading,
};

/// Where the public reads, and the same for programs.
const SERVICES_PAGES: &str = "/public/services";
const OPEN_DATA: &str = "/oruk/v3/services";
const PATHWAYS_PAGES: &str = "/public/pathways";

const SERVICES: &str = "services";
const PATHWAYS: &str = "pathways";

/// What anybody may read without signing in.
#[component]
pub fn PublicationPage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.publication().await });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Services", Route::Services.href())] />
        <ErrorSummary errors />
        <PageHeading title="What anybody may read" errors />
        <p class="govuk-body tl-measure">
            "The directory of services and the pathways can be open to everybody, so that young people, parents and schools find help without an account. Of services, those that are open today are told: name, what they do, who provides them, for whom, where, and how to get in. Of pathways, those that have not ended: who can open the door, the stages, the ways out and what is promised. Remarks, sources, findings, who pays, and everything else in this service stay inside."
        </p>
        <Load resource children=move |view: PublicationView| view! { <Publication view errors /> } />
    }
}

#[component]
fn Publication(view: PublicationView, errors: FormErrors) -> impl IntoView {
    let may = view
        .allowed
        .iter()
        .any(|permit| permit.act == "update" && permit.refusal.is_none());
    let public = form_of(&view);
    view! {
        <Addresses public />
        {if may {
            view! { <Switch view errors /> }.into_any()
        } else {
            view! { <p class="govuk-body">"An administrator opens these to everybody, and closes them again."</p> }
                .into_any()
        }}
    }
}

const fn form_of(view: &PublicationView) -> PublicationForm {
    PublicationForm {
        services: view.services,
        pathways: view.pathways,
    }
}

/// Where it is read, while it is public.
#[component]
fn Addresses(public: PublicationForm) -> impl IntoView {
    let mut links = Vec::new();
    if public.services {
        links.push((SERVICES_PAGES, "The services, as the public reads them"));
        links.push((
            OPEN_DATA,
            "The services as open data, in the form of Open Referral UK",
        ));
    }
    if public.pathways {
        links.push((PATHWAYS_PAGES, "The pathways, as the public reads them"));
    }
    if links.is_empty() {
        return view! { <InsetText>"Nothing is public at the moment."</InsetText> }.into_any();
    }
    let items = links
        .into_iter()
        .map(|(href, words)| {
            view! {
                <li>
                    <a href=href rel="external">
                        {words}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <InsetText>
            <p>"Public at the moment:"</p>
            <ul class="govuk-list">{items}</ul>
        </InsetText>
    }
    .into_any()
}

#[component]
fn Switch(view: PublicationView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let values = RwSignal::new(chosen(form_of(&view)));
    let version = RwSignal::new(view.version);
    let submit = Callback::new(move |()| {
        let form = values.with_untracked(|values| read(values));
        let seen = version.get_untracked();
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| async move { client.replace_publication(seen, form).await },
            move |answer| match answer {
                Ok(now) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: done(form_of(&now)).to_owned(),
                        });
                    }
                    go(&Route::Services.href(), NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<PublicationView>(&fault) {
                        version.set(now.version);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    let choices = vec![
        Choice::new(SERVICES, "The directory of services"),
        Choice::new(PATHWAYS, "The pathways"),
    ];
    view! {
        <Form errors on_submit=submit>
            <Checkboxes
                id="public"
                legend="What may everybody read without signing in?"
                hint="Choose none to close both. Copies that others keep are gone within a minute."
                values
                choices
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=Route::Services.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

fn chosen(form: PublicationForm) -> Vec<String> {
    [(SERVICES, form.services), (PATHWAYS, form.pathways)]
        .into_iter()
        .filter(|(_, on)| *on)
        .map(|(value, _)| value.to_owned())
        .collect()
}

fn read(values: &[String]) -> PublicationForm {
    let has = |value: &str| values.iter().any(|one| one == value);
    PublicationForm {
        services: has(SERVICES),
        pathways: has(PATHWAYS),
    }
}

const fn done(form: PublicationForm) -> &'static str {
    match (form.services, form.pathways) {
        (true, true) => "The directory of services and the pathways are public.",
        (true, false) => "The directory of services is public, the pathways are not.",
        (false, true) => "The pathways are public, the directory of services is not.",
        (false, false) => "Nothing is public any more.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_survives_the_form() {
        for bits in 0u8..4 {
            let form = PublicationForm {
                services: bits & 1 != 0,
                pathways: bits & 2 != 0,
            };
            assert_eq!(read(&chosen(form)), form);
        }
    }
}
