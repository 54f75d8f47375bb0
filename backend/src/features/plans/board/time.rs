//! Milestones and completed actions over time.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use shared::{
    ids::ActionId,
    plans::{
        ActionState,
        api::MilestoneState,
        board::{
            Show,
            api::{BurnPoint, BurnUp, MilestonePeriod},
            periods,
        },
    },
};

use crate::{
    clock,
    db::json::{Lists, ids},
    error::ApiError,
};

use super::{
    address::Address,
    standing::{Milestone, Standing, number},
};

/// Whether an action in this state counts towards the plan's completion.
pub(super) const fn counts(state: ActionState) -> bool {
    !matches!(state, ActionState::Stopped | ActionState::Deferred)
}

const fn is_complete(state: ActionState) -> bool {
    matches!(state, ActionState::Complete | ActionState::Embedded)
}

/// The day on which each action that is complete became so, the last time that it did.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(super) async fn completed(
    connection: &impl ConnectionTrait,
    standing: &Standing,
) -> Result<HashMap<ActionId, NaiveDate>, ApiError> {
    let complete: Vec<ActionId> = standing
        .actions
        .iter()
        .filter(|action| is_complete(action.record.state))
        .map(|action| action.record.id)
        .collect();
    if complete.is_empty() {
        return Ok(HashMap::new());
    }
    let mut lists = Lists::new(connection.get_database_backend());
    let actions = ids(&mut lists, complete.iter().map(|id| id.0));
    let before = standing.at.past.map_or_else(String::new, |end| {
        format!(" AND h.from_at < {}", lists.bind(end))
    });
    let place = lists.list(
        &[&lists.id("h.record_id"), "h.from_at", "h.body ->> 'state'"],
        "h.from_at, h.id",
        &format!("history h WHERE h.record_id IN ({actions}){before}"),
    );
    let rows: Vec<(ActionId, DateTime<Utc>, ActionState)> =
        lists.ask(connection).await?.rows(place)?;
    let mut since: HashMap<ActionId, NaiveDate> = HashMap::new();
    for (action, from, state) in rows {
        if is_complete(state) {
            since.entry(action).or_insert(clock::london_day(from));
        } else {
            since.remove(&action);
        }
    }
    Ok(since)
}

/// The milestones of actions that have a date and were not given up, with the last day that the
/// date can mean.
pub(super) fn dated(standing: &Standing) -> impl Iterator<Item = (NaiveDate, &Milestone)> {
    standing
        .milestones
        .iter()
        .filter(|milestone| {
            milestone.state != MilestoneState::Dropped && !milestone.actions.is_empty()
        })
        .filter_map(|milestone| Some((milestone.due.as_ref()?.end(), milestone)))
}

/// How many milestones of actions have no date.
pub(super) fn undated(standing: &Standing) -> u32 {
    let undated = standing.milestones.iter().filter(|milestone| {
        milestone.due.is_none()
            && milestone.state != MilestoneState::Dropped
            && !milestone.actions.is_empty()
    });
    number(undated.count())
}

/// The milestones by when they are due.
pub(super) fn milestones(standing: &Standing, address: &Address<'_>) -> Vec<MilestonePeriod> {
    let days = || dated(standing).map(|(day, _)| day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Vec::new();
    };
    periods(first, last)
        .into_iter()
        .map(|period| {
            let due: Vec<(NaiveDate, &Milestone)> = dated(standing)
                .filter(|(day, _)| period.holds(*day))
                .collect();
            let done = |milestone: &Milestone| milestone.state == MilestoneState::Done;
            let actions: HashSet<ActionId> = due
                .iter()
                .flat_map(|(_, milestone)| milestone.actions.iter().copied())
                .collect();
            MilestonePeriod {
                due: number(due.len()),
                done: number(due.iter().filter(|(_, one)| done(one)).count()),
                late: number(
                    due.iter()
                        .filter(|(day, one)| *day < standing.at.day && !done(one))
                        .count(),
                ),
                actions: number(actions.len()),
                records: address.actions(&[
                    ("show", Show::Due.code().to_owned()),
                    ("from", period.from.to_string()),
                    ("to", period.to.to_string()),
                ]),
                period,
            }
        })
        .collect()
}

/// The actions that are to be complete, each with the last day of its end.
pub(super) fn planned(standing: &Standing) -> impl Iterator<Item = (NaiveDate, ActionId)> {
    standing
        .actions
        .iter()
        .filter(|action| counts(action.record.state))
        .filter_map(|action| Some((action.record.ends.as_ref()?.end(), action.record.id)))
}

/// Actions complete beside those planned to be.
pub(super) fn burn_up(
    standing: &Standing,
    completed: &HashMap<ActionId, NaiveDate>,
    address: &Address<'_>,
) -> BurnUp {
    let all = standing
        .actions
        .iter()
        .filter(|action| counts(action.record.state));
    let days: Vec<NaiveDate> = planned(standing).map(|(day, _)| day).collect();
    let first = days.iter().chain(completed.values()).min().copied();
    let last = days.iter().chain(completed.values()).max().copied();
    let steps = match (first, last) {
        (Some(first), Some(last)) => periods(first.min(standing.at.day), last.max(standing.at.day)),
        _ => Vec::new(),
    };
    let records = |show: Show, to: NaiveDate| {
        address.actions(&[("show", show.code().to_owned()), ("to", to.to_string())])
    };
    BurnUp {
        all: number(all.clone().count()),
        without_end: number(all.filter(|action| action.record.ends.is_none()).count()),
        points: steps
            .into_iter()
            .map(|period| {
                let known =
                    (period.from <= standing.at.day).then(|| period.to.min(standing.at.day));
                BurnPoint {
                    planned: number(days.iter().filter(|day| **day <= period.to).count()),
                    planned_records: records(Show::Planned, period.to),
                    complete: known.map(|known| {
                        number(completed.values().filter(|day| **day <= known).count())
                    }),
                    complete_records: known.map(|known| records(Show::Complete, known)),
                    period,
                }
            })
            .collect(),
    }
}
