//! The passport: who is involved and what they offer, as families asked for it.

use leptos::prelude::*;
use shared::cases::api::{CaseView, PartView};
use shared::cases::{CaseVerb, PartState};
use shared::ids::CaseId;

use crate::dates;
use crate::routes::Route;
use crate::ui::{Details, Tag, TagColour};

/// Who is involved and what they offer; then who is asked, and who was involved.
#[component]
pub fn Passport(case: CaseView) -> impl IntoView {
    let id = case.id;
    let mine = case.mine;
    // One's own part, and all of them for who invites and ends parts.
    let all = case.allowed.contains(&CaseVerb::Participants);
    let own = case.allowed.contains(&CaseVerb::Offer);
    let opens = move |part: &PartView| {
        all || (own && mine.iter().any(|agency| agency.id == part.agency.id))
    };
    let (live, rest): (Vec<_>, Vec<_>) = case
        .parts
        .into_iter()
        .partition(|part| part.state == PartState::Live);
    let (asked, past): (Vec<_>, Vec<_>) = rest
        .into_iter()
        .partition(|part| part.state == PartState::Asked);
    let cards = live
        .into_iter()
        .map(|part| {
            let linked = opens(&part);
            view! { <Involved case=id part linked /> }
        })
        .collect_view();
    let asked = asked
        .into_iter()
        .map(|part| {
            let linked = opens(&part);
            let since = format!("asked on {}", dates::day_of(part.asked_at));
            view! {
                <li>
                    <Name case=id part=part linked /> " " <span class="tl-muted">{since}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let past = past
        .into_iter()
        .map(|part| {
            let linked = opens(&part);
            let how = part.state.label();
            view! {
                <li>
                    <Name case=id part linked /> " " <Tag colour=TagColour::Grey word=how />
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <h2 class="govuk-heading-m">"Who is involved, and what they offer"</h2>
        <div class="tl-cards">{cards}</div>
        {(!asked.is_empty())
            .then(|| {
                view! {
                    <h3 class="govuk-heading-s">"Asked, and not answered yet"</h3>
                    <ul class="govuk-list">{asked}</ul>
                }
            })}
        {(!past.is_empty())
            .then(|| {
                view! {
                    <Details summary="No longer involved">
                        <ul class="govuk-list">{past}</ul>
                    </Details>
                }
            })}
    }
}

#[component]
fn Name(case: CaseId, part: PartView, linked: bool) -> impl IntoView {
    let name = part.agency.name;
    if linked {
        let href = Route::CasePart {
            case,
            part: part.id,
        }
        .href();
        view! { <a href=href>{name}</a> }.into_any()
    } else {
        name.into_any()
    }
}

#[component]
fn Involved(case: CaseId, part: PartView, linked: bool) -> impl IntoView {
    let people: Vec<String> = part
        .people
        .iter()
        .map(|person| person.name.clone())
        .collect();
    let people = if people.is_empty() {
        "Nobody is named".to_owned()
    } else {
        people.join(", ")
    };
    let offers = if part.offers.is_empty() {
        view! { <p class="tl-muted">"It has not said yet what it offers."</p> }.into_any()
    } else {
        view! { <p class="govuk-body tl-prose">{part.offers.clone()}</p> }.into_any()
    };
    let holds = part.holds;
    let agency = part.agency.name.clone();
    view! {
        <section class="tl-card" aria-label=agency>
            <h3 class="govuk-heading-s">
                <Name case part linked />
            </h3>
            {holds.then(|| view! { <p><Tag colour=TagColour::Teal word="Holds responsibility" /></p> })}
            {offers}
            <p class="tl-card__under">{people}</p>
        </section>
    }
}
