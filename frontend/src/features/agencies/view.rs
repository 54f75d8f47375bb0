use leptos::prelude::*;
use shared::agencies::api::{AgencyRef, AgencyView};
use shared::ids::AgencyId;
use shared::policy::{Resource, Target, Verb};

use super::duties::Duties;
use super::standing::StandingTags;
use crate::api::{load, open};
use crate::dates;
use crate::features::activity::LatestOfAgency;
use crate::routes::{Route, with_query};
use crate::session::Session;
use crate::ui::{
    Breadcrumbs, ButtonGroup, ButtonKind, ButtonLink, InsetText, Load, NavItem, PageHeading,
    SummaryList, SummaryRow,
};

/// One agency: who it is, what it belongs to, what it has to do.
#[component]
pub fn AgencyPage(agency: AgencyId) -> impl IntoView {
    let resource = load(move |client| async move { client.agency(agency).await });
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let title = Signal::derive(move || {
        known.with(|agency| {
            agency
                .as_ref()
                .map_or_else(|| "Agency".to_owned(), |agency| agency.name.clone())
        })
    });
    let caption =
        Signal::derive(move || known.with(|agency| Some(agency.as_ref()?.kind.label().to_owned())));
    view! {
        <Breadcrumbs items=vec![NavItem::new("Agencies", Route::Agencies.href())] />
        <PageHeading title caption />
        <Load resource children=move |agency: AgencyView| view! { <Agency agency /> } />
    }
}

#[component]
fn Agency(agency: AgencyView) -> impl IntoView {
    let (id, duties) = (agency.id, agency.duties.clone());
    let name = agency.name.clone();
    view! {
        <Fate agency=agency.clone() />
        <Acts agency=agency.clone() />
        <Facts agency />
        <Duties duties agency=name />
        <LatestOfAgency agency=id />
    }
}

/// That an agency has ended and what carries on, or that it stands for many.
#[component]
fn Fate(agency: AgencyView) -> impl IntoView {
    let ended = agency.valid_to.map(|last| {
        let heir = agency
            .successor
            .clone()
            .map(|heir| view! { " " <AgencyLink agency=heir /> " carries on its duties." });
        view! { <InsetText>"This agency ended on " {dates::day(last)} "." {heir}</InsetText> }
    });
    let class = agency.is_class.then(|| {
        let reporter = match agency.reported_by.clone() {
            Some(member) => view! { <AgencyLink agency=member /> " reports for all of them." }.into_any(),
            None => "Nobody reports for it yet: name the member that does.".into_any(),
        };
        view! {
            <InsetText>
                "This stands for a class of agencies. It has no accounts and cannot report by itself. " {reporter}
            </InsetText>
        }
    });
    view! {
        <p>
            <StandingTags is_class=agency.is_class valid_to=agency.valid_to />
        </p>
        {ended}
        {class}
    }
}

#[component]
fn Acts(agency: AgencyView) -> impl IntoView {
    let (update, succession) = (
        open(&agency.allowed, "update"),
        open(&agency.allowed, "succession"),
    );
    let id = agency.id;
    let own = [id];
    let target = Target {
        agencies: &own,
        ..Target::default()
    };
    let may_list = |resource| Session::here().can(Verb::List, resource, &target);
    let webhooks = may_list(Resource::Webhook);
    let clients = !agency.is_class && may_list(Resource::ApiClient);
    let answers =
        !agency.is_class && Session::here().can(Verb::Read, Resource::Accountable, &target);
    (update || succession || webhooks || clients || answers).then(|| {
        view! {
            <ButtonGroup>
                {update
                    .then(|| {
                        view! {
                            <ButtonLink href=Route::AgencyEdit { agency: id }.href() kind=ButtonKind::Secondary>
                                "Change the details"
                            </ButtonLink>
                        }
                    })}
                {succession
                    .then(|| {
                        view! {
                            <ButtonLink href=Route::AgencySuccession { agency: id }.href() kind=ButtonKind::Secondary>
                                "Merge or rename"
                            </ButtonLink>
                        }
                    })}
                {answers
                    .then(|| {
                        view! {
                            <ButtonLink href=Route::Accountable { agency: id }.href() kind=ButtonKind::Secondary>
                                "Who answers for it"
                            </ButtonLink>
                        }
                    })}
                {webhooks
                    .then(|| {
                        view! {
                            <ButtonLink href=Route::Webhooks { agency: id }.href() kind=ButtonKind::Secondary>
                                "Webhooks"
                            </ButtonLink>
                        }
                    })}
                {clients
                    .then(|| {
                        let href = with_query(&Route::Clients.href(), [("agency", id.to_string().as_str())]);
                        view! {
                            <ButtonLink href kind=ButtonKind::Secondary>
                                "API clients"
                            </ButtonLink>
                        }
                    })}
            </ButtonGroup>
        }
    })
}

#[component]
fn Facts(agency: AgencyView) -> impl IntoView {
    let AgencyView {
        abbreviation,
        kind,
        parent,
        members,
        aliases,
        role,
        note,
        reports_for,
        valid_from,
        predecessors,
        ..
    } = agency;
    view! {
        <SummaryList>
            {abbreviation.map(|short| view! { <SummaryRow name="Short name">{short}</SummaryRow> })}
            {(!aliases.is_empty())
                .then(|| {
                    let lines = aliases.into_iter().map(|alias| view! { <li>{alias}</li> }).collect_view();
                    view! {
                        <SummaryRow name="Other names">
                            <ul class="tl-lines">{lines}</ul>
                        </SummaryRow>
                    }
                })}
            <SummaryRow name="Kind">{kind.label()}</SummaryRow>
            {role
                .map(|role| {
                    view! {
                        <SummaryRow name="In the partnership">
                            <span class="tl-prose">{role}</span>
                        </SummaryRow>
                    }
                })}
            {parent
                .map(|parent| {
                    view! {
                        <SummaryRow name="Part of">
                            <AgencyLink agency=parent />
                        </SummaryRow>
                    }
                })}
            <AgencyRow name="Its parts" agencies=members />
            <AgencyRow name="Reports for" agencies=reports_for />
            <AgencyRow name="Carries on from" agencies=predecessors />
            {valid_from.map(|first| view! { <SummaryRow name="Began on">{dates::day(first)}</SummaryRow> })}
            {note
                .map(|note| {
                    view! {
                        <SummaryRow name="Note">
                            <span class="tl-prose">{note}</span>
                        </SummaryRow>
                    }
                })}
        </SummaryList>
    }
}

/// Agencies under one name; nothing where there are none.
#[component]
fn AgencyRow(name: &'static str, agencies: Vec<AgencyRef>) -> impl IntoView {
    (!agencies.is_empty()).then(|| {
        let lines = agencies
            .into_iter()
            .map(|agency| view! { <li><AgencyLink agency /></li> })
            .collect_view();
        view! {
            <SummaryRow name>
                <ul class="tl-lines">{lines}</ul>
            </SummaryRow>
        }
    })
}

/// An agency's name, leading to its page.
#[component]
fn AgencyLink(agency: AgencyRef) -> impl IntoView {
    view! { <a href=Route::Agency { agency: agency.id }.href()>{agency.name}</a> }
}
