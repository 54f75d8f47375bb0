use leptos::prelude::*;
use shared::cases::api::{HeldFile, HeldRecord, HeldSection, HeldSeen};
use shared::ids::CaseId;

use crate::api::load;
use crate::dates;
use crate::routes::Route;
use crate::ui::table::Column;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonLink, Cell, InsetText, Load, NavItem,
    PageHeading, RowHeader, SummaryList, SummaryRow, Table,
};

/// All that is held of a case, for the person whom it concerns: to be read through and printed.
#[component]
pub fn CaseHeldPage(case: CaseId) -> impl IntoView {
    let resource = load(move |client| async move { client.held(case).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Case", Route::Case { case }.href()),
        ] />
        <PageHeading title="All that is held" />
        <Load resource children=move |file: HeldFile| view! { <File file /> } />
    }
}

#[component]
fn File(file: HeldFile) -> impl IntoView {
    let id = file.id;
    let print = Callback::new(move |_| {
        // A browser that cannot print has said so itself.
        let _ = window().print();
    });
    let due = match (file.due, file.legal_hold) {
        (_, true) => "A legal hold lies on it: nothing of it is erased.".to_owned(),
        (Some(day), false) => format!(
            "It is due to be anonymised on {}, if nothing stands against it.",
            dates::day(day)
        ),
        (None, false) => "Its time of keeping begins when it has ended.".to_owned(),
    };
    let hold = if file.legal_hold {
        "Lift the legal hold"
    } else {
        "Set a legal hold"
    };
    let erase = (file.ended && !file.legal_hold).then(|| {
        view! { <a href=Route::CaseErase { case: id }.href()>"Ask that it is erased before its time"</a> }
    });
    let sections = file
        .sections
        .into_iter()
        .filter(|section| !section.records.is_empty())
        .map(|section| view! { <Section section /> })
        .collect_view();
    view! {
        <InsetText>
            "This is for the young person and whoever speaks for them. Check who asks before you hand it over. Staff stand in it by agency and role. That it was taken is kept."
        </InsetText>
        <ButtonGroup>
            <Button on_press=print>"Print"</Button>
            <ButtonLink href=Route::CaseHold { case: id }.href() kind=ButtonKind::Secondary>
                {hold}
            </ButtonLink>
            {erase}
        </ButtonGroup>
        <SummaryList>
            <SummaryRow name="Case reference">{file.reference.to_string()}</SummaryRow>
            <SummaryRow name="Put together">{dates::instant(file.taken_at)}</SummaryRow>
            <SummaryRow name="How long it is kept">{due}</SummaryRow>
        </SummaryList>
        {sections}
        <Seen seen=file.seen />
    }
}

#[component]
fn Section(section: HeldSection) -> impl IntoView {
    let records = section
        .records
        .into_iter()
        .map(|record| view! { <Record record /> })
        .collect_view();
    view! {
        <h2 class="govuk-heading-m">{section.title}</h2>
        {records}
    }
}

#[component]
fn Record(record: HeldRecord) -> impl IntoView {
    let rows = record
        .facts
        .into_iter()
        .map(|fact| {
            let value = fact.value;
            view! {
                <SummaryRow name=fact.name>
                    <span class="tl-prose">{value}</span>
                </SummaryRow>
            }
        })
        .collect_view();
    view! { <SummaryList>{rows}</SummaryList> }
}

static WHEN: Column = Column::words("when", "When");
static WHO: Column = Column::words("who", "Who");
static DONE: Column = Column::words("done", "What");
static COLUMNS: [Column; 3] = [WHEN, WHO, DONE];

#[component]
fn Seen(seen: Vec<HeldSeen>) -> impl IntoView {
    let rows = seen
        .into_iter()
        .map(|one| {
            view! {
                <tr role="row">
                    <RowHeader of=&WHEN>{dates::instant(one.at)}</RowHeader>
                    <Cell of=&WHO>{one.who}</Cell>
                    <Cell of=&DONE>{one.done}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption="Who has seen it, or done something to it" columns=&COLUMNS>
            {rows}
        </Table>
    }
}
