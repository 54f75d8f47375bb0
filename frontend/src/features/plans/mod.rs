//! Delivery plans: where one stands, its actions, what it says, and what its checks found.

mod about;
mod action;
mod board;
mod findings;
mod glossary;
pub mod link;
mod list;
pub mod moment;
mod needs;
mod register;
mod reporting;
pub mod words;

use leptos::prelude::*;
use shared::updates::api::CycleRef;

use crate::api;

pub use about::AboutPage;
pub use action::{ActionPage, Changes};
pub use board::PlanBoardPage;
pub use findings::FindingsPage;
pub use glossary::GlossaryPage;
pub use list::PlansPage;
pub use needs::{GroupsPage, LevelsPage};
pub use register::RegisterPage;
pub use reporting::ReportingPage;
pub use words::counted;

/// The cycles of a plan, latest first; none until they are there, and none for a plan without. Where they cannot be had,
/// the page that chooses among them has failed to load as well, and says so.
fn cycles_of(plan: &str) -> Signal<Vec<CycleRef>> {
    let plan = plan.to_owned();
    let cycles = api::load(move |client| {
        let plan = plan.clone();
        async move { client.cycles(&plan).await }
    });
    Signal::derive(move || {
        let mut items = cycles
            .get()
            .and_then(Result::ok)
            .map(|list| list.items)
            .unwrap_or_default();
        items.sort_by_key(|cycle| std::cmp::Reverse(cycle.opens));
        items
            .into_iter()
            .map(|cycle| CycleRef {
                id: cycle.id,
                name: cycle.name,
            })
            .collect()
    })
}
