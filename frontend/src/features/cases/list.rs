use leptos::prelude::*;
use shared::cases::CaseWhy;
use shared::cases::api::{CaseCounts, CaseList, CaseListing, CaseRow};
use shared::policy::Role;

use crate::api::load;
use crate::dates;
use crate::features::step_down::StateTag;
use crate::routes::{self, Route, with_query};
use crate::session::Session;
use crate::ui::table::{Caption, Column};
use crate::ui::{
    ButtonGroup, ButtonKind, ButtonLink, Cell, EmptyState, Load, NavItem, PageHeading, Pagination,
    RowHeader, StatusMark, SubNavigation, Table, Tag, TagColour, Tone,
};

/// The lists, in the order of the tabs.
const LISTS: [CaseListing; 5] = [
    CaseListing::Mine,
    CaseListing::Asked,
    CaseListing::Reviews,
    CaseListing::Stuck,
    CaseListing::Ended,
];

const fn title(list: CaseListing) -> &'static str {
    match list {
        CaseListing::Mine => "My cases",
        CaseListing::Asked => "Asked of us",
        CaseListing::Reviews => "Reviews",
        CaseListing::Stuck => "Stuck",
        CaseListing::Ended => "Ended",
    }
}

const fn route(list: CaseListing) -> Route {
    match list {
        CaseListing::Mine => Route::Cases,
        CaseListing::Asked => Route::CasesAsked,
        CaseListing::Reviews => Route::CasesReviews,
        CaseListing::Stuck => Route::CasesStuck,
        CaseListing::Ended => Route::CasesEnded,
    }
}

/// How many cases a tab promises; none where it is not counted, or there are none.
fn count(list: CaseListing, counts: CaseCounts) -> Option<u32> {
    let number = match list {
        CaseListing::Mine => counts.mine,
        CaseListing::Asked => counts.asked,
        CaseListing::Reviews => counts.reviews_due + counts.reviews_missed,
        CaseListing::Stuck => counts.stuck,
        CaseListing::Ended => 0,
    };
    (number > 0).then_some(number)
}

/// What an empty list says: why there is nothing, and what would change that.
const fn nothing(list: CaseListing) -> (&'static str, &'static str) {
    match list {
        CaseListing::Mine => (
            "You are named on no case",
            "A case appears here when you open one, or when your agency takes part in one and names you.",
        ),
        CaseListing::Asked => (
            "Nothing is asked of you",
            "When another agency asks yours to take part in a case, to hold responsibility or to agree a plan, it appears here.",
        ),
        CaseListing::Reviews => (
            "No review is due",
            "Reviews of step-down plans appear here four weeks before their day, and stay until somebody records them or says why they were not held.",
        ),
        CaseListing::Stuck => (
            "Nothing is stuck",
            "Cases appear here when nobody answers, agrees or does what is owed in time.",
        ),
        CaseListing::Ended => (
            "No case has ended",
            "Cases on which you are named stay here to read until their time of keeping is over.",
        ),
    }
}

/// One of the lists of cases.
#[component]
pub fn CasesPage(list: CaseListing) -> impl IntoView {
    let query = routes::query();
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    let resource = load(move |client| {
        let after = after.get();
        async move { client.cases(list, None, after.as_deref()).await }
    });
    let counts = Memo::new(move |_| {
        resource.with(|answer| match answer {
            Some(Ok(list)) => list.counts,
            _ => CaseCounts::default(),
        })
    });
    let tabs = move || {
        let items = LISTS
            .into_iter()
            .map(|one| {
                let label = match count(one, counts.get()) {
                    Some(number) => format!("{} ({number})", title(one)),
                    None => title(one).to_owned(),
                };
                NavItem::new(label, route(one).href())
            })
            .collect();
        view! { <SubNavigation label="Lists of cases" items current=route(list).href() /> }
    };
    view! {
        <PageHeading title=title(list) />
        {tabs}
        <Ways />
        <Load resource children=move |found: CaseList| view! { <Found found list /> } />
    }
}

