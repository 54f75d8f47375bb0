use leptos::prelude::*;
use shared::cases::api::{CaseView, OwnPartView, PartView};
use shared::cases::{CaseVerb, Known, LawfulBasis, PartState};
use shared::ids::{CaseId, PartId};
use shared::policy::Role;
use shared::problem::ErrorCode;

use super::consent::{ConsentForm, TakeBackForm};
use super::own::{LeaveForm, NameForm, OfferForm};
use super::sharing::SharingFacts;
use crate::api::load;
use crate::dates;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::{
    Breadcrumbs, EmptyState, ErrorSummary, FormErrors, Load, NavItem, PageHeading, SummaryList,
    SummaryRow, Tag, TagColour,
};

/// What can be seen of a part: by those who are named on the case the case with it, and by those who look after the
/// agency's people the part alone.
#[derive(Clone)]
struct Seen {
    case: Option<CaseView>,
    own: Option<OwnPartView>,
}

/// An agency's part in a case.
#[component]
pub fn PartPage(case: CaseId, part: PartId) -> impl IntoView {
    let errors = FormErrors::new();
    let practises = Session::here()
        .actor()
        .is_some_and(|actor| actor.holds(Role::Practitioner));
    let resource = load(move |client| async move {
        let read = if practises {
            match client.case(case).await {
                Ok(read) => Some(read),
                // Not named: a lead all the same, perhaps.
                Err(fault) if fault.code() == Some(ErrorCode::NotFound) => None,
                Err(fault) => return Err(fault),
            }
        } else {
            None
        };
        let others = read.as_ref().is_some_and(|read| !own(read, part));
        let own = if others {
            None
        } else {
            Some(client.own_part(case, part).await?)
        };
        Ok(Seen { case: read, own })
    });
    let again = Callback::new(move |()| resource.refetch());
    let title = Signal::derive(move || {
        resource
            .get()
            .and_then(Result::ok)
            .and_then(|seen| name(&seen, part))
            .unwrap_or_else(|| "An agency’s part".to_owned())
    });
    let mut crumbs = vec![NavItem::new("Cases", Route::Cases.href())];
    if practises {
        crumbs.push(NavItem::new("Case", Route::Case { case }.href()));
    }
    view! {
        <Breadcrumbs items=crumbs />
        <ErrorSummary errors />
        <PageHeading title caption="An agency’s part in a case" errors />
        <Load resource children=move |seen: Seen| view! { <Part seen part errors again /> } />
    }
}

fn of(case: &CaseView, part: PartId) -> Option<&PartView> {
    case.parts.iter().find(|one| one.id == part)
}

/// Whether it is the live part of an agency for which the reader is named.
fn own(case: &CaseView, part: PartId) -> bool {
    of(case, part).is_some_and(|part| {
        part.state == PartState::Live && case.mine.iter().any(|agency| agency.id == part.agency.id)
    })
}

fn name(seen: &Seen, part: PartId) -> Option<String> {
    let own = seen.own.as_ref().map(|own| &own.agency);
    let read = || Some(&of(seen.case.as_ref()?, part)?.agency);
    Some(own.or_else(read)?.name.clone())
}

#[component]
fn Part(seen: Seen, part: PartId, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let Seen { case, own } = seen;
    let known = Known {
        born: case.as_ref().map(|case| case.born),
    };
    let read = case
        .as_ref()
        .and_then(|case| of(case, part).cloned().map(|part| (case.clone(), part)));
    let holds = read.as_ref().is_some_and(|(_, part)| part.holds);
    match (read, own) {
        (None, None) => view! {
            <EmptyState title="There is no such part">
                <p class="govuk-body">"The agency was never asked, or the address is not whole."</p>
            </EmptyState>
        }
        .into_any(),
        (Some((case, part)), None) => {
            let may = case.allowed.contains(&CaseVerb::Participants);
            view! {
                <PartFacts part=part.clone() />
                <Others case=case.id part known may errors again />
            }
            .into_any()
        }
        (None, Some(own)) => view! {
            <p class="govuk-body">{format!("Case {}", own.reference)}</p>
            <NameForm part=own errors again />
        }
        .into_any(),
        (Some((_, part)), Some(own)) => view! {
            <PartFacts part />
            <NameForm part=own.clone() errors again />
            <OfferForm part=own.clone() known errors again />
            <LeaveForm part=own known holds errors />
        }
        .into_any(),
    }
}

/// What the holder does to another agency's part.
#[component]
fn Others(
    case: CaseId,
    part: PartView,
    known: Known,
    may: bool,
    errors: FormErrors,
    again: Callback<()>,
) -> impl IntoView {
    let consented = part.sharing.as_ref().is_some_and(|sharing| {
        sharing.basis == LawfulBasis::Consent && sharing.withdrawn_on.is_none()
    });
    match part.state {
        PartState::Asked if may => view! { <TakeBackForm case part known errors /> }.into_any(),
        PartState::Live if may && consented => {
            view! { <ConsentForm case part known errors again /> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// How a part stands, as a tag.
#[component]
fn StateTag(state: PartState) -> impl IntoView {
    let colour = match state {
        PartState::Asked => TagColour::Amber,
        PartState::Live => TagColour::Green,
        PartState::Declined | PartState::Withdrawn | PartState::Left => TagColour::Grey,
    };
    view! { <Tag colour word=state.label() /> }
}

#[component]
fn PartFacts(part: PartView) -> impl IntoView {
    let people: Vec<String> = part.people.into_iter().map(|person| person.name).collect();
    let asked = part
        .asked_by
        .map(|person| format!("{}, {}", person.name, dates::instant(part.asked_at)));
    let prose = |text: String| view! { <span class="tl-prose">{text}</span> };
    view! {
        <p>
            <StateTag state=part.state />
        </p>
        <SummaryList>
            {(!people.is_empty()).then(|| view! { <SummaryRow name="Who is named">{people.join(", ")}</SummaryRow> })}
            {(!part.offers.is_empty())
                .then(|| view! { <SummaryRow name="What it offers">{prose(part.offers)}</SummaryRow> })}
            {asked.map(|asked| view! { <SummaryRow name="Asked by">{asked}</SummaryRow> })}
            {part.asked_for.map(|words| view! { <SummaryRow name="What it was asked">{prose(words)}</SummaryRow> })}
            {part.from_at.map(|at| view! { <SummaryRow name="Since">{dates::instant(at)}</SummaryRow> })}
            {part.until_at.map(|at| view! { <SummaryRow name="Until">{dates::instant(at)}</SummaryRow> })}
            {part.words.map(|words| view! { <SummaryRow name="What was said">{prose(words)}</SummaryRow> })}
            {part.agreement.map(|name| view! { <SummaryRow name="Sharing agreement">{name}</SummaryRow> })}
        </SummaryList>
        {part
            .sharing
            .map(|sharing| {
                view! {
                    <h2 class="govuk-heading-m">"The ground on which it is told"</h2>
                    <SharingFacts sharing />
                }
            })}
    }
}
