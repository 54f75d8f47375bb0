//! Who held responsibility before, so that whoever takes over knows whom to ask.

use leptos::prelude::*;
use shared::cases::api::HoldingView;

use crate::dates;
use crate::ui::Details;

/// How an agency came to hold it, in words.
fn how(because: &str) -> &'static str {
    match because {
        "opened" => "It opened the case",
        "first_contact" => "A first contact was attended",
        "clinical_reason" => "It passed before a first contact, for a clinical reason",
        _ => "It took over",
    }
}

/// The times in which agencies held responsibility, the first first; nothing where there was but one.
#[component]
pub fn Holdings(holdings: Vec<HoldingView>) -> impl IntoView {
    if holdings.len() < 2 {
        return None;
    }
    let items = holdings
        .into_iter()
        .map(|held| {
            let from = dates::day_of(held.from);
            let span = match held.until {
                Some(until) => format!("from {from} to {}", dates::day_of(until)),
                None => format!("since {from}"),
            };
            view! {
                <li>
                    {held.agency.name} " " <span class="tl-muted">{span}</span>
                    <span class="tl-under">{how(&held.because)}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    Some(view! {
        <Details summary="Who held responsibility before">
            <ul class="govuk-list">{items}</ul>
        </Details>
    })
}
