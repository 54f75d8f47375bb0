use leptos::prelude::*;
use shared::agencies::api::AgencySummary;
use shared::governance::api::{CreateDecision, DecisionView, MeetingSummary, PatchDecision};
use shared::ids::{ActionId, MeetingId};
use shared::patch::Patch;
use shared::plans::api::ActionRef;
use shared::text::PASSAGE_MAX;

use super::meeting_form::set;
use crate::dates;
use crate::ui::{
    Choice, DateInput, DateParts, FormError, InsetText, LabelSize, Select, TextArea, TextField,
};

/// What can be chosen for a decision.
#[derive(Clone)]
pub struct Options {
    /// The meetings of the plan, latest first.
    pub meetings: Vec<MeetingSummary>,
    /// The agencies.
    pub agencies: Vec<AgencySummary>,
    /// The actions of the plan, by the reference that is shown.
    pub actions: Vec<ActionRef>,
}

/// The fields of a decision.
#[derive(Clone, Copy)]
pub struct DecisionFields {
    meeting: RwSignal<String>,
    words: RwSignal<String>,
    owner: RwSignal<String>,
    owner_note: RwSignal<String>,
    due: RwSignal<DateParts>,
    actions: RwSignal<String>,
}

impl DecisionFields {
    /// Empty ones, for a decision of `meeting`.
    pub fn new(meeting: MeetingId) -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            meeting: RwSignal::new(meeting.to_string()),
            words: text(),
            owner: text(),
            owner_note: text(),
            due: RwSignal::new(DateParts::default()),
            actions: text(),
        }
    }

    /// Those of a decision that there is.
    pub fn of(decision: &DecisionView) -> Self {
        let owner = decision.owner.as_ref().map(|owner| owner.id.to_string());
        let actions: Vec<&str> = decision
            .actions
            .iter()
            .map(|action| action.reference.as_str())
            .collect();
        Self {
            meeting: RwSignal::new(decision.meeting.id.to_string()),
            words: RwSignal::new(decision.words.clone()),
            owner: RwSignal::new(owner.unwrap_or_default()),
            owner_note: RwSignal::new(decision.owner_note.clone()),
            due: RwSignal::new(decision.due.map(DateParts::of).unwrap_or_default()),
            actions: RwSignal::new(actions.join(", ")),
        }
    }

    /// The decision that was typed, whose actions are among `known`.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn read(self, known: &[ActionRef]) -> Result<CreateDecision, Vec<FormError>> {
        let mut faults = Vec::new();
        let meeting = self.meeting.with_untracked(|meeting| meeting.parse().ok());
        if meeting.is_none() {
            faults.push(FormError::field("meeting", "Choose the meeting"));
        }
        let due = match self.due.get_untracked().read() {
            Ok(due) => due,
            Err(fault) => {
                faults.push(FormError::field("due", fault.sentence("The due date")));
                None
            }
        };
        let actions = match self
            .actions
            .with_untracked(|typed| read_actions(typed, known))
        {
            Ok(actions) => actions,
            Err(found) => {
                faults.push(FormError::field("actions", found));
                Vec::new()
            }
        };
        // The shared check is asked about the rest also where a meeting is missing.
        let checked = CreateDecision {
            meeting: meeting.unwrap_or(uuid::Uuid::nil().into()),
            words: self.words.get_untracked(),
            owner: self.owner.with_untracked(|owner| owner.parse().ok()),
            owner_note: self.owner_note.get_untracked(),
            due,
            actions,
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

/// The actions that a list of references names, each once.
///
/// # Errors
/// The first reference that names no action, or several.
pub fn read_actions(typed: &str, known: &[ActionRef]) -> Result<Vec<ActionId>, String> {
    let mut found: Vec<ActionId> = Vec::new();
    for word in typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        let mut named = known.iter().filter(|action| action.reference == word);
        match (named.next(), named.next()) {
            (Some(action), None) if !found.contains(&action.id) => found.push(action.id),
            (Some(_), None) => {}
            (Some(_), Some(_)) => {
                return Err(format!(
                    "Several actions have the reference {word}. Settle their references first"
                ));
            }
            (None, _) => {
                return Err(format!(
                    "The plan has no action {word}. Enter references as in the register, with commas between them"
                ));
            }
        }
    }
    Ok(found)
}

