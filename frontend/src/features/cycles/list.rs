use leptos::prelude::*;
use shared::updates::CycleState;
use shared::updates::api::{CycleList, CycleView};

use super::period::days;
use super::scope;
use crate::api::{self, load};
use crate::dates;
use crate::routes::{Route, with_query};
use crate::ui::load::Empty;
use crate::ui::{
    ButtonGroup, ButtonLink, Cell, Column, EmptyState, Legend, Load, PageHeading, RowHeader,
    Segment, StackedBar, Table, Tag, TagColour, Tone,
};

static CYCLE: Column = Column::words("cycle", "Cycle");
static OBSERVES: Column = Column::words("observes", "Period reported on");
static WINDOW: Column = Column::words("window", "Reporting window");
static PROGRESS: Column = Column::words("progress", "Accepted");
static CHANGE: Column = Column::words("change", "Change");
static COLUMNS: [Column; 4] = [
    Column::words("cycle", "Cycle"),
    Column::words("observes", "Period reported on"),
    Column::words("window", "Reporting window"),
    Column::words("progress", "Accepted"),
];
static COLUMNS_TO_CHANGE: [Column; 5] = [
    Column::words("cycle", "Cycle"),
    Column::words("observes", "Period reported on"),
    Column::words("window", "Reporting window"),
    Column::words("progress", "Accepted"),
    Column::words("change", "Change"),
];

/// The cycles of a plan, latest first.
#[component]
pub fn CyclesPage(plan: String) -> impl IntoView {
    let asked = plan.clone();
    let resource = load(move |client| {
        let plan = asked.clone();
        async move { client.cycles(&plan).await }
    });
    let caption = Signal::derive(move || {
        resource.with(|answer| match answer {
            Some(Ok(list)) => list.items.first().map(|cycle| cycle.plan.title.clone()),
            _ => None,
        })
    });
    let add = Route::NewCycle { plan: plan.clone() }.href();
    let series = Route::CycleSeries { plan: plan.clone() }.href();
    let may_add = Memo::new(move |_| {
        resource
            .with(|answer| matches!(answer, Some(Ok(list)) if api::open(&list.allowed, "create")))
    });
    let empty = Empty::when(
        |list: &CycleList| list.items.is_empty(),
        move || view! { <NoCycles may_add=may_add.get_untracked() /> },
    );
    view! {
        <PageHeading title="Reporting cycles" caption />
        <p class="govuk-body tl-measure">
            "In each cycle the lead agencies say how their actions stand. What they report is shown in the plan once it has been accepted."
        </p>
        {move || {
            let (add, series) = (add.clone(), series.clone());
            may_add
                .get()
                .then(|| {
                    view! {
                        <ButtonGroup>
                            <ButtonLink href=add>"Add a cycle"</ButtonLink>
                            <a href=series>"Add a run of cycles"</a>
                        </ButtonGroup>
                    }
                })
        }}
        <Load resource=resource empty=empty let:list>
            <CycleTable plan=plan.clone() list />
        </Load>
    }
}

#[component]
fn NoCycles(may_add: bool) -> impl IntoView {
    let next = if may_add {
        "Add the first one: it says which period is reported on and by when."
    } else {
        "The plan's coordinator adds them. Until then nothing is reported on this plan."
    };
    view! {
        <EmptyState title="This plan has no reporting cycles yet">
            <p class="govuk-body">{next}</p>
        </EmptyState>
    }
}

#[component]
fn CycleTable(plan: String, list: CycleList) -> impl IntoView {
    let changeable = list
        .items
        .iter()
        .any(|cycle| api::open(&cycle.allowed, "update"));
    let columns: &'static [Column] = if changeable {
        &COLUMNS_TO_CHANGE
    } else {
        &COLUMNS
    };
    let rows = list
        .items
        .into_iter()
        .map(|cycle| view! { <CycleRow plan=plan.clone() cycle changeable /> })
        .collect_view();
    view! {
        <Table caption="Cycles, latest first" columns>
            {rows}
        </Table>
    }
}

