use leptos::prelude::*;
use shared::agreements::api::AgreementView;
use shared::ids::AgreementId;

use super::fields::days;
use super::list::StandingTag;
use crate::api::{load, open};
use crate::routes::Route;
use crate::ui::{Breadcrumbs, ButtonLink, Load, NavItem, PageHeading, SummaryList, SummaryRow};

/// One sharing agreement.
#[component]
pub fn AgreementPage(agreement: AgreementId) -> impl IntoView {
    let resource = load(move |client| async move { client.sharing_agreement(agreement).await });
    let title = Signal::derive(move || {
        resource
            .get()
            .and_then(Result::ok)
            .map_or_else(|| "Sharing agreement".to_owned(), |found| found.name)
    });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Agencies", Route::Agencies.href()),
            NavItem::new("Sharing agreements", Route::Agreements.href()),
        ] />
        <PageHeading title />
        <Load resource children=move |agreement: AgreementView| view! { <Agreement agreement /> } />
    }
}

#[component]
fn Agreement(agreement: AgreementView) -> impl IntoView {
    let id = agreement.id;
    let parties = agreement
        .parties
        .into_iter()
        .map(|agency| {
            view! { <li><a href=Route::Agency { agency: agency.id }.href()>{agency.name}</a></li> }
        })
        .collect_view();
    view! {
        <p>
            <StandingTag standing=agreement.standing />
        </p>
        <SummaryList>
            <SummaryRow name="What is shared, and for what">{agreement.purpose}</SummaryRow>
            <SummaryRow name="Ground of the law">{agreement.basis}</SummaryRow>
            <SummaryRow name="From and until">{days(agreement.starts_on, agreement.ends_on)}</SummaryRow>
            <SummaryRow name="Signed by">
                <ul class="govuk-list">{parties}</ul>
            </SummaryRow>
        </SummaryList>
        {open(&agreement.allowed, "update")
            .then(|| {
                view! {
                    <p>
                        <ButtonLink href=Route::AgreementEdit { agreement: id }.href()>"Change the agreement"</ButtonLink>
                    </p>
                }
            })}
    }
}
