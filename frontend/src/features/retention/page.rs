use leptos::prelude::*;
use shared::cases::api::RetentionView;

use super::due::Due;
use super::runs::Runs;
use crate::api::load;
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, ErrorSummary, FormErrors, Load, NavItem, PageHeading, SummaryList, SummaryRow,
};

/// How long cases are kept, what is due to be anonymised, and what was proposed. Nothing of a case stands here.
#[component]
pub fn RetentionPage() -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(|client| async move { client.retention().await });
    let again = Callback::new(move |()| resource.refetch());
    view! {
        <Breadcrumbs items=vec![NavItem::new("Cases", Route::Cases.href())] />
        <ErrorSummary errors />
        <PageHeading title="How long cases are kept" errors />
        <Load resource children=move |view: RetentionView| view! { <Retention view errors again /> } />
    }
}

#[component]
fn Retention(view: RetentionView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let looked = view.looked.map_or_else(|| "Not yet".to_owned(), dates::day);
    let (months, erased) = (view.months, view.erased);
    let runs = view.runs.clone();
    view! {
        <p class="govuk-body tl-measure">
            {format!(
                "A case is kept for {months} months after its end. Then it is anonymised, when one person has proposed it and another has agreed. A legal hold and a safeguarding concern stand against it.",
            )}
        </p>
        <SummaryList>
            <SummaryRow name="Anonymised so far">{erased}</SummaryRow>
            <SummaryRow name="What is due was last looked at">{looked}</SummaryRow>
        </SummaryList>
        <Due view errors again />
        <Runs runs errors again />
    }
}
