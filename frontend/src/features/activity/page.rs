use leptos::prelude::*;
use shared::events::api::ActivityEntry;
use shared::page::Page;

use super::entries::Entries;
use crate::api::load;
use crate::listing::{Choices, cursor_of};
use crate::live::{Changes, Unseen};
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{Breadcrumbs, EmptyState, Load, NavItem, PageHeading, Pagination};

const KEYS: [&str; 1] = ["cursor"];

type Part = Page<ActivityEntry>;

/// What happened in a plan, a page at a time.
#[component]
pub fn ActivityPage(plan: String) -> impl IntoView {
    let choices = Choices::of(Route::Activity { plan: plan.clone() }.href(), &KEYS);
    let overview = Route::Overview { plan: plan.clone() }.href();
    let resource = load({
        let plan = plan.clone();
        move |client| {
            let (plan, cursor) = (plan.clone(), choices.get("cursor"));
            let cursor = Some(cursor).filter(|cursor| !cursor.is_empty());
            async move { client.plan_activity(&plan, cursor.as_deref(), None).await }
        }
    });
    let empty = Empty::when(
        |page: &Part| page.items.is_empty(),
        || {
            view! {
                <EmptyState title="Nothing has happened yet">
                    <p>"What people do in this plan stands here a moment later."</p>
                </EmptyState>
            }
        },
    );
    // An earlier page of it stays as it is.
    let shown = Signal::derive(move || resource.get().and_then(Result::ok));
    let unseen = Unseen::of(move |event| {
        let plan = shown.with_untracked(|page| page.as_ref()?.items.first()?.data.plan);
        event.r#type != "update.saved"
            && untrack(|| choices.get("cursor")).is_empty()
            && event.data.plan.is_some()
            && event.data.plan == plan
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Overview", overview)] />
        <PageHeading title="Activity" />
        <p class="govuk-body">"Who did what in this plan, the latest first, as far as your role reaches."</p>
        <Load
            resource=resource
            empty
            children=move |page: Part| {
                let next = page.next.as_deref().and_then(cursor_of);
                let next = Signal::derive(move || next.as_deref().map(|cursor| choices.href(&[("cursor", cursor)])));
                let latest = (!choices.get("cursor").is_empty()).then(|| {
                    view! {
                        <p class="govuk-body">
                            <a href=choices.cleared()>"Back to the latest"</a>
                        </p>
                    }
                });
                let previous = Signal::stored(None::<String>);
                view! {
                    {latest}
                    <h2 class="govuk-visually-hidden">"What happened"</h2>
                    <Entries entries=page.items plan=plan.clone() />
                    <Pagination previous next />
                }
            }
        />
        <Changes unseen show=Callback::new(move |()| resource.refetch()) />
    }
}
