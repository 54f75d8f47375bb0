use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::auth::api::{PatchPerson, PersonView};
use shared::ids::PersonId;
use shared::patch::Patch;
use shared::text::{NAME_MAX, line};

use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading, TextField,
};

/// Where a person's name is changed.
#[component]
pub fn PersonNamePage(person: PersonId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.person(person).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("People", Route::People.href()),
            NavItem::new("Account", Route::Person { person }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Change a person's name" errors />
        <Load resource children=move |person: PersonView| view! { <NameForm person errors /> } />
    }
}

#[component]
fn NameForm(person: PersonView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let id = person.id;
    let here = Route::Person { person: id }.href();
    let (name, version) = (
        RwSignal::new(person.name.clone()),
        RwSignal::new(person.version),
    );
    let changed = RwSignal::new(Vec::new());
    let back = here.clone();
    let submit = Callback::new(move |()| {
        let kept = name.with_untracked(|name| line("/name", "the person's name", name, NAME_MAX));
        let form = match kept {
            Ok(name) => PatchPerson {
                name: Patch::Set(name),
                ..PatchPerson::default()
            },
            Err(fault) => return errors.set(vec![fault.into()]),
        };
        errors.clear();
        let (go, here, read) = (go.clone(), here.clone(), version.get_untracked());
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.patch_person(id, read, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "The name has been changed.".to_owned(),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<PersonView>(&fault) {
                        version.set(now.version);
                        changed.set(vec![("Name".to_owned(), now.name)]);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <ChangedMeanwhile fields=changed />
        <Form errors on_submit=submit>
            <TextField id="name" label="Name" value=name autocomplete="off" />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
