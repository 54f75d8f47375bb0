use client::DecisionFilter;
use leptos::prelude::*;
use shared::governance::api::{DecisionList, DecisionSummary};
use shared::governance::{DecisionOutcome, DecisionProgress};

use super::status::{DecisionLink, Standing};
use crate::api::load;
use crate::dates;
use crate::features::plans::link::ActionLink;
use crate::features::plans::moment::{self, AsAtBanner};
use crate::features::plans::words::counted;
use crate::listing::Choices;
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{
    Cell, Choice, Column, EmptyState, FilterPanel, FilterTag, Load, PageHeading, RowHeader, Select,
    SelectedFilters, Table,
};

static DECISION: Column = Column::words("decision", "Decision");
static STANDING: Column = Column::words("standing", "Where it stands");
static OWNER: Column = Column::words("owner", "Who sees to it");
static MEETING: Column = Column::words("meeting", "Meeting");
static COLUMNS: [Column; 4] = [
    Column::words("decision", "Decision"),
    Column::words("standing", "Where it stands"),
    Column::words("owner", "Who sees to it"),
    Column::words("meeting", "Meeting"),
];
const KEYS: [&str; 4] = ["status", "overdue", "owner", "as_at"];

/// What the boards of a plan have decided, latest first.
#[component]
pub fn DecisionsPage(plan: String) -> impl IntoView {
    let choices = Choices::of(Route::Decisions { plan: plan.clone() }.href(), &KEYS);
    let asked = plan.clone();
    let resource = load(move |client| {
        let (plan, filter) = (asked.clone(), filter(choices));
        async move { client.decisions(&plan, filter).await }
    });
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let caption = Signal::derive(move || known.get().map(|list| list.plan.title));
    let as_at = Signal::derive(move || known.get().and_then(|list| list.as_at));
    let meetings = Route::Meetings { plan: plan.clone() }.href();
    let empty = Empty::when(
        |list: &DecisionList| list.total == 0,
        move || {
            let meetings = meetings.clone();
            view! {
                <EmptyState title="No decisions are recorded yet">
                    <p class="govuk-body">
                        "Decisions are added to " <a href=meetings>"the meeting"</a> " that takes them."
                    </p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Decisions" caption />
        <AsAtBanner as_at />
        <p class="govuk-body tl-measure">
            "What the boards that oversee this plan were asked, what they decided, and how far it has been carried out."
        </p>
        <div class="tl-filtered">
            <Filters choices />
            <div>
                <Chosen choices known />
                <Load
                    resource
                    empty
                    children=move |list: DecisionList| {
                        let caption = format!(
                            "Showing {} of {}, latest first",
                            list.items.len(),
                            counted(usize::try_from(list.total).unwrap_or_default(), "decision"),
                        );
                        view! { <DecisionTable plan=plan.clone() caption items=list.items /> }
                    }
                />
            </div>
        </div>
    }
}

/// What the address asks for. A value that cannot be read asks for nothing.
fn filter(choices: Choices) -> DecisionFilter {
    let status = choices.get("status");
    DecisionFilter {
        outcome: DecisionOutcome::from_code(&status),
        progress: DecisionProgress::from_code(&status),
        owner: choices.get("owner").parse().ok(),
        overdue: (choices.get("overdue") == "true").then_some(true),
        as_at: choices.get("as_at").parse().ok(),
        ..DecisionFilter::default()
    }
}

fn statuses() -> Vec<Choice> {
    let outcomes = DecisionOutcome::ALL
        .iter()
        .map(|outcome| Choice::new(outcome.code(), outcome.label()));
    let progress = DecisionProgress::ALL.iter().map(|progress| {
        Choice::new(
            progress.code(),
            format!("Carried out: {}", progress.label().to_lowercase()),
        )
    });
    std::iter::once(Choice::new("", "Anything"))
        .chain(outcomes)
        .chain(progress)
        .collect()
}

#[component]
fn Filters(choices: Choices) -> impl IntoView {
    let (status, on_status) = choices.select("status");
    let (overdue, on_overdue) = choices.select("overdue");
    let late = vec![
        Choice::new("", "All"),
        Choice::new("true", "Only what is overdue"),
    ];
    view! {
        <FilterPanel>
            <Select
                id="status"
                label="Where it stands"
                value=status
                choices=Signal::stored(statuses())
                on_change=on_status
            />
            <Select id="overdue" label="Due date" value=overdue choices=Signal::stored(late) on_change=on_overdue />
        </FilterPanel>
    }
}

/// What narrows the list now, each with the way to undo it.
#[component]
fn Chosen(choices: Choices, known: Signal<Option<DecisionList>>) -> impl IntoView {
    let tags = Signal::derive(move || {
        let status = choices.get("status");
        let status = DecisionOutcome::from_code(&status)
            .map(DecisionOutcome::label)
            .or_else(|| DecisionProgress::from_code(&status).map(DecisionProgress::label))
            .map(str::to_owned);
        let overdue = (choices.get("overdue") == "true").then(|| "overdue".to_owned());
        let owner = (!choices.get("owner").is_empty()).then(|| {
            let owner = known.with(|list| {
                let first = list.as_ref().and_then(|list| list.items.first());
                first.and_then(|item| item.owner.as_ref().map(|owner| owner.name.clone()))
            });
            owner.unwrap_or_else(|| "one agency".to_owned())
        });
        [
            ("status", "Where it stands", status),
            ("overdue", "Due date", overdue),
            ("owner", "Who sees to it", owner),
        ]
        .into_iter()
        .filter_map(|(key, group, value)| {
            Some(FilterTag {
                group: group.to_owned(),
                value: value?,
                href: choices.href(&[(key, "")]),
            })
        })
        .collect()
    });
    view! { <SelectedFilters tags clear=Signal::derive(move || choices.cleared()) /> }
}

/// Decisions with where they stand.
#[component]
pub fn DecisionTable(
    plan: String,
    #[prop(into)] caption: String,
    items: Vec<DecisionSummary>,
) -> impl IntoView {
    let rows = items
        .into_iter()
        .map(|item| view! { <DecisionRow plan=plan.clone() item /> })
        .collect_view();
    view! {
        <Table caption=Signal::stored(caption) columns=&COLUMNS>
            {rows}
        </Table>
    }
}

#[component]
fn DecisionRow(plan: String, item: DecisionSummary) -> impl IntoView {
    let moment = moment::here();
    let DecisionSummary {
        decision,
        owner,
        owner_note,
        due,
        overdue,
        actions,
    } = item;
    let met = Route::Meeting {
        plan: plan.clone(),
        meeting: decision.meeting.id,
    }
    .href();
    // A list without entries is announced as one.
    let about = (!actions.is_empty()).then(|| {
        let items = actions
            .into_iter()
            .map(|action| {
                view! {
                    <li>
                        <ActionLink plan=plan.clone() action />
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="tl-plain-list tl-cycle__note">{items}</ul> }
    });
    let who: Vec<String> = owner
        .map(|owner| owner.name)
        .into_iter()
        .chain((!owner_note.is_empty()).then_some(owner_note))
        .collect();
    view! {
        <tr role="row">
            <RowHeader of=&DECISION>
                <DecisionLink plan=plan.clone() reference=decision.reference />
                <span class="tl-cycle__note tl-prose">{decision.words}</span>
                {about}
            </RowHeader>
            <Cell of=&STANDING>
                <Standing outcome=decision.outcome progress=decision.progress overdue />
            </Cell>
            <Cell of=&OWNER>
                {who.join(", ")}
                {due.map(|due| view! { <span class="tl-cycle__note">{format!("Due {}", dates::day(due))}</span> })}
            </Cell>
            <Cell of=&MEETING>
                <a href=move || moment::href(&met, moment.get())>{dates::day(decision.meeting.date)}</a>
                <span class="tl-cycle__note">{decision.meeting.board.name}</span>
            </Cell>
        </tr>
    }
}
