use chrono::NaiveDate;
use leptos::prelude::*;
use shared::auth::api::GrantView;

use crate::dates;
use crate::routes::Route;

/// The roles that somebody holds, each with where it is held.
#[component]
pub fn RoleLines(grants: Vec<GrantView>) -> impl IntoView {
    let lines = grants
        .into_iter()
        .map(|GrantView { role, agency, plan, from, until }| {
            let time = term(from, until, dates::today()).map(|words| view! { <span class="tl-muted">", " {words}</span> });
            let place = match (agency, plan) {
                (Some(agency), _) => Some((Route::Agency { agency: agency.id }.href(), agency.name)),
                (None, Some(plan)) => Some((Route::Overview { plan: plan.slug }.href(), plan.title)),
                (None, None) => None,
            };
            view! {
                <li>
                    {role.label()} {place.map(|(href, name)| view! { ", " <a href=href>{name}</a> })} {time}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="tl-lines">{lines}</ul> }
}

/// The same, short and without links, for a row of a table.
#[component]
pub fn RoleWords(grants: Vec<GrantView>) -> impl IntoView {
    if grants.is_empty() {
        return view! { <span class="tl-muted">"None"</span> }.into_any();
    }
    let lines = grants
        .into_iter()
        .map(|GrantView { role, agency, plan, from, until }| {
            let time = term(from, until, dates::today()).map(|words| view! { <span class="tl-muted">", " {words}</span> });
            let place = agency
                .map(|agency| agency.short().to_owned())
                .or(plan.map(|plan| plan.title));
            view! {
                <li>{role.label()} {place.map(|place| view! { <span class="tl-muted">", " {place}</span> })} {time}</li>
            }
        })
        .collect_view();
    view! { <ul class="tl-lines">{lines}</ul> }.into_any()
}

/// For which time a role is held, in words; nothing for one that is held until it is taken away.
pub fn term(from: Option<NaiveDate>, until: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    let from = from.filter(|from| *from > today);
    Some(match (from, until) {
        (None, None) => return None,
        (_, Some(until)) if until < today => format!("ended on {}", dates::day(until)),
        (Some(from), Some(until)) => {
            format!("from {} until {}", dates::day(from), dates::day(until))
        }
        (Some(from), None) => format!("from {}", dates::day(from)),
        (None, Some(until)) => format!("until {}", dates::day(until)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_says_what_is_still_to_come() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        let today = day("2026-11-22").unwrap();
        let words = |from, until| term(from, until, today);
        assert_eq!(words(None, None), None);
        assert_eq!(words(day("2026-11-01"), None), None);
        assert_eq!(
            words(None, day("2026-11-22")).as_deref(),
            Some("until 22 November 2026")
        );
        assert_eq!(
            words(day("2026-11-20"), day("2026-11-21")).as_deref(),
            Some("ended on 21 November 2026")
        );
        assert_eq!(
            words(day("2026-12-01"), day("2026-12-08")).as_deref(),
            Some("from 1 December 2026 until 8 December 2026")
        );
    }
}
