use leptos::prelude::*;
use shared::policy::{Resource, Target, Verb};
use shared::updates::api::{MyWork, Owed};

use super::device::OnThisDevice;
use super::due;
use super::greens::UnchangedGreens;
use super::owed::OwedTable;
use super::tables::{Drafts, Returned, Submitted, ToEndorse, ToReview, Upcoming};
use crate::api::load;
use crate::dates;
use crate::features::sheets::may_import_updates;
use crate::live::{Changes, Unseen, touches_work};
use crate::routes::Route;
use crate::session::Session;
use crate::ui::load::Empty;
use crate::ui::{
    EmptyState, ErrorSummary, FormErrors, Load, NoticeKind, NotificationBanner, PageHeading,
};

/// What waits for the person: the first page after the sign-in.
#[component]
pub fn MyWorkPage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.my_work().await });
    let due = Memo::new(move |_| {
        resource.with(|answer| match answer {
            Some(Ok(work)) => due::sentence(work, dates::today()),
            _ => None,
        })
    });
    let empty = Empty::when(nothing, || view! { <NothingWaits /> });
    view! {
        {move || {
            due.get()
                .map(|sentence| {
                    view! {
                        <NotificationBanner kind=NoticeKind::News>
                            <p class="tl-notice__text">{sentence}</p>
                        </NotificationBanner>
                    }
                })
        }}
        <ErrorSummary errors />
        <PageHeading title="My work" errors />
        <OnThisDevice />
        <Load resource=resource empty=empty let:work>
            <FromSheet owed=work.owed.clone() drafts=!work.drafts.is_empty() />
            <Returned items=work.returned />
            <UnchangedGreens items=work.to_review.clone() unchanged=work.unchanged resource errors />
            <ToReview items=work.to_review />
            <ToEndorse items=work.to_endorse />
            <Drafts items=work.drafts />
            <OwedTable items=work.owed errors />
            <Submitted items=work.submitted />
            <Upcoming items=work.upcoming />
        </Load>
        <Changes unseen=Unseen::of(touches_work) show=Callback::new(move |()| resource.refetch()) />
    }
}

/// The way to report on many actions at once, for those who have any to report on.
#[component]
fn FromSheet(owed: Vec<Owed>, drafts: bool) -> impl IntoView {
    let session = Session::here();
    let plans = session.view().map(|view| view.plans).unwrap_or_default();
    let plan = owed
        .iter()
        .find(|owed| owed.can_start)
        .map(|owed| owed.plan.slug.clone())
        .or_else(|| {
            let own = plans
                .into_iter()
                .find(|plan| may_import_updates(session, plan.id));
            own.filter(|_| drafts).map(|plan| plan.slug)
        });
    plan.map(|plan| {
        view! {
            <p class="govuk-body">
                <a href=Route::Import { plan }.href()>"Report on several actions in a spreadsheet"</a>
            </p>
        }
    })
}

fn nothing(work: &MyWork) -> bool {
    let MyWork {
        returned,
        to_review,
        unchanged: _,
        to_endorse,
        drafts,
        owed,
        submitted,
        upcoming,
    } = work;
    returned.is_empty()
        && to_review.is_empty()
        && to_endorse.is_empty()
        && drafts.is_empty()
        && owed.is_empty()
        && submitted.is_empty()
        && upcoming.is_empty()
}

/// Why nothing waits, for people who report and for people who do not, and where to go instead.
#[component]
fn NothingWaits() -> impl IntoView {
    let session = Session::here();
    let view = untrack(|| session.view());
    let agencies: Vec<_> = view
        .as_ref()
        .map(|view| {
            view.grants
                .iter()
                .filter_map(|grant| Some(grant.agency.as_ref()?.id))
                .collect()
        })
        .unwrap_or_default();
    let own = Target {
        agencies: &agencies,
        ..Target::default()
    };
    let reports = untrack(|| session.can(Verb::Create, Resource::OpenUpdate, &own));
    let why = if reports {
        "Your agencies owe no update, and nothing waits for your review. When a reporting cycle opens, the actions that you lead appear here."
    } else {
        "Your role does not report on actions, so nothing is asked of you here."
    };
    let plan = view.and_then(|view| view.plans.into_iter().next());
    view! {
        <EmptyState title="Nothing waits for you">
            <p class="govuk-body">{why}</p>
            {plan
                .map(|plan| {
                    view! {
                        <p class="govuk-body">
                            <a href=Route::Overview { plan: plan.slug }.href()>
                                {format!("See where {} stands", plan.title)}
                            </a>
                        </p>
                    }
                })}
        </EmptyState>
    }
}