/// Ways to a case that stands in no list, and to who has read what.
#[component]
fn Ways() -> impl IntoView {
    let actor = Session::here().actor();
    let holds = |role| actor.as_ref().is_some_and(|actor| actor.holds(role));
    let practises = holds(Role::Practitioner).then(|| {
        view! {
            <ButtonLink href=Route::NewCase.href()>"Open a case"</ButtonLink>
            <ButtonLink href=Route::FindCase.href() kind=ButtonKind::Secondary>
                "Find a case"
            </ButtonLink>
            <a href=Route::BreakGlass.href()>"Open one in an emergency"</a>
        }
    });
    let leads = holds(Role::AgencyLead).then(|| {
        view! {
            <a href=Route::CasesLog.href()>"What your people have read"</a>
            <a href=Route::Retention.href()>"How long cases are kept"</a>
        }
    });
    view! {
        <ButtonGroup>
            {practises} <a href=Route::GlassReviews.href()>"Emergencies to review"</a> {leads}
        </ButtonGroup>
    }
}

static REFERENCE: Column = Column::words("reference", "Case");
static WHY: Column = Column::words("why", "Why it is here");
static DUE: Column = Column::words("due", "Due");
static HOLDER: Column = Column::words("holder", "Holds responsibility");
static PLAN: Column = Column::words("plan", "Step-down plan");
static COLUMNS: [Column; 5] = [REFERENCE, WHY, DUE, HOLDER, PLAN];

#[component]
fn Found(found: CaseList, list: CaseListing) -> impl IntoView {
    if found.items.is_empty() {
        let (title, words) = nothing(list);
        return view! {
            <EmptyState title>
                <p>{words}</p>
            </EmptyState>
        }
        .into_any();
    }
    let next = found
        .next
        .map(|after| with_query(&route(list).href(), [("after", after.as_str())]));
    let rows = found
        .items
        .into_iter()
        .map(|case| view! { <Row case /> })
        .collect_view();
    view! {
        <Table caption=title(list) caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
        <Pagination previous=Signal::stored(None::<String>) next=Signal::stored(next) />
    }
    .into_any()
}

/// Where somebody goes on with a case, from why it stands in the list.
fn leads_to(case: &CaseRow) -> Route {
    if case.why.contains(&CaseWhy::ToJoin) {
        Route::CaseAsked { part: case.part_id }
    } else if case.why.contains(&CaseWhy::NobodyNamed) && !case.why.contains(&CaseWhy::Named) {
        Route::CasePart {
            case: case.id,
            part: case.part_id,
        }
    } else {
        Route::Case { case: case.id }
    }
}

#[component]
fn Row(case: CaseRow) -> impl IntoView {
    let href = leads_to(&case).href();
    let why = case
        .why
        .iter()
        .map(|why| view! { <li>{why.label()}</li> })
        .collect_view();
    let due = match case.due {
        Some(day) if case.overdue => {
            view! { <StatusMark tone=Tone::Bad word=format!("Overdue since {}", dates::day(day)) /> }
                .into_any()
        }
        Some(day) => dates::day(day).into_any(),
        None => {
            view! { <span class="tl-muted">{format!("Since {}", dates::day_of(case.since))}</span> }
                .into_any()
        }
    };
    let holder = case
        .holder
        .map_or_else(|| "Nobody".to_owned(), |agency| agency.name);
    let plan = match case.step_down {
        Some(state) => view! { <StateTag state /> }.into_any(),
        None => "None".into_any(),
    };
    let state = (!case.state.live()).then(|| view! { " " <Tag word=case.state.label() /> });
    let concern = case
        .concern
        .then(|| view! { " " <Tag colour=TagColour::Red word="Safeguarding concern" /> });
    view! {
        <tr role="row">
            <RowHeader of=&REFERENCE>
                <a href=href>{case.reference.to_string()}</a>
                <span class="tl-under">{case.level.in_words()}</span>
                {state}
                {concern}
            </RowHeader>
            <Cell of=&WHY>
                <ul class="tl-lines">{why}</ul>
            </Cell>
            <Cell of=&DUE>{due}</Cell>
            <Cell of=&HOLDER>{holder}</Cell>
            <Cell of=&PLAN>{plan}</Cell>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_promise_what_waits() {
        let counts = CaseCounts {
            mine: 4,
            asked: 0,
            reviews_due: 2,
            reviews_missed: 1,
            stuck: 3,
        };
        let told: Vec<Option<u32>> = LISTS.into_iter().map(|list| count(list, counts)).collect();
        assert_eq!(told, [Some(4), None, Some(3), Some(3), None]);
    }
}
