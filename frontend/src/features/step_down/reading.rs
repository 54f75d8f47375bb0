//! What a version of a plan says, to read.

use leptos::prelude::*;
use shared::cases::NeedLevel;
use shared::ids::ServiceId;
use shared::step_down::api::{StepDownContent, Voice};

use super::words::Names;
use crate::dates;
use crate::routes::Route;
use crate::ui::{SummaryList, SummaryRow};

const NOT_YET: &str = "Not said yet";

/// A version, in the order in which one talks about it with a young person and a family.
#[component]
pub fn Reading(plan: StepDownContent, names: StoredValue<Names>) -> impl IntoView {
    let StepDownContent {
        from_service,
        from_level,
        to_service,
        to_level,
        steps_down_on,
        goals,
        strengths,
        helps,
        early_signs,
        carried_on,
        way_back,
        reviews,
        own_view,
        family_part,
    } = plan;
    let goals = goals
        .into_iter()
        .map(|one| {
            let known_by = (!one.known_by.is_empty()).then(|| {
                view! { <span class="tl-under">{format!("Known by: {}", one.known_by)}</span> }
            });
            view! { <li class="tl-prose">{one.goal} {known_by}</li> }.into_any()
        })
        .collect::<Vec<_>>();
    let carried = carried_on
        .into_iter()
        .map(|one| {
            let agency = names.with_value(|names| names.agency(one.agency));
            view! {
                <li class="tl-prose">
                    <strong>{agency}</strong>
                    ": "
                    {one.what}
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let back = way_back.map(|way| {
        let contact = way.crisis_contact;
        let name = names.with_value(|names| names.service(contact));
        view! {
            <SummaryRow name="How to get back in">
                <span class="tl-prose">{way.how}</span>
            </SummaryRow>
            <SummaryRow name="An answer comes">{way.promised.label()}</SummaryRow>
            <SummaryRow name="In a crisis">
                <a href=Route::Service { service: contact }.href()>{name}</a>
            </SummaryRow>
        }
    });
    let no_way = back.is_none();
    let reviews = reviews
        .into_iter()
        .map(|day| view! { <li>{dates::day(day)}</li> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <SummaryList>
            <SummaryRow name="From">
                <Side service=from_service level=from_level names />
            </SummaryRow>
            <SummaryRow name="To">
                <Side service=to_service level=to_level names />
            </SummaryRow>
            <SummaryRow name="Support is reduced from">
                {steps_down_on.map_or_else(|| NOT_YET.to_owned(), dates::day)}
            </SummaryRow>
            <Lines name="Goals" items=goals />
            <Lines name="Strengths" items=plain(strengths) />
            <Lines name="What helps" items=plain(helps) />
            <Lines name="Early signs that it is getting harder" items=plain(early_signs) />
            <Lines name="Who carries on what" items=carried />
            {back}
            {no_way.then(|| view! { <SummaryRow name="How to get back in">{NOT_YET}</SummaryRow> })}
            <Lines name="Reviews are planned for" items=reviews />
            <SummaryRow name="What the young person says">
                <Said voice=own_view />
            </SummaryRow>
            <SummaryRow name="What the family does and says">
                <Said voice=family_part />
            </SummaryRow>
        </SummaryList>
    }
}

fn plain(entries: Vec<String>) -> Vec<AnyView> {
    entries
        .into_iter()
        .map(|entry| view! { <li class="tl-prose">{entry}</li> }.into_any())
        .collect()
}

#[component]
fn Lines(name: &'static str, items: Vec<AnyView>) -> impl IntoView {
    if items.is_empty() {
        return view! { <SummaryRow name>{NOT_YET}</SummaryRow> }.into_any();
    }
    view! {
        <SummaryRow name>
            <ul class="tl-lines">{items}</ul>
        </SummaryRow>
    }
    .into_any()
}

#[component]
fn Side(
    service: Option<ServiceId>,
    level: Option<NeedLevel>,
    names: StoredValue<Names>,
) -> impl IntoView {
    let level = level.map(|level| level.in_words());
    let Some(service) = service else {
        return level.unwrap_or_else(|| NOT_YET.to_owned()).into_any();
    };
    let name = names.with_value(|names| names.service(service));
    view! {
        <a href=Route::Service { service }.href()>{name}</a>
        {level.map(|level| view! { <span class="tl-under">{level}</span> })}
    }
    .into_any()
}

#[component]
fn Said(voice: Voice) -> impl IntoView {
    let Voice { said, not_because } = voice;
    match (said.is_empty(), not_because.is_empty()) {
        (false, _) => view! { <span class="tl-prose">{said}</span> }.into_any(),
        (true, false) => view! {
            <span class="tl-prose">{format!("Nothing yet, because: {not_because}")}</span>
        }
        .into_any(),
        (true, true) => NOT_YET.into_any(),
    }
}
