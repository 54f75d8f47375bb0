//! Spreadsheets: files to take away, and sheets that come back.

mod import;
mod report;
mod templates;

use leptos::prelude::*;
use shared::ids::PlanId;
use shared::policy::{Resource, Target, Verb};

use crate::session::Session;

pub use import::ImportPage;
pub use report::{Report, ReportView};

/// A link to a file, which the browser fetches by itself.
#[component]
pub fn FileLink(#[prop(into)] href: String, words: &'static str) -> impl IntoView {
    view! {
        <a href=href download="" rel="external">
            {words}
        </a>
    }
}

/// Whether the person can have updates of a plan to bring in.
pub fn may_import_updates(session: Session, plan: PlanId) -> bool {
    can(session, plan, Verb::Create, Resource::OpenUpdate)
}

/// Whether the person can have milestones of a plan to bring in.
pub fn may_import_milestones(session: Session, plan: PlanId) -> bool {
    can(session, plan, Verb::Update, Resource::Action)
}

/// Whether the person can have anything of a plan to bring in.
pub fn may_import(session: Session, plan: PlanId) -> bool {
    may_import_updates(session, plan) || may_import_milestones(session, plan)
}

fn can(session: Session, plan: PlanId, verb: Verb, resource: Resource) -> bool {
    let agencies: Vec<_> = session
        .view()
        .map(|view| {
            view.grants
                .iter()
                .filter_map(|grant| Some(grant.agency.as_ref()?.id))
                .collect()
        })
        .unwrap_or_default();
    let target = Target {
        plan: Some(plan),
        agencies: &agencies,
        person: None,
    };
    session.can(verb, resource, &target)
}
