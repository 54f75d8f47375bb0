//! What differs between two states of a record, in words for people.

use std::collections::HashMap;

use shared::{
    calendar::PartialDate,
    ids::ActionId,
    plans::{
        ActionState,
        api::{ActionRef, FieldChange, MilestoneState},
    },
};

use super::{
    records::{ActionRecord, LinkRecord, MilestoneRecord, PartRecord},
    register::Scheme,
};

/// The names behind the ids in records.
pub(super) struct Words {
    scheme: Scheme,
    actions: HashMap<ActionId, ActionRef>,
}

impl Words {
    pub const fn new(scheme: Scheme, actions: HashMap<ActionId, ActionRef>) -> Self {
        Self { scheme, actions }
    }

    fn level(&self, record: &ActionRecord) -> Option<String> {
        let id = record.level?;
        let level = self.scheme.levels.iter().find(|level| level.id == id)?;
        Some(format!("{}: {}", level.number, level.name))
    }

    fn outcomes(&self, record: &ActionRecord) -> Option<String> {
        joined(
            self.scheme
                .outcomes
                .iter()
                .filter(|outcome| record.outcomes.contains(&outcome.id))
                .map(|outcome| outcome.name.clone()),
        )
    }

    fn link(&self, link: &LinkRecord) -> String {
        match link.target.and_then(|id| self.actions.get(&id)) {
            Some(action) => format!(
                "{} (printed) leads to {} {}",
                link.printed, action.reference, action.title
            ),
            None => format!("{} (printed) leads to no action", link.printed),
        }
    }
}

/// Words in one line; none when there are none.
fn joined(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// The change of a field, where it is one.
fn field(name: &str, from: Option<String>, to: Option<String>) -> Option<FieldChange> {
    (from != to).then(|| FieldChange {
        field: name.to_owned(),
        from,
        to,
    })
}

fn printed(date: Option<&PartialDate>) -> Option<String> {
    date.map(PartialDate::in_words)
}

fn part(part: &PartRecord) -> String {
    let coordinates = if part.coordinates {
        ", coordinates"
    } else {
        ""
    };
    let through = part
        .reported_by
        .as_ref()
        .map(|member| format!(", reported by {}", member.name))
        .unwrap_or_default();
    format!(
        "{} ({}{coordinates}{through})",
        part.agency.name,
        part.role.label().to_lowercase()
    )
}

/// What changed on an action.
pub(super) fn action(
    before: &ActionRecord,
    after: &ActionRecord,
    words: &Words,
) -> Vec<FieldChange> {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut changes: Vec<FieldChange> = [
        field(
            "State",
            text(before.state.label()),
            text(after.state.label()),
        ),
        field(
            "Reference",
            before.reference.clone(),
            after.reference.clone(),
        ),
        field("Title", text(&before.title), text(&after.title)),
        field("Summary", text(&before.summary), text(&after.summary)),
        field("Level of need", words.level(before), words.level(after)),
        field("Outcomes", words.outcomes(before), words.outcomes(after)),
        field(
            "Who has which part",
            joined(before.parts.iter().map(part)),
            joined(after.parts.iter().map(part)),
        ),
        field(
            "Starts",
            printed(before.starts.as_ref()),
            printed(after.starts.as_ref()),
        ),
        field(
            "Ends",
            printed(before.ends.as_ref()),
            printed(after.ends.as_ref()),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    for link in &after.links {
        let earlier = before.links.iter().find(|other| other.id == link.id);
        if earlier.is_none_or(|earlier| {
            (earlier.target, earlier.resolution) != (link.target, link.resolution)
        }) {
            changes.push(FieldChange {
                field: "Reference to another action".to_owned(),
                from: earlier.map(|earlier| words.link(earlier)),
                to: Some(words.link(link)),
            });
        }
    }
    changes
}

/// What happened to an action, in a few words.
pub(super) fn action_title(
    before: &ActionRecord,
    after: &ActionRecord,
    changes: &[FieldChange],
) -> String {
    if before.state != after.state {
        return moved(before.state, after.state).to_owned();
    }
    match changes {
        [only] => format!("{} changed", only.field),
        _ if before.starts != after.starts || before.ends != after.ends => {
            "Dates changed".to_owned()
        }
        _ => "Changed".to_owned(),
    }
}

const fn moved(before: ActionState, after: ActionState) -> &'static str {
    match (before, after) {
        (_, ActionState::Proposed) => "Proposed",
        (_, ActionState::Agreed) => "Agreed",
        (ActionState::Agreed, ActionState::InProgress) => "Work began",
        (_, ActionState::InProgress) => "Reopened",
        (_, ActionState::Complete) => "Completed",
        (_, ActionState::Embedded) => "Part of everyday practice",
        (_, ActionState::Paused) => "Paused",
        (_, ActionState::Stopped) => "Stopped",
        (_, ActionState::Deferred) => "Put off",
    }
}

/// What a milestone that is new says.
pub(super) fn new_milestone(milestone: &MilestoneRecord) -> Vec<FieldChange> {
    [
        field("Due", None, printed(milestone.due.as_ref())),
        field(
            "Owner",
            None,
            milestone.owner.as_ref().map(|owner| owner.name.clone()),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What changed on a milestone.
pub(super) fn milestone(before: &MilestoneRecord, after: &MilestoneRecord) -> Vec<FieldChange> {
    let name = |milestone: &MilestoneRecord| milestone.owner.as_ref().map(|one| one.name.clone());
    let day = |milestone: &MilestoneRecord| {
        milestone
            .done_on
            .map(|day| day.format("%-d %B %Y").to_string())
    };
    [
        field(
            "Title",
            Some(before.title.clone()),
            Some(after.title.clone()),
        ),
        field(
            "State",
            Some(before.state.label().to_owned()),
            Some(after.state.label().to_owned()),
        ),
        field("Done on", day(before), day(after)),
        field(
            "Due",
            printed(before.due.as_ref()),
            printed(after.due.as_ref()),
        ),
        field("Owner", name(before), name(after)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What happened to a milestone, in a few words.
pub(super) fn milestone_title(before: &MilestoneRecord, after: &MilestoneRecord) -> String {
    let what = match after.state {
        MilestoneState::Done if before.state != after.state => "Milestone done",
        MilestoneState::Dropped if before.state != after.state => "Milestone dropped",
        _ if before.due != after.due => "Milestone moved",
        _ => "Milestone changed",
    };
    format!("{what}: {}", after.title)
}