#[component]
fn CycleRow(plan: String, cycle: CycleView, changeable: bool) -> impl IntoView {
    let overview = with_query(
        &Route::Overview { plan: plan.clone() }.href(),
        [("cycle", cycle.id.to_string().as_str())],
    );
    let exceptions_plan = plan.clone();
    let edit = api::open(&cycle.allowed, "update").then(|| {
        Route::CycleEdit {
            plan,
            cycle: cycle.id,
        }
        .href()
    });
    let exceptions = cycle.state.can_be_reopened().is_ok().then(|| {
        let href = Route::CycleExceptions {
            plan: exceptions_plan,
            cycle: cycle.id,
        }
        .href();
        let about = format!(" of {}", cycle.name);
        view! {
            <span class="tl-cycle__note">
                <a href=href>
                    "Exceptions" <span class="govuk-visually-hidden">{about}</span>
                </a>
            </span>
        }
    });
    let window = days(cycle.opens, cycle.due);
    let closes = format!("Late updates until {}", dates::day(cycle.closes));
    let locks = cycle
        .locks
        .filter(|_| cycle.state != CycleState::Locked)
        .map(|day| format!("Locked from {}", dates::day(day)));
    let asks = scope::words(&cycle.scope);
    let (name, instructions) = (cycle.name.clone(), cycle.instructions.clone());
    let (title, state) = (cycle.name.clone(), cycle.state);
    let observes = days(cycle.observes_from, cycle.observes_to);
    view! {
        <tr role="row">
            <RowHeader of=&CYCLE>
                <a href=overview>{title}</a>
                " "
                <Tag colour=colour(state) word=state.label() />
                {(!instructions.is_empty())
                    .then(|| view! { <span class="tl-cycle__note tl-prose">{instructions}</span> })}
                {asks.map(|words| view! { <span class="tl-cycle__note">{words}</span> })}
                {exceptions}
            </RowHeader>
            <Cell of=&OBSERVES>{observes}</Cell>
            <Cell of=&WINDOW>
                <div>
                    {window}
                    <span class="tl-cycle__note">{closes}</span>
                    {locks.map(|words| view! { <span class="tl-cycle__note">{words}</span> })}
                </div>
            </Cell>
            <Cell of=&PROGRESS>
                <Progress cycle />
            </Cell>
            {changeable
                .then(|| {
                    view! {
                        <Cell of=&CHANGE>
                            {edit
                                .map(|href| {
                                    view! {
                                        <a href=href>
                                            "Change" <span class="govuk-visually-hidden">{format!(" {name}")}</span>
                                        </a>
                                    }
                                })}
                        </Cell>
                    }
                })}
        </tr>
    }
}

#[component]
fn Progress(cycle: CycleView) -> impl IntoView {
    if cycle.state == CycleState::Scheduled {
        return view! { <span class="tl-muted">"Not begun"</span> }.into_any();
    }
    let part = |tone, label: &str, count| Segment {
        tone,
        label: label.to_owned(),
        count,
        href: None,
    };
    let segments = vec![
        part(Tone::Done, "Accepted", cycle.accepted),
        part(
            Tone::Unknown,
            "Not accepted",
            cycle.owed.saturating_sub(cycle.accepted),
        ),
    ];
    let words = format!("{} of {} actions", cycle.accepted, cycle.owed);
    view! {
        <span class="tl-cycle__progress">
            {words} <StackedBar title=format!("Updates of {}", cycle.name) segments legend=Legend::Hidden />
        </span>
    }
    .into_any()
}

const fn colour(state: CycleState) -> TagColour {
    match state {
        CycleState::Scheduled | CycleState::Closed | CycleState::Locked => TagColour::Grey,
        CycleState::Open => TagColour::Teal,
        CycleState::Grace => TagColour::Red,
    }
}
