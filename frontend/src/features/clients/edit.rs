use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::auth::TokenScope;
use shared::clients::api::{ClientView, PatchClient};
use shared::ids::ClientId;
use shared::patch::Patch;
use shared::text::{NAME_MAX, line};

use super::create::givable;
use super::scopes::{ScopeFields, chosen};
use crate::api::{ChangedMeanwhile, Sending, load, refusal, show, stale};
use crate::routes::Route;
use crate::session::Session;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, InsetText, Load,
    NavItem, Notice, NoticeKind, Notices, PageHeading, TextField,
};

/// Where the name and the scopes of a client are changed.
#[component]
pub fn ClientEditPage(client: ClientId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |api| async move { api.api_client(client).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("API clients", Route::Clients.href()),
            NavItem::new("Client", Route::Client { client }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Change an API client" errors />
        <Load resource children=move |known: ClientView| view! { <EditForm known errors /> } />
    }
}

fn codes(scopes: &[TokenScope]) -> Vec<String> {
    scopes.iter().map(|scope| scope.code().to_owned()).collect()
}

#[component]
fn EditForm(known: ClientView, errors: FormErrors) -> impl IntoView {
    if let Some(why) = refusal(&known.allowed, "update") {
        return view! { <InsetText>{why}</InsetText> }.into_any();
    }
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let id = known.id;
    let here = Route::Client { client: id }.href();
    let back = here.clone();
    let version = RwSignal::new(known.version);
    let name = RwSignal::new(known.name.clone());
    let values = RwSignal::new(codes(&known.scopes));
    let changed = RwSignal::new(Vec::new());
    // What somebody else gave can stay or go, but not be given anew.
    let actor = Session::here().actor();
    let may = givable(actor.as_ref(), known.agency.id);
    let offered: Vec<TokenScope> = TokenScope::ALL
        .iter()
        .copied()
        .filter(|scope| may.contains(scope) || known.scopes.contains(scope))
        .collect();
    let submit = Callback::new(move |()| {
        let kept = name.with_untracked(|name| line("/name", "the client's name", name, NAME_MAX));
        let scopes = chosen(values);
        let form = match (kept, scopes.is_empty()) {
            (Ok(name), false) => PatchClient {
                name: Patch::Set(name),
                scopes: Patch::Set(scopes),
                state: Patch::Keep,
            },
            (name, none) => {
                let none = none.then(|| FormError::field("scopes", "Choose at least one scope"));
                let faults = [name.err().map(FormError::from), none];
                return errors.set(faults.into_iter().flatten().collect());
            }
        };
        errors.clear();
        let (go, here, read) = (go.clone(), here.clone(), version.get_untracked());
        sending.send(
            move |api| {
                let form = form.clone();
                async move { api.patch_api_client(id, read, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "The client has been changed. Its tokens that are out already lose what you took away.".to_owned(),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<ClientView>(&fault) {
                        version.set(now.version);
                        changed.set(vec![
                            ("Name".to_owned(), now.name),
                            ("Scopes".to_owned(), TokenScope::write_list(&now.scopes)),
                        ]);
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
            <ScopeFields values offered />
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
