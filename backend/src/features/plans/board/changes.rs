//! What has changed between two moments of a plan.

use std::collections::{HashMap, HashSet};

use shared::{
    calendar::PartialDate,
    ids::{ActionId, MilestoneId},
    plans::{
        ActionState,
        api::ActionRef,
        board::{
            Show,
            api::{ChangedActions, Changes, MovedDate, MovedDates},
        },
        is_move,
    },
};

use super::{
    super::records::ActionRecord,
    address::Address,
    standing::{Milestone, Standing, number},
};

/// Which actions a comparison is about.
pub(super) struct Compared<'s> {
    now: &'s Standing,
    then: HashMap<ActionId, &'s ActionRecord>,
    milestones: HashMap<MilestoneId, &'s Milestone>,
}

impl<'s> Compared<'s> {
    pub fn new(now: &'s Standing, then: &'s Standing) -> Self {
        Self {
            now,
            then: then
                .actions
                .iter()
                .map(|action| (action.record.id, &action.record))
                .collect(),
            milestones: then
                .milestones
                .iter()
                .map(|milestone| (milestone.id, milestone))
                .collect(),
        }
    }

    /// The actions to which this has happened; none for a list that does not compare.
    pub fn actions(&self, show: Show) -> Vec<&'s ActionRecord> {
        let moved: HashSet<ActionId> = match show {
            Show::Moved => self
                .moved()
                .into_iter()
                .flat_map(|date| date.actions)
                .collect(),
            _ => HashSet::new(),
        };
        let ended = |state: ActionState| state == ActionState::Stopped;
        let done =
            |state: ActionState| matches!(state, ActionState::Complete | ActionState::Embedded);
        self.now
            .actions
            .iter()
            .map(|action| &action.record)
            .filter(|action| {
                let then = self.then.get(&action.id).map(|then| then.state);
                let became = |holds: &dyn Fn(ActionState) -> bool| {
                    holds(action.state) && !then.is_some_and(holds)
                };
                match show {
                    Show::Added => then.is_none(),
                    Show::Stopped => became(&ended),
                    Show::Completed => became(&done),
                    Show::Moved => moved.contains(&action.id),
                    _ => false,
                }
            })
            .collect()
    }

    /// The dates that stand otherwise, in printed order of their actions. What was only proposed
    /// had promised nothing.
    fn moved(&self) -> Vec<Moved<'s>> {
        let mut found = Vec::new();
        let mut of_action: HashMap<ActionId, Vec<Moved<'s>>> = HashMap::new();
        for milestone in &self.now.milestones {
            let Some(then) = self.milestones.get(&milestone.id) else {
                continue;
            };
            if let Some(moved) = moved(
                &milestone.title,
                then.due.as_ref(),
                milestone.due.as_ref(),
                &milestone.actions,
            ) && let Some(first) = milestone.actions.first()
            {
                of_action.entry(*first).or_default().push(moved);
            }
        }
        for action in self.now.actions.iter().map(|action| &action.record) {
            if let Some(then) = self
                .then
                .get(&action.id)
                .filter(|then| then.state.dates_need_reason())
            {
                let own = std::slice::from_ref(&action.id);
                let starts = (then.starts.as_ref(), action.starts.as_ref());
                let ends = (then.ends.as_ref(), action.ends.as_ref());
                found.extend(moved("Start of the action", starts.0, starts.1, own));
                found.extend(moved("End of the action", ends.0, ends.1, own));
            }
            found.extend(of_action.remove(&action.id).unwrap_or_default());
        }
        found
    }

    /// What has changed, for a board.
    pub fn view(&self, address: &Address<'_>, from: chrono::NaiveDate) -> Changes {
        let records = |show: Show| {
            address.actions(&[("show", show.code().to_owned()), ("from", from.to_string())])
        };
        let changed = |show: Show| ChangedActions {
            items: self
                .actions(show)
                .into_iter()
                .map(ActionRecord::to_ref)
                .collect(),
            records: records(show),
        };
        let named: HashMap<ActionId, ActionRef> = self
            .now
            .actions
            .iter()
            .map(|action| (action.record.id, action.record.to_ref()))
            .collect();
        Changes {
            added: changed(Show::Added),
            stopped: changed(Show::Stopped),
            completed: changed(Show::Completed),
            moved: MovedDates {
                items: self
                    .moved()
                    .into_iter()
                    .filter_map(|date| {
                        Some(MovedDate {
                            action: named.get(date.actions.first()?)?.clone(),
                            what: date.what.to_owned(),
                            from: date.from.clone(),
                            to: date.to.cloned(),
                        })
                    })
                    .collect(),
                actions: number(self.actions(Show::Moved).len()),
                records: records(Show::Moved),
            },
        }
    }
}

/// A date that stands otherwise.
struct Moved<'s> {
    what: &'s str,
    from: &'s PartialDate,
    to: Option<&'s PartialDate>,
    actions: Vec<ActionId>,
}

fn moved<'s>(
    what: &'s str,
    from: Option<&'s PartialDate>,
    to: Option<&'s PartialDate>,
    actions: &[ActionId],
) -> Option<Moved<'s>> {
    from.filter(|_| is_move(from, to)).map(|from| Moved {
        what,
        from,
        to,
        actions: actions.to_vec(),
    })
}