/// What `typed` changes about `decision`.
pub fn change(decision: &DecisionView, typed: CreateDecision) -> PatchDecision {
    let before: Vec<ActionId> = decision.actions.iter().map(|action| action.id).collect();
    let same = before.len() == typed.actions.len()
        && before.iter().all(|action| typed.actions.contains(action));
    PatchDecision {
        meeting: set(typed.meeting, &decision.meeting.id),
        words: set(typed.words, &decision.words),
        owner: optional(typed.owner, decision.owner.as_ref().map(|owner| owner.id)),
        owner_note: set(typed.owner_note, &decision.owner_note),
        due: optional(typed.due, decision.due),
        actions: if same {
            Patch::Keep
        } else {
            Patch::Set(typed.actions)
        },
    }
}

/// A member that may be missing: nothing typed clears it.
fn optional<T: PartialEq>(typed: Option<T>, was: Option<T>) -> Patch<T> {
    match typed {
        typed if typed == was => Patch::Keep,
        Some(typed) => Patch::Set(typed),
        None => Patch::Clear,
    }
}

fn meetings(meetings: &[MeetingSummary]) -> Vec<Choice> {
    meetings
        .iter()
        .map(|item| {
            Choice::new(
                item.meeting.id.to_string(),
                format!("{}: {}", dates::day(item.meeting.date), item.meeting.title),
            )
        })
        .collect()
}

/// The agencies of today and the one that is chosen.
fn owners(agencies: &[AgencySummary], chosen: &str) -> Vec<Choice> {
    let today = dates::today();
    let choices = agencies
        .iter()
        .filter(|agency| {
            agency.id.to_string() == chosen || agency.valid_to.is_none_or(|last| last >= today)
        })
        .map(|agency| Choice::new(agency.id.to_string(), agency.name.clone()));
    std::iter::once(Choice::new("", "No agency"))
        .chain(choices)
        .collect()
}

/// The fields of a decision. Its words and its meeting are there only while the board has still to decide.
#[component]
pub fn DecisionFieldset(fields: DecisionFields, options: Options, reword: bool) -> impl IntoView {
    let owners = owners(&options.agencies, &fields.owner.get_untracked());
    let wording = if reword {
        let meetings = meetings(&options.meetings);
        view! {
            <Select
                id="meeting"
                label="Meeting"
                size=LabelSize::Strong
                value=fields.meeting
                choices=Signal::stored(meetings)
            />
            <TextArea
                id="words"
                label="What is to be decided"
                hint="As it will stand in the minutes. Once the board has decided it does not change"
                size=LabelSize::Strong
                value=fields.words
                limit=PASSAGE_MAX
            />
        }
        .into_any()
    } else {
        view! { <InsetText>{fields.words.get_untracked()}</InsetText> }.into_any()
    };
    view! {
        {wording}
        <Select
            id="owner"
            label="Agency that sees to it"
            size=LabelSize::Strong
            value=fields.owner
            choices=Signal::stored(owners)
        />
        <TextField
            id="owner_note"
            label="Who there sees to it (optional)"
            hint="A name or an office, as in Head of early help"
            size=LabelSize::Strong
            value=fields.owner_note
            autocomplete="off"
        />
        <DateInput id="due" legend="Due (optional)" size=LabelSize::Strong value=fields.due />
        <TextField
            id="actions"
            label="Actions that it is about (optional)"
            hint="Their references with commas between them, as in 2.1, 3.4"
            size=LabelSize::Strong
            value=fields.actions
            autocomplete="off"
        />
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn references_are_read_as_they_are_listed() {
        let action = |number: u128, reference: &str| ActionRef {
            id: Uuid::from_u128(number).into(),
            reference: reference.to_owned(),
            title: String::new(),
        };
        let known = [action(1, "1.1"), action(2, "2.3"), action(3, "2.3")];
        let id = |number: u128| ActionId(Uuid::from_u128(number));
        assert_eq!(read_actions(" 1.1, 1.1 ;", &known), Ok(vec![id(1)]));
        assert_eq!(read_actions("", &known), Ok(Vec::new()));
        assert!(read_actions("2.3", &known).is_err_and(|fault| fault.contains("Several")));
        assert!(read_actions("1.1 9.9", &known).is_err_and(|fault| fault.contains("no action")));
    }

    #[test]
    fn only_what_differs_is_sent() {
        assert_eq!(optional(Some(1), Some(1)), Patch::Keep);
        assert_eq!(optional(None, Some(1)), Patch::Clear);
        assert_eq!(optional(Some(2), None), Patch::Set(2));
    }
}
