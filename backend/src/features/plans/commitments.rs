//! The dates of an action and of its milestones that were promised and have moved, read from
//! history: nothing has to be written down a second time, and nothing can be forgotten.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::{
    auth::api::PersonRef,
    calendar::PartialDate,
    ids::{MilestoneId, PersonId},
    plans::{
        api::{Commitment, DateMove, FieldChange},
        is_move, moved_in_all,
    },
};

use crate::db::history::Past;

use super::records::{ActionRecord, MilestoneRecord};

/// A date that has moved, before the names are known.
pub(super) struct Moved {
    what: String,
    milestone: Option<MilestoneId>,
    moves: Vec<Move>,
}

/// A date of an action.
type DateOf = fn(&ActionRecord) -> Option<&PartialDate>;

struct Move {
    at: DateTime<Utc>,
    by: Option<PersonId>,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    reason: Option<String>,
}

/// The dates that have moved: the action's own, then those of its milestones by their titles.
/// What was only proposed had promised nothing.
pub(super) fn of(
    states: &[Past<ActionRecord>],
    milestones: &[Past<MilestoneRecord>],
) -> Vec<Moved> {
    let mut found: Vec<Moved> = [
        ("Start of the action", start as DateOf),
        ("End of the action", end),
    ]
    .into_iter()
    .map(|(what, date)| Moved {
        what: what.to_owned(),
        milestone: None,
        moves: moves(
            states
                .iter()
                .filter(|past| past.body.state.dates_need_reason()),
            date,
            |record| &record.because,
        ),
    })
    .collect();
    let mut by_milestone: HashMap<MilestoneId, Vec<&Past<MilestoneRecord>>> = HashMap::new();
    for past in milestones {
        by_milestone.entry(past.body.id).or_default().push(past);
    }
    let mut of_milestones: Vec<Moved> = by_milestone
        .into_iter()
        .filter_map(|(milestone, states)| {
            Some(Moved {
                what: states.last()?.body.title.clone(),
                milestone: Some(milestone),
                moves: moves(
                    states.into_iter(),
                    |record| record.due.as_ref(),
                    |record| &record.because,
                ),
            })
        })
        .collect();
    of_milestones.sort_by_cached_key(|moved| (moved.what.to_lowercase(), moved.milestone));
    found.extend(of_milestones);
    found.retain(|moved| !moved.moves.is_empty());
    found
}

fn start(record: &ActionRecord) -> Option<&PartialDate> {
    record.starts.as_ref()
}

fn end(record: &ActionRecord) -> Option<&PartialDate> {
    record.ends.as_ref()
}

fn moves<'p, R: 'p>(
    states: impl Iterator<Item = &'p Past<R>>,
    date: impl Fn(&R) -> Option<&PartialDate>,
    because: impl Fn(&R) -> &Vec<FieldChange>,
) -> Vec<Move> {
    let mut before: Option<&Past<R>> = None;
    let mut found = Vec::new();
    for past in states {
        let from = before.and_then(|before| date(&before.body));
        let to = date(&past.body);
        if is_move(from, to) {
            found.push(Move {
                at: past.from,
                by: past.actor,
                from: from.cloned(),
                to: to.cloned(),
                reason: because(&past.body)
                    .iter()
                    .find(|change| change.field == "Reason")
                    .and_then(|change| change.to.clone()),
            });
        }
        before = Some(past);
    }
    found
}

/// Everyone who agreed a move.
pub(super) fn people(moved: &[Moved]) -> impl Iterator<Item = PersonId> {
    moved
        .iter()
        .flat_map(|moved| moved.moves.iter().filter_map(|one| one.by))
}

/// The moved dates as they are shown.
pub(super) fn views(moved: Vec<Moved>, people: &HashMap<PersonId, PersonRef>) -> Vec<Commitment> {
    moved
        .into_iter()
        .map(|moved| {
            let (times, days) = moved_in_all(
                moved
                    .moves
                    .iter()
                    .map(|one| (one.from.as_ref(), one.to.as_ref())),
            );
            Commitment {
                what: moved.what,
                milestone: moved.milestone,
                times,
                days,
                moves: moved
                    .moves
                    .into_iter()
                    .map(|one| DateMove {
                        at: one.at,
                        by: one
                            .by
                            .and_then(|id| people.get(&id).map(|person| person.name.clone())),
                        from: one.from,
                        to: one.to,
                        reason: one.reason,
                    })
                    .collect(),
            }
        })
        .collect()
}
