//! The way from an action to its report.

use client::Fault;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::AgencyRef;
use shared::ids::{AgencyId, UpdateId};
use shared::plans::api::ActionView;
use shared::policy::RefusalCode;
use shared::problem::ErrorCode;
use shared::updates::api::{StartUpdate, UpdateView};

use super::acts::{Standing, standing};
use crate::api::{Sending, show};
use crate::routes::Route;
use crate::session::Session;
use crate::ui::{Button, ButtonKind, ButtonLink, Choice, FormErrors, Select};

/// Starts the report of the cycle, or goes on with the one that is begun. Renders nothing where there is neither.
#[component]
pub fn ReportButton(record: ActionView, errors: FormErrors) -> impl IntoView {
    if let Some(update) = record.open_update {
        // Whoever may read the report but not write it, as the plan's coordinator, is led to its page.
        if reads_only(&record) {
            let href = Route::Update { update }.href();
            return view! { <ButtonLink href kind=ButtonKind::Secondary>"Read the open report"</ButtonLink> }.into_any();
        }
        let href = Route::UpdateEditor { update }.href();
        return view! { <ButtonLink href>"Continue the report"</ButtonLink> }.into_any();
    }
    match (standing(&record.allowed, "report"), &record.cycle) {
        (Standing::Open, Some(cycle)) => {
            let start = StartUpdate {
                action: record.id,
                cycle: cycle.id,
                agency: None,
                corrects: None,
            };
            let agencies = reporters(&record, Session::here());
            view! { <Start start agencies errors /> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// The agencies of the person that answer for the action.
fn reporters(record: &ActionView, session: Session) -> Vec<AgencyRef> {
    let own: Vec<AgencyId> = untrack(|| session.view())
        .map(|view| {
            view.grants
                .iter()
                .filter_map(|grant| Some(grant.agency.as_ref()?.id))
                .collect()
        })
        .unwrap_or_default();
    let mut found: Vec<AgencyRef> = Vec::new();
    for part in record.parts.iter().filter(|part| part.role.leads()) {
        let reporter = part.reported_by.as_ref().unwrap_or(&part.agency);
        if own.contains(&reporter.id) && !found.contains(reporter) {
            found.push(reporter.clone());
        }
    }
    found
}

#[component]
fn Start(start: StartUpdate, agencies: Vec<AgencyRef>, errors: FormErrors) -> impl IntoView {
    let (sending, navigate) = (Sending::new(), use_navigate());
    let agency = RwSignal::new(
        agencies
            .first()
            .map(|agency| agency.id.to_string())
            .unwrap_or_default(),
    );
    let choose = (agencies.len() > 1).then(|| {
        let choices: Vec<_> = agencies
            .iter()
            .map(|agency| Choice::new(agency.id.to_string(), agency.name.clone()))
            .collect();
        view! { <Select id="agency" label="Report for" value=agency choices=Signal::stored(choices) /> }
    });
    let on_press = Callback::new(move |_| {
        let form = StartUpdate {
            agency: agency.get_untracked().parse().ok(),
            ..start.clone()
        };
        let navigate = navigate.clone();
        let go = move |route: Route| navigate(&route.href(), NavigateOptions::default());
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.start_update(&form).await }
            },
            move |answer| match answer {
                Ok(update) => go(Route::UpdateEditor { update: update.id }),
                Err(fault) => match begun(&fault) {
                    Some(update) => go(Route::Update { update }),
                    None => show(errors, &fault),
                },
            },
        );
    });
    view! {
        {choose}
        <Button busy=sending.busy() on_press>
            "Report progress"
        </Button>
    }
}

/// The report that somebody else has begun for the cycle in the meantime.
fn begun(fault: &Fault) -> Option<UpdateId> {
    match fault {
        Fault::Problem(problem) if problem.code == ErrorCode::AlreadyExists => {
            let current = problem.current.clone()?;
            Some(serde_json::from_value::<UpdateView>(current).ok()?.id)
        }
        _ => None,
    }
}

/// Whether the policy, and not the state of things, keeps the person from reporting.
fn reads_only(record: &ActionView) -> bool {
    record.allowed.iter().any(|permit| {
        permit.act == "report"
            && permit.refusal.as_ref().is_some_and(|refusal| {
                matches!(
                    refusal.code,
                    RefusalCode::NotYourRole | RefusalCode::NotYours
                )
            })
    })
}
