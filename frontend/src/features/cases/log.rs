use leptos::prelude::*;
use shared::cases::api::{CaseLog, CaseReading};
use shared::ids::CaseId;
use shared::policy::Role;

use crate::api::load;
use crate::dates;
use crate::listing::Choices;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::table::{Caption, Column};
use crate::ui::{
    Breadcrumbs, Cell, EmptyState, Load, NavItem, PageHeading, Pagination, RowHeader, Table,
};

static WHEN: Column = Column::words("when", "When");
static WHO: Column = Column::words("who", "Who");
static AGENCY: Column = Column::words("agency", "For");
static DONE: Column = Column::words("done", "What");
static CASE: Column = Column::words("case", "Case");
static COLUMNS: [Column; 4] = [WHEN, WHO, AGENCY, DONE];
static ALL_COLUMNS: [Column; 5] = [WHEN, WHO, AGENCY, DONE, CASE];

/// Who has read a case.
#[component]
pub fn CaseLogPage(case: CaseId) -> impl IntoView {
    let choices = Choices::of(Route::CaseLog { case }.href(), &["after"]);
    // Leads and auditors read the log and never the case.
    let practises = Session::here()
        .actor()
        .is_some_and(|actor| actor.holds(Role::Practitioner));
    let mut items = vec![NavItem::new("Cases", Route::Cases.href())];
    if practises {
        items.push(NavItem::new("Case", Route::Case { case }.href()));
    }
    let resource = load(move |client| {
        let after = choices.get("after");
        async move {
            let after = (!after.is_empty()).then_some(after.as_str());
            client.case_log(case, after).await
        }
    });
    view! {
        <Breadcrumbs items />
        <PageHeading title="Who has read this case" />
        <p class="govuk-body tl-measure">
            "Every reading is kept, also those in which nothing was changed, and lists in which the case stood."
        </p>
        <Load resource children=move |log: CaseLog| view! { <Readings log choices /> } />
    }
}

/// What the people of an agency have read; for an auditor, everybody. It says which case by its id and nothing of it.
#[component]
pub fn CasesLogPage() -> impl IntoView {
    let choices = Choices::of(Route::CasesLog.href(), &["after"]);
    let resource = load(move |client| {
        let after = choices.get("after");
        async move {
            let after = (!after.is_empty()).then_some(after.as_str());
            client.cases_log(after).await
        }
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Cases", Route::Cases.href())] />
        <PageHeading title="Who has read cases" />
        <p class="govuk-body tl-measure">
            "What the people of your agency have read; for an auditor, everybody. A case stands here by its number alone."
        </p>
        <Load resource children=move |log: CaseLog| view! { <Readings log choices all=true /> } />
    }
}

#[component]
fn Readings(
    log: CaseLog,
    choices: Choices,
    /// Whether the log is of many cases.
    #[prop(optional)]
    all: bool,
) -> impl IntoView {
    if log.items.is_empty() {
        return view! {
            <EmptyState title="Nobody has read anything">
                <p class="govuk-body">"Readings stand here from the first one on."</p>
            </EmptyState>
        }
        .into_any();
    }
    let rows = log
        .items
        .into_iter()
        .map(|reading| view! { <ReadingRow reading all /> })
        .collect_view();
    let next = log
        .next
        .map(|after| untrack(|| choices.href(&[("after", &after)])));
    let columns: &'static [Column] = if all { &ALL_COLUMNS } else { &COLUMNS };
    view! {
        <Table caption="Readings" caption_style=Caption::Hidden columns>
            {rows}
        </Table>
        <Pagination previous=Signal::stored(None::<String>) next=Signal::stored(next) />
    }
    .into_any()
}

#[component]
fn ReadingRow(reading: CaseReading, all: bool) -> impl IntoView {
    let person = reading
        .person
        .map_or_else(|| "The service itself".to_owned(), |person| person.name);
    let case = reading.case.map(|case| {
        view! { <a href=Route::CaseLog { case }.href()>{short(case)}</a> }
    });
    view! {
        <tr role="row">
            <RowHeader of=&WHEN>{dates::instant(reading.at)}</RowHeader>
            <Cell of=&WHO>{person}</Cell>
            <Cell of=&AGENCY>{reading.agency.map(|agency| agency.name)}</Cell>
            <Cell of=&DONE>{reading.done}</Cell>
            {all.then(|| view! { <Cell of=&CASE>{case}</Cell> })}
        </tr>
    }
}

/// As much of a case's id as tells it from the others of a page: it is random, and says nothing of the case.
fn short(case: CaseId) -> String {
    case.to_string().chars().take(8).collect()
}
