use leptos::prelude::*;
use shared::agencies::api::AgencySummary;
use shared::governance::PAPERS_MAX;
use shared::governance::api::{CreateMeeting, MeetingView, Paper, PatchMeeting};
use shared::patch::Patch;

use crate::ui::{
    Button, ButtonKind, Choice, DateInput, DateParts, FormError, LabelSize, Select, TextField,
    TextKind,
};

/// A paper as it is typed. It outlives the part of the page in which it was added, which is drawn anew with every paper.
#[derive(Clone)]
struct PaperFields {
    title: ArcRwSignal<String>,
    url: ArcRwSignal<String>,
}

impl PaperFields {
    fn of(paper: Paper) -> Self {
        Self {
            title: ArcRwSignal::new(paper.title),
            url: ArcRwSignal::new(paper.url),
        }
    }

    fn blank(&self) -> bool {
        let blank = |text: &ArcRwSignal<String>| text.with_untracked(|text| text.trim().is_empty());
        blank(&self.title) && blank(&self.url)
    }
}

/// The fields of a meeting.
#[derive(Clone, Copy)]
pub struct MeetingFields {
    board: RwSignal<String>,
    date: RwSignal<DateParts>,
    title: RwSignal<String>,
    papers: RwSignal<Vec<PaperFields>>,
}

impl MeetingFields {
    /// Empty ones.
    pub fn new() -> Self {
        Self {
            board: RwSignal::new(String::new()),
            date: RwSignal::new(DateParts::default()),
            title: RwSignal::new(String::new()),
            papers: RwSignal::new(Vec::new()),
        }
    }

    /// Those of a meeting that there is.
    pub fn of(meeting: &MeetingView) -> Self {
        Self {
            board: RwSignal::new(meeting.board.id.to_string()),
            date: RwSignal::new(DateParts::of(meeting.date)),
            title: RwSignal::new(meeting.title.clone()),
            papers: RwSignal::new(
                meeting
                    .papers
                    .iter()
                    .cloned()
                    .map(PaperFields::of)
                    .collect(),
            ),
        }
    }

    /// The meeting that was typed. Papers of which nothing was typed go, so that the others are counted as they are shown.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn read(self) -> Result<CreateMeeting, Vec<FormError>> {
        if self
            .papers
            .with_untracked(|papers| papers.iter().any(PaperFields::blank))
        {
            self.papers
                .update(|papers| papers.retain(|paper| !paper.blank()));
        }
        let mut faults = Vec::new();
        let board = self.board.with_untracked(|board| board.parse().ok());
        if board.is_none() {
            faults.push(FormError::field("board", "Choose the board that meets"));
        }
        let date = match self.date.get_untracked().read() {
            Ok(Some(date)) => Some(date),
            Ok(None) => {
                faults.push(FormError::field("date", "Enter the day of the meeting"));
                None
            }
            Err(fault) => {
                faults.push(FormError::field(
                    "date",
                    fault.sentence("The day of the meeting"),
                ));
                None
            }
        };
        let papers = self.papers.with_untracked(|papers| {
            papers
                .iter()
                .map(|paper| Paper {
                    title: paper.title.get_untracked(),
                    url: paper.url.get_untracked(),
                })
                .collect()
        });
        // The shared check is asked about the rest also where a board or a day is missing.
        let checked = CreateMeeting {
            board: board.unwrap_or(uuid::Uuid::nil().into()),
            date: date.unwrap_or_default(),
            title: self.title.get_untracked(),
            papers,
        }
        .checked();
        match checked {
            Ok(form) if faults.is_empty() => Ok(form),
            checked => {
                faults.extend(checked.err().into_iter().flatten().map(FormError::from));
                Err(faults)
            }
        }
    }
}

/// What `typed` changes about `meeting`.
pub fn change(meeting: &MeetingView, typed: CreateMeeting) -> PatchMeeting {
    PatchMeeting {
        board: set(typed.board, &meeting.board.id),
        date: set(typed.date, &meeting.date),
        title: set(typed.title, &meeting.title),
        papers: set(typed.papers, &meeting.papers),
    }
}

/// A member that is always there: set where it differs.
pub fn set<T: PartialEq>(typed: T, was: &T) -> Patch<T> {
    if typed == *was {
        Patch::Keep
    } else {
        Patch::Set(typed)
    }
}

/// The boards that can meet, of today's agencies and the one that is chosen.
fn boards(agencies: &[AgencySummary], chosen: &str) -> Vec<Choice> {
    let today = crate::dates::today();
    let choices = agencies
        .iter()
        .filter(|agency| {
            agency.id.to_string() == chosen
                || (agency.kind.meets() && agency.valid_to.is_none_or(|last| last >= today))
        })
        .map(|agency| Choice::new(agency.id.to_string(), agency.name.clone()));
    std::iter::once(Choice::new("", "Choose a board"))
        .chain(choices)
        .collect()
}

/// The fields of a meeting, in the order of its page.
#[component]
pub fn MeetingFieldset(fields: MeetingFields, agencies: Vec<AgencySummary>) -> impl IntoView {
    let boards = boards(&agencies, &fields.board.get_untracked());
    let add = Callback::new(move |_| {
        fields.papers.update(|papers| {
            papers.push(PaperFields::of(Paper {
                title: String::new(),
                url: String::new(),
            }));
        });
    });
    view! {
        <Select
            id="board"
            label="Board"
            hint="Boards, committees and partnership groups among the agencies"
            size=LabelSize::Strong
            value=fields.board
            choices=Signal::stored(boards)
        />
        <DateInput id="date" legend="Day of the meeting" size=LabelSize::Strong value=fields.date />
        <TextField
            id="title"
            label="What it is called"
            hint="As on its agenda, as in Autumn quarterly meeting"
            size=LabelSize::Strong
            value=fields.title
            autocomplete="off"
        />
        <h2 class="govuk-heading-m">"Papers"</h2>
        <p class="govuk-body tl-measure">
            "Everybody who sees the plan sees these links. A paper that is emptied is taken away."
        </p>
        <Papers papers=fields.papers />
        {move || {
            fields
                .papers
                .with(|papers| papers.len() < PAPERS_MAX)
                .then(|| {
                    view! {
                        <p>
                            <Button kind=ButtonKind::Secondary on_press=add>
                                "Add a paper"
                            </Button>
                        </p>
                    }
                })
        }}
    }
}

#[component]
fn Papers(papers: RwSignal<Vec<PaperFields>>) -> impl IntoView {
    move || {
        papers
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, paper)| {
                let number = at + 1;
                view! {
                    <TextField
                        id=format!("papers-{at}-title")
                        label=format!("Title of paper {number}")
                        value=RwSignal::from(paper.title)
                        autocomplete="off"
                    />
                    <TextField
                        id=format!("papers-{at}-url")
                        label=format!("Address of paper {number}")
                        hint="It begins with https://"
                        value=RwSignal::from(paper.url)
                        kind=TextKind::Reference
                        autocomplete="off"
                    />
                }
            })
            .collect_view()
    }
}
