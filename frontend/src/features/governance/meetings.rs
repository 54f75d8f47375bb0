use client::MeetingFilter;
use leptos::prelude::*;
use shared::agencies::api::AgencyRef;
use shared::governance::api::{MeetingList, MeetingSummary};

use crate::api::{self, load};
use crate::dates;
use crate::features::plans::moment::{self, AsAtBanner};
use crate::features::plans::words::counted;
use crate::listing::Choices;
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::{
    ButtonLink, Cell, Choice, Column, EmptyState, Load, PageHeading, RowHeader, Select, Table, Tag,
    TagColour,
};

static MEETING: Column = Column::words("meeting", "Meeting");
static BOARD: Column = Column::words("board", "Board");
static PAPERS: Column = Column::figures("papers", "Papers");
static DECISIONS: Column = Column::figures("decisions", "Decisions");
static COLUMNS: [Column; 4] = [
    Column::words("meeting", "Meeting"),
    Column::words("board", "Board"),
    Column::figures("papers", "Papers"),
    Column::figures("decisions", "Decisions"),
];
const KEYS: [&str; 2] = ["board", "as_at"];

/// The meetings of a plan's boards, latest first.
#[component]
pub fn MeetingsPage(plan: String) -> impl IntoView {
    let choices = Choices::of(Route::Meetings { plan: plan.clone() }.href(), &KEYS);
    let asked = plan.clone();
    let resource = load(move |client| {
        let plan = asked.clone();
        let filter = MeetingFilter {
            board: choices.get("board").parse().ok(),
            as_at: choices.get("as_at").parse().ok(),
        };
        async move { client.meetings(&plan, filter).await }
    });
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let caption = Signal::derive(move || known.get().map(|list| list.plan.title));
    let as_at = Signal::derive(move || known.get().and_then(|list| list.as_at));
    let may_add = Memo::new(move |_| {
        known
            .get()
            .is_some_and(|list| api::open(&list.allowed, "create"))
    });
    let add = Route::NewMeeting { plan: plan.clone() }.href();
    let empty = Empty::when(
        |list: &MeetingList| list.boards.is_empty(),
        move || view! { <NoMeetings may_add=may_add.get_untracked() /> },
    );
    view! {
        <PageHeading title="Meetings" caption />
        <AsAtBanner as_at />
        <p class="govuk-body tl-measure">
            "When the boards that oversee this plan meet, which papers they have before them, and what they decide."
        </p>
        {move || may_add.get().then(|| view! { <p><ButtonLink href=add.clone()>"Add a meeting"</ButtonLink></p> })}
        <Load
            resource
            empty
            children=move |list: MeetingList| {
                view! {
                    <BoardSelect boards=list.boards choices />
                    <MeetingTable plan=plan.clone() items=list.items />
                }
            }
        />
    }
}

#[component]
fn NoMeetings(may_add: bool) -> impl IntoView {
    let next = if may_add {
        "Add the first one. What a board decides is recorded with its meeting."
    } else {
        "The plan's coordinator adds them."
    };
    view! {
        <EmptyState title="No meetings are recorded yet">
            <p class="govuk-body">{next}</p>
        </EmptyState>
    }
}

/// Where there are several boards, one of them can be chosen.
#[component]
fn BoardSelect(boards: Vec<AgencyRef>, choices: Choices) -> impl IntoView {
    let (board, on_board) = choices.select("board");
    (boards.len() > 1).then(|| {
        let boards: Vec<Choice> = std::iter::once(Choice::new("", "Every board"))
            .chain(
                boards
                    .into_iter()
                    .map(|board| Choice::new(board.id.to_string(), board.name)),
            )
            .collect();
        view! { <Select id="board" label="Board" value=board choices=Signal::stored(boards) on_change=on_board /> }
    })
}

#[component]
fn MeetingTable(plan: String, items: Vec<MeetingSummary>) -> impl IntoView {
    let caption = format!("{}, latest first", counted(items.len(), "meeting"));
    let rows = items
        .into_iter()
        .map(|item| view! { <MeetingRow plan=plan.clone() item /> })
        .collect_view();
    view! {
        <Table caption columns=&COLUMNS>
            {rows}
        </Table>
    }
}

#[component]
fn MeetingRow(plan: String, item: MeetingSummary) -> impl IntoView {
    let moment = moment::here();
    let MeetingSummary {
        meeting,
        held,
        papers,
        decisions,
    } = item;
    let path = Route::Meeting {
        plan,
        meeting: meeting.id,
    }
    .href();
    view! {
        <tr role="row">
            <RowHeader of=&MEETING>
                <a href=move || moment::href(&path, moment.get())>{dates::day(meeting.date)}</a>
                {(!held)
                    .then(|| {
                        view! {
                            " "
                            <Tag colour=TagColour::Grey word="To come" />
                        }
                    })}
                <span class="tl-cycle__note">{meeting.title}</span>
            </RowHeader>
            <Cell of=&BOARD>{meeting.board.name}</Cell>
            <Cell of=&PAPERS>{papers}</Cell>
            <Cell of=&DECISIONS>{decisions}</Cell>
        </tr>
    }
}
