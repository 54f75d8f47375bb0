//! The forms that add and change a pathway.

mod about;
mod known;
mod panel;
mod shape;
mod standards;
mod typed;

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::PathwayId;
use shared::pathways::api::{PathwayDraft, PathwayView};
use shared::pathways::changes;
use uuid::Uuid;

use super::findings::AT;
use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, Load, NavItem,
    Notice, NoticeKind, Notices, PageHeading,
};
use about::{About, Around};
use known::Known;
use panel::Panel;
use shape::{Doors, Exits, Moves, SERVICES, Stages};
use standards::StandardRows;
use typed::Typed;

/// Where a pathway is added.
#[component]
pub fn NewPathwayPage(plan: String) -> impl IntoView {
    let errors = FormErrors::new();
    let asked = plan.clone();
    let resource = load(move |client| {
        let plan = asked.clone();
        async move { Known::ask(&client, &plan).await }
    });
    let list = Route::Pathways { plan: plan.clone() }.href();
    view! {
        <Breadcrumbs items=vec![NavItem::new("Pathways", list)] />
        <ErrorSummary errors />
        <PageHeading title="Add a pathway" errors />
        <Load
            resource
            children=move |known: Known| view! { <PathwayForm plan=plan.clone() known view=None errors /> }
        />
    }
}

/// Where a pathway is changed.
#[component]
pub fn PathwayEditPage(plan: String, pathway: PathwayId) -> impl IntoView {
    let errors = FormErrors::new();
    let asked = plan.clone();
    let resource = load(move |client| {
        let plan = asked.clone();
        async move {
            let view = client.pathway(&plan, pathway, None).await?;
            Ok((view, Known::ask(&client, &plan).await?))
        }
    });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.0.name));
    let list = Route::Pathways { plan: plan.clone() }.href();
    let here = Route::Pathway {
        plan: plan.clone(),
        pathway,
    };
    view! {
        <Breadcrumbs items=vec![NavItem::new("Pathways", list), NavItem::new("Pathway", here.href())] />
        <ErrorSummary errors />
        <PageHeading title="Change the pathway" caption errors />
        <Load
            resource
            children=move |(view, known): (PathwayView, Known)| {
                view! { <PathwayForm plan=plan.clone() known view=Some(view) errors /> }
            }
        />
    }
}

/// What somebody else changed, in the words of the history.
fn differences(
    before: &PathwayView,
    now: &PathwayView,
    names: &HashMap<Uuid, String>,
) -> Vec<(String, String)> {
    let (old, new) = (PathwayDraft::of(before), PathwayDraft::of(now));
    let own = super::names::all(now);
    let name = |id: Uuid| {
        names
            .get(&id)
            .or_else(|| own.get(&id))
            .cloned()
            .unwrap_or_default()
    };
    changes(&old, &new, name)
        .into_iter()
        .map(|change| {
            let now = change.to.unwrap_or_else(|| "taken out".to_owned());
            (change.field, now)
        })
        .collect()
}

#[component]
fn PathwayForm(
    plan: String,
    known: Known,
    view: Option<PathwayView>,
    errors: FormErrors,
) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let names = view
        .as_ref()
        .map(|view| known.names(view))
        .unwrap_or_default();
    let names = StoredValue::new(names);
    let known = StoredValue::new(known);
    let linked = view.as_ref().map(|view| view.actions.clone());
    let draft = view.as_ref().map(PathwayDraft::of);
    let typed = Typed::of(draft.as_ref(), linked.unwrap_or_default(), known);
    let back = match &view {
        Some(view) => Route::Pathway {
            plan: plan.clone(),
            pathway: view.id,
        },
        None => Route::Pathways { plan: plan.clone() },
    };
    let save = if view.is_some() {
        "Save"
    } else {
        "Add pathway"
    };
    let base = StoredValue::new(view);
    let changed = RwSignal::new(Vec::new());
    let submit = Callback::new(move |()| {
        let form = match typed.read() {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let known = base.with_value(|view| view.as_ref().map(|view| (view.id, view.version)));
        let (asked, plan, go) = (plan.clone(), plan.clone(), go.clone());
        sending.send(
            move |client| {
                let (form, plan) = (form.clone(), asked.clone());
                async move {
                    match known {
                        Some((id, version)) => {
                            client.replace_pathway(&plan, id, version, &form).await
                        }
                        None => client.create_pathway(&plan, &form).await,
                    }
                }
            },
            move |answer| match answer {
                Ok(saved) => {
                    if let Some(notices) = notices {
                        let done = if known.is_some() { "changed" } else { "added" };
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: format!("{} has been {done}.", saved.name),
                        });
                    }
                    let page = Route::Pathway {
                        plan,
                        pathway: saved.id,
                    };
                    go(&page.href(), NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<PathwayView>(&fault) {
                        let before = base.get_value();
                        if let Some(before) = before {
                            let told = names.with_value(|names| differences(&before, &now, names));
                            changed.set(told);
                        }
                        base.set_value(Some(now));
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    let services = known.with_value(|known| {
        known
            .services
            .iter()
            .map(|service| view! { <option value=service.name.clone()></option> })
            .collect_view()
    });
    // Somebody who comes from a finding is taken to its field.
    let at = crate::routes::query().with_untracked(|query| query.get(AT));
    if let Some(at) = at {
        crate::ui::rows::go_to(at);
    }
    view! {
        <ChangedMeanwhile fields=changed />
        <datalist id=SERVICES>{services}</datalist>
        <Form errors on_submit=submit>
            <div class="tl-pathway__form">
                <About typed />
                <Doors typed />
                <Stages typed known />
                <Moves typed />
                <Exits typed known />
                <StandardRows typed />
                <Around typed known />
                <Panel typed />
                <ButtonGroup>
                    <Button role=ButtonRole::Submit busy=sending.busy()>
                        {save}
                    </Button>
                    <a href=back.href()>"Cancel"</a>
                </ButtonGroup>
            </div>
        </Form>
    }
}
